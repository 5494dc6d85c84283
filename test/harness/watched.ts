import assert from 'node:assert/strict';
import type { Account } from '../../src/core/account';
import type { Cloud, ServiceInfo } from '../../src/core/cloud';
import type { Problem } from '../../src/core/errors';
import type { PlaceState } from '../../src/core/store';
import type { Task } from '../../src/core/task';
import { firstTimes, type Fault } from '../../src/simulator/faults';
import type { SeenRequest } from '../../src/simulator/server';
import { inApp, type AccountSetup, type App, type PretendCloud, type World } from './app';
import { assertSilent, Exposure, inHeaders, planted, type Text } from './exposure';
import { problemWith } from './problems';
import { hour, scripted, second, zipFile } from './worlds';

// One service, whichever it is, that is watched while something befalls it.

/** One of those that `servicesOf` gives. */
export interface Watched {
  readonly cloud: Cloud;
  readonly service: ServiceInfo;
}

/** How often a call is made that goes on failing, when nobody waits for it. */
export const tries = 4;

/** All tries of a call together take no longer; a place is left alone for more than that and a step when they failed. */
const longestTrying = 15 * second;
const step = 10 * second;

/** Nothing is ever left unread for so long. */
const longestRest = 2 * hour;

/** A service with an account that watches it alone, at a cloud of its own. */
export class Scene {
  readonly exposure: Exposure;

  constructor(
    readonly app: App,
    readonly watched: Watched,
    readonly server: PretendCloud,
    readonly account: Account,
  ) {
    this.exposure = new Exposure(app);
  }

  get place(): PlaceState {
    return this.app.places(this.account)[0] ?? assert.fail('The account has no place.');
  }

  get rows(): Task[] {
    return this.app.tasks(this.account);
  }

  /** What is asked of the cloud while something is done. */
  async calls(work: () => Promise<unknown>): Promise<SeenRequest[]> {
    const from = this.server.requests.length;
    await work();
    return this.server.requests.slice(from);
  }

  /** Waits until something is read by itself, and as long again as that may be tried. */
  reading(afterwards = longestTrying): Promise<SeenRequest[]> {
    const from = this.server.requests.length;
    return this.calls(async () => {
      for (let waited = 0; waited < longestRest && this.server.requests.length === from; waited += step)
        await this.app.advance(step);
      await this.app.advance(afterwards);
    });
  }

  /** Has the whole list read by nobody's wish, as it is when the account was changed. */
  wholeReading(): Promise<SeenRequest[]> {
    return this.calls(() => this.app.add(this.server, this.account));
  }

  /** Asks for one thing as a command does: for a link, or where there are no links for a task; not every service has either. */
  get ask(): (() => Promise<unknown>) | undefined {
    const { app, account } = this;
    const { id, file, tracked } = this.watched.service;
    if (file === 'link') return () => app.link(app.task('t1'));
    return tracked ? () => app.find(account, id, account.regions[0] ?? '', 't1') : undefined;
  }

  /** Everything stands as it should. */
  assertGood(rows: readonly Task[]): void {
    assert.deepEqual([this.place.state, this.place.problem], ['ok', undefined]);
    assert.deepEqual(this.rows, rows);
  }

  assertFailed(expected: Partial<Problem>, rows: readonly Task[]): void {
    const { state, problem = {} } = this.place;
    const said = Object.keys(expected).map(name => [name, problem[name as keyof typeof problem]]);
    assert.deepEqual([state, Object.fromEntries(said)], ['failed', expected]);
    assert.deepEqual(this.rows, rows);
  }

  /** A call that fails once is made once more, and nobody sees anything of it. */
  async healsAfter(fault: Fault): Promise<void> {
    const { server, ask, rows } = this;
    const usual = (await this.reading()).length;
    server.intercept(firstTimes(1, fault));
    assert.equal((await this.reading()).length, usual + 1);
    this.assertGood(rows);
    if (!ask) return;
    const asked = (await this.calls(ask)).length;
    server.intercept(firstTimes(1, fault));
    assert.equal((await this.calls(ask)).length, asked + 1);
  }

  /**
   * Whatever the cloud answers to every call: it says so, loses no row, is not asked more often than that, and mends
   * by itself when it is over.
   */
  async survives(fault: Fault, expected: Partial<Problem>, calls: number): Promise<void> {
    const { app, server, ask, rows } = this;
    server.intercept(() => fault);
    assert.equal((await this.reading()).length, calls);
    this.assertFailed(expected, rows);
    if (ask) {
      const asked = await this.calls(() => assert.rejects(ask(), problemWith(expected)));
      // A reply without a link is asked for once more by one of them.
      assert.ok(asked.length === calls || (calls === 1 && asked.length === 2), `${asked.length} calls`);
    }
    assert.equal((await this.calls(() => app.refresh())).length, 1, 'the user waits for this one');
    this.assertFailed(expected, rows);
    server.intercept(undefined);
    await app.advance(hour);
    this.assertGood(rows);
    await ask?.();
  }
}

/** So many tasks that are done, with a file each; the first is `t1`. */
export const finished = (service: string, count: number, now: number) =>
  Array.from({ length: count }, (_, index) =>
    scripted(service, `t${index + 1}`, now - hour - index * second, { file: zipFile() }),
  );

export interface Setting {
  readonly world?: (app: App) => Partial<World>;
  readonly setup?: AccountSetup;
  /** The cloud's clock, where it is not ours. */
  readonly clock?: (app: App) => { now(): number };
  /** The first that the cloud has a form for when absent. */
  readonly credential?: Text;
}

/** A pretend cloud with three tasks of the service that are done. */
export const simulated = (
  app: App,
  { cloud, service }: Watched,
  { world, clock, credential }: Setting = {},
): Promise<PretendCloud> => {
  const [form] = cloud.credentials;
  const key = credential ?? inHeaders(planted(form ?? assert.fail('A cloud has a form of credential.')));
  const usual = { credentials: [key], tasks: finished(service.id, 3, app.now) };
  return app.simulate(cloud, { ...usual, ...world?.(app) }, clock?.(app));
};

/**
 * The body of a test of one service, which has been read when it begins. At its end no secret and no link may stand
 * in anything that is shown, kept or logged.
 */
export const watching = (watched: Watched, story: (scene: Scene) => Promise<void>, setting: Setting = {}) =>
  inApp(async app => {
    const server = await simulated(app, watched, setting);
    const account = await app.add(server, { services: [watched.service.id], ...setting.setup });
    const scene = new Scene(app, watched, server, account);
    assert.equal(scene.place.state, 'ok');
    await story(scene);
    assertSilent(scene.exposure, server);
  });

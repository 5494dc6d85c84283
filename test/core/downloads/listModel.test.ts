import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { isFinished } from '../../../src/core/downloads/entry';
import { readRecord, type DownloadRecord } from '../../../src/core/downloads/record';
import { testFolder } from '../../fakes/folder';
import { PacedServer } from '../../fakes/pacedServer';
import { contentOf, ListWindow, pace, recordTexts, until } from '../../harness/downloadLists';

const size = 200_000;
const silence = Math.ceil(pace.dead / pace.quiet) + 1;

type Step =
  | { readonly what: 'add' | 'plan'; readonly window: number; readonly held: number }
  | { readonly what: 'pause' | 'resume' | 'remove'; readonly window: number; readonly which: number }
  | { readonly what: 'release' | 'change' | 'refuse'; readonly which: number }
  | { readonly what: 'round' | 'restart' | 'silence'; readonly window: number };

const window = fc.nat({ max: 1 });
const which = fc.nat({ max: 7 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('add', 'add', 'plan'), window, held: fc.integer({ min: 0, max: size }) }),
  fc.record({ what: fc.constantFrom('pause', 'resume', 'resume', 'remove'), window, which }),
  fc.record({ what: fc.constantFrom('release', 'change', 'refuse'), which }),
  fc.record({ what: fc.constantFrom('round', 'round', 'restart', 'silence'), window }),
);

/** Two windows on one folder, and a server; the first window adopts what is nobody's. */
class World {
  readonly server = new PacedServer();
  /** Every version that a file has had. */
  readonly versions = new Map<string, Buffer[]>();
  readonly tasks: string[] = [];
  readonly ids: string[] = [];
  readonly finished: DownloadRecord[] = [];
  private readonly windows: ListWindow[] = [];
  private readonly ready = new Set<string>();

  constructor(private readonly folder: string) {}

  get files(): string {
    return join(this.folder, 'files');
  }

  async open(index: number): Promise<void> {
    const more = {
      readiness: (task: string) => (this.ready.has(task) ? 'ready' : 'notYet'),
    };
    const window = new ListWindow(join(this.folder, 'records'), this.server, this.files, more);
    window.adopts = index === 0;
    window.parallel = 2;
    window.list.onDidEnd(record => isFinished(record) && this.finished.push(record));
    this.windows[index] = window;
    await window.start();
  }

  /** @param isWaited whether the next step comes when this one is over, or while it is on its way */
  async do(step: Step, isWaited: boolean): Promise<void> {
    const done = this.begin(step);
    if (isWaited || step.what === 'restart') await done;
    else void done;
  }

  async close(): Promise<void> {
    for (const { list } of this.windows) await list.close();
  }

  /** Nothing holds anything up any more. @returns the records there are then */
  async settle(): Promise<readonly DownloadRecord[]> {
    for (const task of this.tasks) {
      this.ready.add(task);
      this.server.answer(task, undefined);
      this.server.release(task);
    }
    const isIdle = async () => {
      for (const window of this.windows) await window.round();
      const stages = (await this.records()).map(({ stage }) => stage.kind);
      return stages.every(kind => ['finished', 'paused', 'failed'].includes(kind));
    };
    await until(isIdle, 'the end of all downloads');
    for (let time = 0; time < silence; time++) await isIdle();
    return this.records();
  }

  /** Each is in one place, whole. */
  async records(): Promise<readonly DownloadRecord[]> {
    const texts = [...(await recordTexts(join(this.folder, 'records')))];
    const ids = texts.map(([name]) => basename(name));
    // One that is moved while it is looked for may be seen twice; then another look tells.
    if (new Set(ids).size < ids.length) return this.records();
    return texts.flatMap(([, text]) => readRecord(text) ?? []);
  }

  private async begin(step: Step): Promise<void> {
    switch (step.what) {
      case 'add':
      case 'plan':
        return this.order(step.what, this.at(step.window), step.held);
      case 'pause':
      case 'resume':
      case 'remove':
        return this.tell(step.what, this.at(step.window), this.ids[step.which]);
      case 'release':
      case 'change':
      case 'refuse':
        return this.serve(step.what, this.tasks[step.which]);
      case 'round':
        return this.at(step.window).round();
      case 'restart':
        await this.at(step.window).list.close();
        return this.open(step.window);
      case 'silence':
        // The other one lives on, and may take this one for dead.
        return this.at(1 - step.window).round(silence);
    }
  }

  private at(index: number): ListWindow {
    const found = this.windows[index];
    assert.ok(found);
    return found;
  }

  private async order(what: 'add' | 'plan', on: ListWindow, held: number): Promise<void> {
    const task = `f${this.tasks.length}`;
    this.tasks.push(task);
    this.put(task);
    this.server.holdAt(task, held);
    this.ids.push(await on[what](task));
  }

  private async tell(
    what: 'pause' | 'resume' | 'remove',
    on: ListWindow,
    id: string | undefined,
  ): Promise<void> {
    if (id !== undefined) await on.list[what](id);
  }

  private serve(what: 'release' | 'change' | 'refuse', task: string | undefined): void {
    if (task === undefined) return;
    if (what === 'release') this.server.release(task);
    if (what === 'change' && this.hasSum(task)) this.put(task);
    if (what === 'refuse') this.server.answer(task, { status: 404 });
  }

  private put(task: string): void {
    const versions = this.versions.get(task) ?? [];
    this.versions.set(task, versions);
    const content = contentOf(size, `${task} ${versions.length}`);
    versions.push(content);
    const headers = { ...(this.hasSum(task) && { 'x-bce-content-crc32': String(crc32(content)) }) };
    this.server.put(task, { content, etag: `"${versions.length}"`, headers });
  }

  /**
   * Only those change: a window that stood still for so long that it was taken for dead writes what it has at hand when
   * it wakes up, before it knows. Of the same file that is no harm; of another one nothing but a checksum can tell.
   */
  private hasSum(task: string): boolean {
    return this.tasks.indexOf(task) % 2 === 0;
  }
}

describe('DownloadList, whatever is done with two of them', () => {
  const folder = testFolder();
  let runs = 0;

  async function play(plan: readonly (readonly [Step, boolean])[]): Promise<void> {
    const home = folder.at(`${runs++}`);
    await mkdir(join(home, 'files'), { recursive: true });
    const world = new World(home);
    await world.open(0);
    await world.open(1);
    for (const [step, isWaited] of plan) {
      await world.do(step, isWaited);
      for (const [file, count] of world.server.underway) assert.ok(count <= 2, `${file}: ${count}`);
    }
    const records = await world.settle();
    // Those that have ended are at nothing any more, and each file is what the server has, or had.
    for (const [file, count] of world.server.underway) assert.equal(count, 0, file);
    const paths = new Set<string>();
    for (const { stage, task } of records) {
      if (stage.kind !== 'finished') continue;
      const content = await readFile(stage.path);
      assert.ok(
        world.versions.get(task)?.some(version => version.equals(content)),
        `${task} is right`,
      );
      assert.ok(!paths.has(stage.path), 'a file of its own');
      paths.add(stage.path);
    }
    const files = (await readdir(world.files)).map(name => join(world.files, name));
    const known = records.flatMap(({ remains }) => remains?.place?.part ?? []);
    const parts = files.filter(name => name.endsWith('.part'));
    assert.deepEqual(
      parts.filter(part => !known.includes(part)),
      [],
      'each part file has a record',
    );
    const told = world.finished.map(({ id }) => id);
    assert.equal(new Set(told).size, told.length, 'each is told once');
    await world.close();
    await rm(home, { recursive: true });
  }

  it('has the right files in the end, and none besides', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(steps, fc.boolean()), { minLength: 5, maxLength: 30 }), play),
      { numRuns: 60 },
    )).timeout(60_000);
});

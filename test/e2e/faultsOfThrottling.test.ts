import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import type { Cloud } from '../../src/core/cloud';
import { answerWith, firstTimes, type Fault } from '../../src/simulator/faults';
import type { SeenRequest } from '../../src/simulator/server';
import { finished, tries, watching, type Scene } from '../harness/watched';
import { day, hour, minute, second, servicesOf } from '../harness/worlds';

type Headers = Readonly<Record<string, string>>;

interface Words {
  /** What it says when it is too much, besides 429. */
  readonly answers: readonly (readonly [what: string, fault: Fault])[];
  /** Headers of its own that ask for a wait of so many milliseconds. */
  readonly waits: readonly (readonly [what: string, headers: Headers, wait: number])[];
}

const words: Readonly<Record<string, Words>> = {
  alibaba: {
    answers: [
      ['Throttling.User under 400', answerWith(400, { Code: 'Throttling.User', Message: 'denied' })],
      ['Throttling.Api under 503', answerWith(503, { Code: 'Throttling.Api', Message: 'denied' })],
      ['Throttling under 200', answerWith(200, { Code: 'Throttling', Message: 'denied' })],
    ],
    waits: [
      ['1500 milliseconds', { 'x-acs-retry-after': '1500' }, 1500],
      [
        'milliseconds and, for others, for seconds',
        { 'x-acs-retry-after': '4000', 'retry-after': '50' },
        4000,
      ],
    ],
  },
  baidu: {
    answers: [
      ['RequestLimited under 429', answerWith(429, { code: 'RequestLimited', message: 'too many' })],
      ['RequestLimited under 400', answerWith(400, { code: 'RequestLimited', message: 'too many' })],
    ],
    waits: [],
  },
  huawei: {
    answers: [
      ['APIGW.0308 under 429', answerWith(429, { error_code: 'APIGW.0308', error_msg: 'throttled' })],
      ['APIG.0308 under 400', answerWith(400, { error_code: 'APIG.0308', error_msg: 'throttled' })],
    ],
    waits: [],
  },
};

const wordsOf = ({ id }: Cloud): Words =>
  words[id] ?? assert.fail(`What does ${id} say when it is too much?`);

const tooMany = (headers: Headers = {}): Fault => answerWith(429, {}, headers);

/** How long it was from each of some requests to the next, milliseconds. */
const gapsOf = (requests: readonly SeenRequest[]): number[] =>
  requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? at));

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** How long it is until the next call, when the first one of a reading is too much. */
async function pauseAfter(scene: Scene, headers: (now: number) => Headers): Promise<number> {
  const { app, server } = scene;
  let met = false;
  server.intercept(() => {
    if (met) return undefined;
    met = true;
    return tooMany(headers(app.now));
  });
  const [pause] = gapsOf(await scene.reading(12 * minute));
  return pause ?? assert.fail('There was no other call.');
}

/** A call that is tried again waits for so long at the least, milliseconds. */
const shortest = 500;

for (const watched of servicesOf(clouds)) {
  const { cloud, service } = watched;
  describe(`throttling by ${service.id}`, () => {
    const waits: readonly (readonly [what: string, headers: (now: number) => Headers, wait: number])[] = [
      ['7 seconds', () => ({ 'retry-after': '7' }), 7 * second],
      ['a date', now => ({ 'retry-after': new Date(now + 9 * second).toUTCString() }), 9 * second],
      ['59 seconds', () => ({ 'retry-after': '59' }), 59 * second],
      ['4 minutes', () => ({ 'retry-after': '240' }), 4 * minute],
      ['nothing', () => ({}), shortest],
      ['no time that can be read', () => ({ 'retry-after': 'soon' }), shortest],
      ['no time at all', () => ({ 'retry-after': '0' }), shortest],
      ['a time below zero', () => ({ 'retry-after': '-5' }), shortest],
      ['a date that has passed', () => ({ 'retry-after': new Date(0).toUTCString() }), shortest],
      ...wordsOf(cloud).waits.map(([what, headers, wait]) => [what, () => headers, wait] as const),
    ];
    for (const [what, headers, wait] of waits) {
      it(
        `that asks for ${what} is waited for, and no longer`,
        watching(watched, async scene => {
          const { rows } = scene;
          const pause = await pauseAfter(scene, headers);
          assert.ok(pause >= wait && pause <= wait + second, `${pause} ms`);
          scene.assertGood(rows);
        }),
      );
    }

    it(
      'that asks for more than a minute is told, and does not keep a user waiting who refreshes',
      watching(watched, async scene => {
        const { app, server, rows } = scene;
        server.intercept(firstTimes(1, tooMany({ 'retry-after': '240' })));
        const first = await scene.reading();
        assert.equal(first.length, 1);
        scene.assertFailed({ kind: 'throttled', status: 429, retryAfter: 4 * minute }, rows);
        const [next] = await scene.calls(() => app.refresh());
        const pause = (next?.at ?? 0) - (first[0]?.at ?? 0);
        assert.ok(pause <= minute + second, `${pause} ms`);
        scene.assertGood(rows);
      }),
    );

    for (const [what, wait] of [
      ['three hundred years', '9999999999'],
      ['a number without an end', '9'.repeat(400)],
    ] as const) {
      it(
        `that asks for ${what} is taken for a mistake after a day`,
        watching(watched, async scene => {
          const { app, server, rows } = scene;
          server.intercept(firstTimes(1, tooMany({ 'retry-after': wait })));
          assert.equal((await scene.reading()).length, 1);
          await app.advance(day + hour);
          scene.assertGood(rows);
        }),
      );
    }

    it(
      'that goes on costs no row, is called ever more slowly, and is over by itself',
      watching(watched, async scene => {
        const { app, server, rows } = scene;
        server.intercept(() => tooMany());
        const asked = await scene.reading();
        assert.equal(asked.length, tries);
        const gaps = gapsOf(asked);
        assert.deepEqual(
          gaps.toSorted((a, b) => a - b),
          gaps,
        );
        scene.assertFailed({ kind: 'throttled', status: 429, service: service.id }, rows);
        const calls = await scene.calls(() => app.advance(hour));
        assert.ok(calls.length <= 8, `${calls.length} calls in an hour`);
        server.intercept(undefined);
        await app.advance(hour);
        scene.assertGood(rows);
      }),
    );

    for (const [what, fault] of [['429', tooMany()] as const, ...wordsOf(cloud).answers]) {
      it(
        `that is said by ${what} is known as such`,
        watching(watched, async scene => {
          const { app, server, rows } = scene;
          await scene.healsAfter(fault);
          server.intercept(() => fault);
          assert.equal((await scene.calls(() => app.refresh())).length, 1);
          scene.assertFailed({ kind: 'throttled' }, rows);
        }),
      );
    }

    it(
      'makes us slower for a while, and not for ever',
      watching(
        watched,
        async scene => {
          const { app, server, rows } = scene;
          const gaps = async () => gapsOf(await scene.calls(() => app.refresh()));
          await app.advance(minute); // so that as many may go at once as ever
          const usual = await gaps();
          assert.ok(usual.length >= 2);
          server.intercept(firstTimes(1, tooMany()));
          await app.refresh();
          const slow = await gaps();
          assert.equal(slow.length, usual.length);
          const all = `${slow.join()} after ${usual.join()}`;
          assert.ok(
            slow.every((gap, index) => gap > (usual[index] ?? 0)),
            all,
          );
          await app.advance(12 * hour);
          assert.equal(sum(await gaps()), sum(usual));
          scene.assertGood(rows);
        },
        { world: app => ({ tasks: finished(service.id, service.tracked ? 6 : 230, app.now) }) },
      ),
    );
  });
}

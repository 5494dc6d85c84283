import assert from 'node:assert/strict';
import { halfOfLargest, Helpers } from '../../../src/core/download/helpers';
import type { Segment } from '../../../src/core/download/segments';
import { FakeClock, settle } from '../../fakes/clock';

const large = 1000;

interface Job {
  readonly segment: Segment;
  readonly signal: AbortSignal;
  finish(): Promise<void>;
  fail(): Promise<void>;
}

/** Helpers of which a test says what they do; a unit of size is a byte, and large is what a thousand of them are. */
function open(rest: () => Segment | undefined = () => undefined) {
  const clock = new FakeClock();
  const jobs: Job[] = [];
  const fetch = (segment: Segment, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error('It cannot.'));
      signal.addEventListener('abort', fail);
      jobs.push({
        segment,
        signal,
        finish: () => {
          segment.at = segment.end;
          resolve();
          return settle();
        },
        fail: () => {
          fail();
          return settle();
        },
      });
    });
  const helpers = new Helpers(clock, { helping: large }, fetch, rest);
  let received = 0;
  /** So many bytes come evenly in so many seconds. */
  const come = async (leading: Segment, bytes: number, seconds: number, all = bytes) => {
    const others: Segment[] = [];
    for (let step = 0; step < 10; step++) {
      await clock.advance(seconds * 100);
      leading.at += bytes / 10;
      received += all / 10;
      others.push(...helpers.consider(leading, received));
    }
    return others;
  };
  return { clock, helpers, jobs, come };
}

const from = (at: number, end: number): Segment => ({ start: 0, at, end });

/** Helpers that have just begun with the rest of 4000 bytes, of which 100 a second came to one alone. */
async function helping(rest?: () => Segment | undefined) {
  const opened = open(rest);
  const leading = from(0, 4000);
  opened.helpers.consider(leading, 0);
  const others = await opened.come(leading, 30, 0.3);
  return { ...opened, leading, others };
}

describe('Helpers', () => {
  it('begin as soon as the first connection has shown how fast it is', async () => {
    const { helpers, jobs, others, leading } = await helping();
    assert.equal(helpers.size, 3);
    assert.deepEqual(
      [leading, ...others].map(({ at, end }) => [at, end]),
      [
        [30, 1022],
        [1022, 2015],
        [2015, 3007],
        [3007, 4000],
      ],
    );
    assert.deepEqual(
      jobs.map(({ segment }) => segment),
      others,
    );
    assert.ok(others.every(other => helpers.has(other)) && !helpers.has(leading));
  });

  it('wait as long as the first connection gets going, which it does bit by bit', async () => {
    const { helpers, come } = open();
    const leading = from(0, 100_000);
    helpers.consider(leading, 0);
    for (const bytes of [10, 20, 40, 80, 160, 320]) assert.deepEqual(await come(leading, bytes, 0.15), []);
    assert.equal((await come(leading, 350, 0.15)).length, 3);
    // Hardly faster than it was by then, and ten times as fast as it was in all.
    await come(leading, 2_300, 1, 2_300);
    await come(leading, 2_300, 1, 2_300);
    assert.equal(helpers.size, 0);
  });

  for (const [what, leading, perSecond] of [
    ['little is left', from(0, large - 1), 1],
    ['it is over in three seconds', from(0, 4000), 1500],
    ['nobody knows how much is left', from(0, Infinity), 1],
  ] as const) {
    it(`do not begin where ${what}`, async () => {
      const { helpers, come } = open();
      helpers.consider(leading, 0);
      assert.deepEqual(await come({ ...leading }, perSecond, 1), []);
      assert.equal(helpers.size, 0);
    });
  }

  it('begin later when the server becomes slow', async () => {
    const { helpers, come } = open();
    const leading = from(0, 10_000);
    helpers.consider(leading, 0);
    assert.deepEqual(await come(leading, 1200, 0.3), []);
    assert.deepEqual(await come(leading, 3000, 1), []);
    assert.equal((await come(leading, 100, 1)).length, 3);
  });

  it('go on when all together are faster', async () => {
    const { helpers, come, leading, jobs } = await helping();
    assert.deepEqual(await come(leading, 200, 2, 260), []);
    assert.equal(helpers.size, 3);
    await come(leading, 1, 60, 1);
    assert.ok(jobs.every(({ signal }) => !signal.aborted));
    assert.equal(jobs.length, 3);
  });

  it('are given up when all together are hardly faster, and never begin again', async () => {
    const { helpers, come, leading, jobs, others } = await helping();
    await come(leading, 100, 2, 230);
    await settle();
    assert.equal(helpers.size, 0);
    assert.ok(jobs.every(({ signal }) => signal.aborted));
    assert.ok(others.every(other => !helpers.has(other)));
    await come(leading, 10, 60);
    assert.equal(jobs.length, 3);
  });

  it('are not misled when the clock is set', async () => {
    const { helpers, come, clock } = open();
    const leading = from(0, 4000);
    helpers.consider(leading, 0);
    clock.set(clock.now() - 3_600_000);
    assert.deepEqual(await come(leading, 100, 1), []);
    assert.equal(helpers.size, 0);
  });

  it('take over what is left when they are done', async () => {
    const rests = [{ start: 5, at: 5, end: 9 }];
    const { helpers, jobs } = await helping(() => rests.shift());
    await jobs[0]?.finish();
    assert.deepEqual([helpers.size, jobs[3]?.segment], [3, { start: 5, at: 5, end: 9 }]);
    await jobs[1]?.finish();
    assert.equal(helpers.size, 2, 'nothing is left');
  });

  it('cost nothing when they fail: what they leave is free, and none of them asks for more', async () => {
    const { helpers, jobs } = await helping(() => assert.fail('It has just failed.'));
    await jobs[0]?.fail();
    assert.equal(helpers.size, 2);
    assert.ok(jobs[0] && !helpers.has(jobs[0].segment));
  });

  it('tell when one of them has ended, however', async () => {
    const { helpers, jobs } = await helping();
    for (const end of ['finish', 'fail', 'finish'] as const) {
      let ended = false;
      const one = helpers.one().then(() => (ended = true));
      await settle();
      assert.ok(!ended);
      await jobs[3 - helpers.size]?.[end]();
      await one;
    }
    assert.equal(helpers.size, 0);
  });

  it('have let go when they are stopped, and none begins after that', async () => {
    const { helpers, jobs, come, leading } = await helping(() => ({ start: 0, at: 0, end: 9 }));
    await helpers.stop();
    assert.equal(helpers.size, 0);
    await come(leading, 10, 60);
    await Promise.all(jobs.map(job => job.finish()));
    assert.deepEqual([helpers.size, jobs.length], [0, 3]);
    await helpers.stop();
  });
});

describe('halfOfLargest', () => {
  it('is the second half of the largest rest', () => {
    const segments = [from(90, 100), { start: 100, at: 110, end: 131 }, { start: 131, at: 131, end: 150 }];
    assert.deepEqual(halfOfLargest(segments, 8), { start: 120, at: 120, end: 131 });
    assert.equal(segments[1]?.end, 120);
  });

  it('is none where every rest is small, done or of no known end', () => {
    const segments = [from(0, 7), from(100, 100), from(0, Infinity)];
    assert.equal(halfOfLargest(segments, 8), undefined);
    assert.equal(halfOfLargest([], 8), undefined);
  });
});

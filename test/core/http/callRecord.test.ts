import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallNote } from '../../../src/core/cloud';
import { CallRecord } from '../../../src/core/http/callRecord';

const note = (changes: Partial<CallNote> = {}): CallNote => ({
  ...{ cloud: 'fake', service: 'exports', action: 'GET', reason: undefined, ms: 10 },
  ...changes,
});

function recordOf(times: readonly number[]): CallRecord {
  const record = new CallRecord({ now: () => 0 });
  for (const ms of times) record.note(note({ ms }));
  return record;
}

describe('CallRecord', () => {
  it('has nothing at first', () => {
    assert.deepEqual(recordOf([]).timings(), []);
    assert.deepEqual(recordOf([]).problems(), []);
  });

  it('times calls by what they were and why', () => {
    const record = recordOf([30, 10, 20]);
    record.note(note({ action: 'ListTasks', reason: 'news', ms: 5 }));
    assert.deepEqual(record.timings(), [
      { call: 'fake exports GET', count: 3, median: 20, worst: 30 },
      { call: 'fake exports ListTasks (news)', count: 1, median: 5, worst: 5 },
    ]);
  });

  it('has the lower of the two in the middle as median', () =>
    assert.equal(recordOf([4, 1, 3, 2]).timings()[0]?.median, 2));

  it('goes by the last 100 calls of a kind, and counts all', () => {
    const record = recordOf([999, ...Array.from({ length: 100 }, () => 7)]);
    assert.deepEqual(record.timings(), [{ call: 'fake exports GET', count: 101, median: 7, worst: 7 }]);
  });

  it('gives a time that was measured, between the least and the worst', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 100 }), times => {
        const [timing] = recordOf(times).timings();
        assert.ok(timing && times.includes(timing.median));
        assert.equal(timing.worst, Math.max(...times));
        const below = times.filter(ms => ms <= timing.median).length;
        assert.ok(2 * below >= times.length);
      }),
    ));

  it('keeps the last 50 failures with their time, the oldest first', () => {
    let now = 0;
    const record = new CallRecord({ now: () => now });
    for (now = 1; now <= 60; now++) record.note(note({ problem: { kind: 'server', message: `no. ${now}` } }));
    const problems = record.problems();
    assert.equal(problems.length, 50);
    assert.deepEqual(problems[0], {
      at: 11,
      call: 'fake exports GET',
      problem: { kind: 'server', message: 'no. 11' },
    });
    assert.equal(problems.at(-1)?.at, 60);
    assert.equal(record.timings()[0]?.count, 60);
  });
});

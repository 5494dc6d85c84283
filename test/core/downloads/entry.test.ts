import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isActive, isFinished, sortEntries } from '../../../src/core/downloads/entry';
import type { Stage } from '../../../src/core/downloads/record';
import { recordOf } from '../../fakes/downloadRecord';

const stages: readonly Stage[] = [
  { kind: 'running' },
  { kind: 'waiting' },
  { kind: 'planned' },
  { kind: 'paused' },
  { kind: 'failed', failure: { message: 'x' } },
  { kind: 'finished', path: '/a', size: 1, at: 1 },
];

describe('entries of downloads', () => {
  const entry = (stage: Stage, addedAt: number) => ({ record: recordOf({ stage, addedAt }) });
  const finished = (at: number, addedAt = 0) => entry({ kind: 'finished', path: '/a', size: 1, at }, addedAt);

  it('stand in the order of their stages, and of their age', () => {
    const all = stages.flatMap((stage, index) => [entry(stage, 10 - index), entry(stage, 20 - index)]);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), shuffled => {
        const sorted = sortEntries(shuffled);
        const last = sorted.splice(-2);
        assert.deepEqual(sorted, all.slice(0, -2));
        assert.ok(last.every(({ record }) => isFinished(record)));
      }),
    );
  });

  it('that are finished stand by when they were, the newest first', () => {
    const [one, two, three] = [finished(1, 9), finished(2, 8), finished(3, 7)];
    assert.deepEqual(sortEntries([two, one, three]), [three, two, one]);
  });

  it('of one moment stand the same on each run', () => {
    const all = [entry({ kind: 'running' }, 1), entry({ kind: 'running' }, 1), finished(1), finished(1)];
    assert.deepEqual(sortEntries([...all].reverse()), sortEntries(all));
  });

  it('are left in the order in which they came', () => {
    const all = [finished(1), entry({ kind: 'running' }, 1)] as const;
    sortEntries(all);
    assert.equal(all[0].record.stage.kind, 'finished');
  });

  it('are active when somebody is at them or will be', () =>
    assert.deepEqual(
      stages.filter(stage => isActive({ stage })).map(({ kind }) => kind),
      ['running', 'waiting'],
    ));
});

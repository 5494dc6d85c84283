import assert from 'node:assert/strict';
import {
  defaultListInterval,
  failurePause,
  followPause,
  lookPause,
  nextPause,
  paced,
} from '../../src/core/pace';

describe('pace', () => {
  it('follows at first after 5 seconds, at last every minute', () => {
    const pauses: number[] = [followPause.first];
    while (pauses.length < 9) pauses.push(nextPause(pauses.at(-1) ?? 0));
    assert.deepEqual(pauses, [5_000, 7_500, 11_250, 16_875, 25_312.5, 37_968.75, 56_953.125, 60_000, 60_000]);
  });

  it('reads whole lists every five minutes', () => assert.equal(defaultListInterval, 300_000));

  it('doubles the pause after each failure up to a quarter of an hour', () =>
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 50].map(failures => failurePause(failures)),
      [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000, 900_000],
    ));

  it('waits longer when the cloud asks for it, never shorter', () => {
    assert.equal(failurePause(1, 45_000), 45_000);
    assert.equal(failurePause(1, 1_000), 30_000);
    assert.equal(failurePause(9, 3_600_000), 3_600_000);
  });
});

describe('paced', () => {
  it('is three times slower while nobody looks', () => {
    assert.equal(paced(60_000, 'watching', 0.5), 60_000);
    assert.equal(paced(60_000, 'away', 0.5), 180_000);
  });

  it('is a tenth shorter or longer by chance', () => {
    assert.equal(Math.round(paced(10_000, 'watching', 0)), 9_000);
    assert.equal(Math.round(paced(10_000, 'watching', 1)), 11_000);
  });
});

describe('lookPause', () => {
  const minute = 60_000;

  it('is the growing one while nothing is known', () => {
    assert.equal(lookPause(undefined, 10 * minute, 7_500), 7_500);
    assert.equal(lookPause(5_000, undefined, 7_500), 7_500);
    assert.equal(lookPause(-5_000, 10 * minute, 7_500), 7_500, 'of a clock that is behind');
  });

  it('waits for the time at which such tasks end, a minute at the most', () => {
    assert.equal(lookPause(0, 10 * minute, 5_000), minute);
    assert.equal(lookPause(7.5 * minute, 10 * minute, 5_000), minute / 2);
    assert.equal(lookPause(8 * minute - 1_000, 10 * minute, 60_000), 5_000, 'but not less than at first');
  });

  it('looks often about then, and more and more seldom when it takes longer', () => {
    assert.equal(lookPause(8 * minute, 10 * minute, minute), 5_000);
    assert.equal(lookPause(14.9 * minute, 10 * minute, minute), 5_000);
    assert.equal(lookPause(15 * minute, 10 * minute, minute), minute);
  });
});

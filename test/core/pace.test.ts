import assert from 'node:assert/strict';
import { defaultListInterval, failurePause, followPause, nextPause } from '../../src/core/pace';

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

import assert from 'node:assert/strict';
import { isCloudError, type Problem } from '../../src/core/errors';

/** For `assert.rejects`: a cloud's error whose problem says this, whatever it says besides. */
export const problemWith =
  (expected: Partial<Problem>) =>
  (error: unknown): true => {
    assert.ok(isCloudError(error), String(error));
    const said = Object.fromEntries(
      Object.entries(error.problem).filter(([name]) => Object.keys(expected).includes(name)),
    );
    assert.deepEqual(said, expected);
    return true;
  };

import assert from 'node:assert/strict';
import { errorOf } from '../../../src/core/downloads/failure';
import { failureOf } from '../../../src/core/downloads/record';
import { CloudError, isCloudError } from '../../../src/core/errors';
import { isRefusal, Refusal } from '../../../src/core/refusal';

describe('a failure of a download', () => {
  const kept = (error: unknown) => errorOf(JSON.parse(JSON.stringify(failureOf(error))) as never);

  it('is the error of the cloud again after it was kept', () => {
    const problem = { kind: 'permission', code: 'AccessDenied', message: 'no', status: 403 } as const;
    const error = kept(new CloudError(problem));
    assert.ok(isCloudError(error));
    assert.deepEqual(error.problem, problem);
  });

  it('is the refusal again after it was kept', () => {
    const error = kept(new Refusal({ kind: 'file', code: 'ENOSPC', path: '/x' }));
    assert.ok(isRefusal(error));
    assert.deepEqual(error.reason, { kind: 'file', code: 'ENOSPC', path: '/x' });
  });

  it('keeps no more than the message of what should not have happened', () => {
    assert.equal(kept(new TypeError('x is not a function')).message, 'x is not a function');
    assert.equal(kept('odd').message, 'odd');
  });
});

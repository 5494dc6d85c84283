import { CloudError } from '../errors';
import { Refusal } from '../refusal';
import type { Failure } from './record';

/** The error that a failure was made of, as far as it was kept. */
export function errorOf(failure: Failure): Error {
  if ('problem' in failure) return new CloudError(failure.problem);
  if ('refusal' in failure) return new Refusal(failure.refusal);
  return new Error(failure.message);
}

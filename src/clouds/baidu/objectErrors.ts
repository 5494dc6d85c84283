import type { Problem } from '../../core/errors';
import type { HttpAnswer } from '../../core/http/request';
import { problemOf } from './errors';

/**
 * What BOS says instead of the file. It speaks the platform's JSON, but of the link: neither the account's credential
 * nor this computer's clock took part in it. Contracts: baidu 6.
 */
export function objectProblem(answer: HttpAnswer, service: string): Problem {
  const { reason, ...problem } = problemOf(answer, service, []);
  if (reason === 'clock') return { ...problem, kind: 'permission', reason: 'linkExpired' };
  return { ...problem, ...(problem.kind === 'auth' && { kind: 'permission' }), ...(reason && { reason }) };
}

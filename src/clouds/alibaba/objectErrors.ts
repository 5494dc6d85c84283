import type { Problem } from '../../core/errors';
import { readXml } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { statusKind } from '../../core/http/statusKind';
import { vendorProblem } from '../../core/http/vendorProblem';

/**
 * What OSS says instead of the file: XML with a code. Its signature errors quote the string to sign, so nothing of
 * the body but code and message is passed on. Contracts: alibaba 6.3.
 */
export function objectProblem(answer: HttpAnswer, service: string): Problem {
  const { Code, Message, RequestId } = readXml(answer, ['Code', 'Message', 'RequestId']) ?? {};
  const requestId = RequestId ?? answer.headers['x-oss-request-id'];
  const kind = answer.status === 400 ? 'protocol' : statusKind(answer.status);
  const message = Message ?? `The server of the file answered ${answer.status}.`;
  return vendorProblem({ kind, service, status: answer.status, message, code: Code, requestId }, []);
}

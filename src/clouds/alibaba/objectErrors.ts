import type { Problem } from '../../core/errors';
import { readXml } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { statusKind } from '../../core/http/statusKind';
import { vendorProblem } from '../../core/http/vendorProblem';

/** What OSS calls an expired link, by the version of its signature. */
const expiredLink: ReadonlySet<string | undefined> = new Set(['0002-00000069', '0002-00000236']);

/**
 * What OSS says instead of the file: XML with a code. Its signature errors quote the string to sign, so nothing of
 * the body but code and message is passed on. Contracts: alibaba 6.3.
 */
export function objectProblem(answer: HttpAnswer, service: string): Problem {
  const { Code, Message, RequestId, EC } = readXml(answer, ['Code', 'Message', 'RequestId', 'EC']) ?? {};
  const requestId = RequestId ?? answer.headers['x-oss-request-id'];
  const kind = statusKind(answer.status);
  const message = Message ?? `The server of the file answered ${answer.status}.`;
  const expired = expiredLink.has(EC) || /^Request has expired/.test(Message ?? '');
  const reason = expired ? ('linkExpired' as const) : undefined;
  const said = {
    cloud: 'alibaba',
    kind,
    service,
    status: answer.status,
    message,
    code: Code,
    requestId,
    reason,
  };
  return vendorProblem(said, []);
}

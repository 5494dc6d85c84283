import type { ErrorKind, Problem } from '../../core/errors';
import { asObject, asText, pageTitle, readJson, readXml } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { retryAfter } from '../../core/http/retryAfter';
import { statusKind } from '../../core/http/statusKind';
import { vendorProblem } from '../../core/http/vendorProblem';

/** Codes by what they mean, compared without case. Source: contracts baidu 4. */
const codeKinds: ReadonlyMap<string | undefined, ErrorKind> = new Map(
  Object.entries<ErrorKind>({
    unauthorized: 'auth',
    invalidaccesskeyid: 'auth',
    signaturedoesnotmatch: 'auth',
    iamsignatureinvalid: 'auth',
    invalidhttpauthheader: 'auth',
    autherror: 'auth',
    accessdenied: 'permission',
    optinrequired: 'notActivated',
    downloadtasknotfound: 'notFound',
    requestlimited: 'throttled',
    internalerror: 'server',
    serviceunavailable: 'server',
    // The key may be right: it is the clock that is at odds.
    requestexpired: 'protocol',
    requesttimetooskewed: 'protocol',
    invalidparameter: 'protocol',
    malformedjson: 'protocol',
  }),
);

/** The time of the request was too far from the gateway's. */
const clockCodes: ReadonlySet<string | undefined> = new Set(['requestexpired', 'requesttimetooskewed']);

/** The problem that an answer tells of, or undefined when it is a success. Contracts: baidu 4, 8 row 6. */
export function answerProblem(
  answer: HttpAnswer,
  service: string,
  secrets: readonly string[],
): Problem | undefined {
  const json = readJson(answer);
  const good = answer.status >= 200 && answer.status < 300;
  // An empty body is left to the caller: for some operations it is an answer.
  const readable = json !== undefined || answer.body.length === 0;
  return good && readable && !saysFailure(asObject(json)) ? undefined : problemOf(answer, service, secrets);
}

/** Under a 200 too: by its `success`, or, in the gateway's form without one, by a code where a result should be. */
function saysFailure({ success, code, result }: Record<string, unknown>): boolean {
  if (typeof success === 'boolean') return !success;
  return result === undefined && asText(code) !== undefined && !/^(?:ok|success)$/i.test(asText(code) ?? '');
}

/** The same for an answer that is known to be an error; BOS, which keeps the files, speaks the same JSON. */
export function problemOf(answer: HttpAnswer, service: string, secrets: readonly string[]): Problem {
  const json = readJson(answer);
  const xml = readXml(answer, ['Code', 'Message', 'RequestId']);
  const body = asObject(json);
  const code = asText(body['code']) ?? xml?.['Code'];
  const requestId =
    asText(body['requestId'] ?? body['request_id']) ??
    xml?.['RequestId'] ??
    answer.headers['x-bce-request-id'];
  const said = {
    cloud: 'baidu',
    kind: codeKinds.get(code?.toLowerCase()) ?? statusKind(answer.status),
    service,
    status: answer.status,
    message: asText(body['message']) ?? xml?.['Message'],
    code,
    requestId,
    retryAfter: retryAfter(answer),
    reason: clockCodes.has(code?.toLowerCase()) ? ('clock' as const) : undefined,
    page: (xml ?? json) === undefined ? pageTitle(answer) : undefined,
  };
  return vendorProblem(said, secrets);
}

import type { ErrorKind, Problem } from '../../core/errors';
import { asObject, asText, pageTitle, readJson } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { retryAfter } from '../../core/http/retryAfter';
import { statusKind } from '../../core/http/statusKind';
import { vendorProblem } from '../../core/http/vendorProblem';

/**
 * Codes by what they mean; the first that matches decides. Older regions say `APIG` for `APIGW`. HSS says "not
 * found" and "no permission" with HTTP 400. Source: contracts huawei 4.2 to 4.4.
 */
const codeKinds: readonly (readonly [RegExp, ErrorKind])[] = [
  [/^APIGW?\.0(?:301|305|311)$/, 'auth'],
  [/^APIGW?\.0307$/, 'expiredCredential'],
  [/^APIGW?\.0(?:302|304|306|310|401|402|404|501|502|801|802)$/, 'permission'],
  [/^APIGW?\.0308$/, 'throttled'],
  [/^APIGW?\.0(?:6\d\d|705)$/, 'server'],
  [/^APIGW?\.0101$/, 'protocol'],
  [/^HSS\.(?:0010|0013)$/, 'permission'],
  [/^HSS\.(?:0011|1018)$/, 'notFound'],
  [/^HSS\.0041$/, 'server'],
  [/^IAM\.(?:0066|1105|1108)$/, 'expiredCredential'],
  [/^IAM\.(?:0001|0061|0062|0063|0064|0067|0080|0082|1104|1107)$/, 'auth'],
  [/^IAM\.(?:0002|0003|0081|0083)$/, 'permission'],
  [/^IAM\.(?:0004|1109)$/, 'notFound'],
  [/^IAM\.0012$/, 'throttled'],
  [/^IAM\.0006$/, 'server'],
  [/^EPS\./, 'permission'],
];

/** The problem that an answer tells of, or undefined when it is a success. */
export function answerProblem(
  answer: HttpAnswer,
  service: string,
  secrets: readonly string[],
): Problem | undefined {
  const json = readJson(answer);
  const good = answer.status >= 200 && answer.status < 300;
  if (good && json !== undefined && errorCode(json) === undefined) return undefined;
  return problemOf(answer, service, secrets);
}

/** After five failures a key is locked for five minutes, a user for longer: contracts huawei 0.6, 4.2, 4.4. */
const lockedCode = /^IAM\.0061$/;
const lockedMessage = /reach the limit, ?forbidden|account is locked/i;
const lockedFor = 5 * 60_000;

/** The same for an answer that is known to be an error. The order of the fields is that of contract 4.1. */
export function problemOf(answer: HttpAnswer, service: string, secrets: readonly string[]): Problem {
  const json = readJson(answer);
  const body = asObject(json);
  const inner = asObject(body['error']);
  const code = errorCode(body);
  const message = [
    body['error_msg'],
    body['errorMsg'],
    inner['message'],
    body['message'],
    body['error_description'],
  ]
    .map(asText)
    .find(Boolean);
  const { headers, status } = answer;
  const requestId = asText(body['request_id']) ?? headers['x-request-id'] ?? headers['x-iam-trace-id'];
  const kind = kindOf(code, message, status);
  const locked = kind === 'auth' && (lockedCode.test(code ?? '') || lockedMessage.test(message ?? ''));
  const said = {
    ...{ cloud: 'huawei', kind, service, status, message, code, requestId },
    retryAfter: retryAfter(answer) ?? (locked ? lockedFor : undefined),
    reason: locked ? ('locked' as const) : undefined,
    page: json === undefined ? pageTitle(answer) : undefined,
  };
  return vendorProblem(said, secrets);
}

/** Codes may be numbers, and stand under four names. */
function errorCode(json: unknown): string | undefined {
  const body = asObject(json);
  return [body['error_code'], body['errorCode'], asObject(body['error'])['code'], body['code']]
    .map(asText)
    .find(Boolean);
}

function kindOf(code: string | undefined, message: string | undefined, status: number): ErrorKind {
  const known = codeKinds.find(([pattern]) => pattern.test(code ?? ''))?.[1];
  if (known === 'auth' && /token expires|expires_at/i.test(message ?? '')) return 'expiredCredential';
  return known ?? statusKind(status);
}

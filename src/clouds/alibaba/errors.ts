import type { ErrorKind, Problem } from '../../core/errors';
import { asObject, asText, pageTitle, readJson, readXml } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { retryAfter } from '../../core/http/retryAfter';
import { statusKind } from '../../core/http/statusKind';
import { vendorProblem } from '../../core/http/vendorProblem';

/** The time of the request was too far from the gateway's. */
const clockCodes = /^(?:invalidtimestamp|illegaltimestamp)\b/i;

/**
 * Codes by what they mean, compared without case; the first that matches decides. The HTTP status differs by
 * product and gateway, so it is asked last. Source: contracts alibaba 4.2 and 1.8.
 */
const codeKinds: readonly (readonly [RegExp, ErrorKind])[] = [
  [/throttling|^toomanyrequests$/i, 'throttled'],
  [/^invalidsecuritytoken\.expired$/i, 'expiredCredential'],
  [
    /^(?:invalidaccesskeyid|signaturedoesnotmatch|incompletesignature|invalidsecuritytoken|missingsecuritytoken)\b/i,
    'auth',
  ],
  // The key may be right: it is the clock, or the gateway's memory, that is at odds.
  [clockCodes, 'protocol'],
  [/^signaturenonceused$/i, 'server'],
  [
    /^(?:operationdenied|insufficientbalance|forbidden\.(?:notverified|riskcontrol)|erroraliuid)$/i,
    'notActivated',
  ],
  [/^(?:forbidden|nopermission)\b/i, 'permission'],
  [/^(?:service ?unavailable|internalerror|servicebusy|systembusy|errordb\w*)$/i, 'server'],
  [/^(?:invalidaction\.notfound|invalidversion|nosuchversion)$/i, 'protocol'],
];

/**
 * The problem that an answer tells of, or undefined when it is a success. A 200 that carries a code instead of
 * data is an error too.
 */
export function answerProblem(
  answer: HttpAnswer,
  service: string,
  secrets: readonly string[],
): Problem | undefined {
  const json = readJson(answer);
  const body = json === undefined ? readXml(answer, ['Code', 'Message', 'RequestId']) : asObject(json);
  const code = asText(body?.['Code'] ?? body?.['code']);
  if (answer.status === 200 && code === undefined && json !== undefined) return undefined;
  const message = asText(body?.['Message'] ?? body?.['message']);
  const requestId = asText(body?.['RequestId'] ?? body?.['requestId']) ?? answer.headers['x-acs-request-id'];
  const action = asText(asObject(body?.['AccessDeniedDetail'])['AuthAction']);
  const said = {
    cloud: 'alibaba',
    kind: kindOf(code, answer.status),
    service,
    status: answer.status,
    message: message && [message, action].join(' '),
    code,
    requestId,
    retryAfter: Number(answer.headers['x-acs-retry-after']) || retryAfter(answer),
    reason: clockCodes.test(code ?? '') ? ('clock' as const) : undefined,
    page: body === undefined ? pageTitle(answer) : undefined,
  };
  return vendorProblem(said, secrets);
}

function kindOf(code: string | undefined, status: number): ErrorKind {
  const known = codeKinds.find(([pattern]) => pattern.test(code ?? ''));
  if (known) return known[1];
  return statusKind(status);
}

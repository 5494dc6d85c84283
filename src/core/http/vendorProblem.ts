import type { ErrorKind, Problem } from '../errors';
import { inOurWords, type Reason } from '../reasons';
import { redact, vendorWords } from './redact';
import type { HttpHead } from './request';

/** More than this, milliseconds, no cloud means in earnest. */
const longestWish = 24 * 60 * 60_000;

/** What was read out of a vendor's error answer, as it came. */
export interface VendorAnswer {
  readonly cloud: string;
  readonly kind: ErrorKind;
  readonly service: string;
  readonly status: number;
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Milliseconds; none when not above zero. */
  readonly retryAfter?: number | undefined;
  /** Says it in our words where those of the vendor would not help. */
  readonly reason?: Reason | undefined;
  /** Title of a page that came instead. */
  readonly page?: string | undefined;
}

/** The problem that an error answer tells of: each text of the vendor's is redacted here, and nowhere else. */
export function vendorProblem(
  { cloud, kind, service, status, message, code, requestId, retryAfter = 0, reason, page }: VendorAnswer,
  secrets: readonly string[],
): Problem {
  return {
    kind,
    cloud,
    service,
    status,
    ...vendorWords(message, secrets),
    ...(reason && { reason }),
    ...(code && { code: redact(code, secrets) }),
    ...(requestId && { requestId: redact(requestId, secrets) }),
    ...(retryAfter > 0 && { retryAfter: Math.min(retryAfter, longestWish) }),
    ...(page && { page: redact(page, secrets) }),
  };
}

/** The problem of a success whose data is not what is documented. @param requestId as the headers have it */
export const undocumented = (
  service: string,
  { status }: HttpHead,
  requestId: string | undefined,
  secrets: readonly string[],
): Problem => ({
  kind: 'protocol',
  service,
  status,
  ...inOurWords('undocumentedAnswer'),
  ...(requestId && { requestId: redact(requestId, secrets) }),
});

import type { HttpAnswer } from '../../../src/core/http/request';
import type { Outcome } from './calls';
import type { AccountId } from './events';

/** Words of the three clouds in an error, by what they mean; the status is asked last. */
const words: readonly (readonly [RegExp, Outcome])[] = [
  [/Throttling|RequestLimited|APIGW\.0308/, 'throttled'],
  [/InvalidTimeStamp|RequestTimeTooSkewed|RequestExpired/, 'time'],
  [/InvalidAccessKeyId|SignatureDoesNotMatch|APIGW\.030[17]/, 'credential'],
  // That there is no such task is an answer like any other.
  [/HSS\.0011|DownloadTaskNotFound/, 'ok'],
];

/** Read off the answer as it came, and not as the product takes it. */
export function outcomeOf({ status, body }: HttpAnswer): Outcome {
  if (status < 400) return 'ok';
  const text = body.toString();
  const known = words.find(([word]) => word.test(text))?.[1];
  if (known) return known;
  return status === 401 ? 'credential' : status === 429 ? 'throttled' : 'other';
}

const bodies: Readonly<Record<AccountId, readonly [status: number, body: object]>> = {
  ali: [400, { Code: 'Throttling.User', Message: 'Request was denied due to user flow control.' }],
  bai: [429, { code: 'RequestLimited', message: 'Request limit exceeded.' }],
  hua: [429, { error_code: 'APIGW.0308', error_msg: 'The throttling threshold has been reached.' }],
};

/** What a cloud says when it is too much. @param wait seconds that it asks for */
export function throttledAnswer(account: AccountId, wait: number | undefined): HttpAnswer {
  const [status, body] = bodies[account];
  const asked: Record<string, string> =
    account === 'ali' ? { 'x-acs-retry-after': String((wait ?? 0) * 1000) } : { 'retry-after': String(wait) };
  const headers = { 'content-type': 'application/json', ...(wait !== undefined && asked) };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

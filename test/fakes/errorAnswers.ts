import assert from 'node:assert/strict';
import fc from 'fast-check';
import { errorKinds, type Problem } from '../../src/core/errors';
import type { HttpAnswer } from '../../src/core/http/request';
import { leaked, quoting, secret } from './secrets';
import { answerOf } from './transport';

/** Names under which the vendors and their gateways give code, message and id. */
const names = [
  ...['Code', 'code', 'error_code', 'errorCode', 'Message', 'message', 'error_msg', 'errorMsg'],
  ...['error_description', 'RequestId', 'requestId', 'request_id', 'error', 'success', 'result'],
  ...['AccessDeniedDetail', 'AuthAction'],
];
const headerNames = [
  ...['retry-after', 'date', 'x-acs-retry-after', 'content-type', 'x-acs-request-id', 'x-bce-request-id'],
  ...['x-request-id', 'x-iam-trace-id', 'x-oss-request-id'],
];

const name = fc.constantFrom(...names);
const json = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(name, fc.oneof(fc.string(), fc.jsonValue(), fc.dictionary(name, fc.jsonValue()))),
);
const xmlOf = (fields: Readonly<Record<string, string>>): string =>
  `<Error>${Object.entries(fields)
    .map(([tag, text]) => `<${tag}>${text}</${tag}>`)
    .join('')}</Error>`;

const body: fc.Arbitrary<string | Buffer> = fc.oneof(
  json.map(value => JSON.stringify(value)),
  fc.tuple(json, fc.nat(40)).map(([value, length]) => JSON.stringify(value).slice(0, length)),
  fc.dictionary(name, fc.string()).map(xmlOf),
  fc.string().map(title => `<html><title>${title}</title>`),
  fc.uint8Array().map(bytes => Buffer.from(bytes)),
);

export const status = fc.integer({ min: 100, max: 599 });

/** Whatever a server may send: any JSON, XML, page or bytes, whole or cut off, with any status and headers. */
export const anyAnswer: fc.Arbitrary<HttpAnswer> = fc
  .record({ status, body, headers: fc.dictionary(fc.constantFrom(...headerNames), fc.string()) })
  .map(answerOf);

/** A problem is complete, whatever it was read out of. */
export function assertWhole(problem: Problem, answer: HttpAnswer): void {
  assert.ok(errorKinds.includes(problem.kind), problem.kind);
  assert.equal(typeof problem.message, 'string');
  assert.equal(problem.status, answer.status);
  for (const text of [problem.code, problem.requestId, problem.page])
    assert.ok(text === undefined || typeof text === 'string');
  assert.ok(problem.retryAfter === undefined || problem.retryAfter > 0);
}

/** An answer that has a secret in every text, quoted in one of the ways there are, with the secrets. */
export const leakyAnswer: fc.Arbitrary<readonly [HttpAnswer, readonly string[]]> = fc
  .record({
    status,
    secrets: fc.array(secret, { minLength: 1, maxLength: 2 }),
    quote: quoting,
    form: fc.constantFrom(
      (text: string) => JSON.stringify(Object.fromEntries(names.map(each => [each, text]))),
      (text: string) => JSON.stringify({ error: { code: text, message: text } }),
      (text: string) => JSON.stringify({ Code: 'c', Message: 'm', AccessDeniedDetail: { AuthAction: text } }),
      (text: string) => xmlOf(Object.fromEntries(names.map(each => [each, text]))),
      (text: string) => `<html><title>${text}</title>${text}`,
      (text: string) => text,
    ),
  })
  .map(({ status, secrets, quote, form }) => {
    const text = `a ${secrets.map(quote).join(' and ')} b`;
    const headers = Object.fromEntries(headerNames.map(each => [each, text]));
    return [answerOf({ status, headers, body: form(text) }), secrets] as const;
  });

/** No text of the problem has a secret in it. */
export function assertNoLeak(problem: Problem | undefined, secrets: readonly string[]): void {
  const { message, code, requestId, page } = problem ?? {};
  for (const text of [message, code, requestId, page]) assert.deepEqual(leaked(text ?? '', secrets), []);
}

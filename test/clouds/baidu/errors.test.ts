import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerProblem, problemOf } from '../../../src/clouds/baidu/errors';
import { anyAnswer, assertNoLeak, assertWhole, leakyAnswer } from '../../fakes/errorAnswers';
import { answerOf, type Reply } from '../../fakes/transport';

const problem = (reply: Reply) => answerProblem(answerOf(reply), 'bls', []);

/** Every code of the contract's tables, with its status. */
const codes = {
  auth: [
    ['Unauthorized', 401],
    ['InvalidAccessKeyId', 403],
    ['InvalidHTTPAuthHeader', 400],
    ['SignatureDoesNotMatch', 400],
    ['IamSignatureInvalid', 400],
    ['AuthError', 401],
  ],
  permission: [
    ['AccessDenied', 403],
    ['IdempotentParameterMismatch', 403],
  ],
  notActivated: [['OptInRequired', 403]],
  notFound: [
    ['DownloadTaskNotFound', 404],
    ['LogStoreNotFound', 404],
    ['ProjectNotFound', 404],
  ],
  throttled: [['RequestLimited', 429]],
  server: [
    ['InternalError', 500],
    ['ServiceUnavailable', 503],
  ],
  protocol: [
    ['InvalidParameter', 400],
    ['MalformedJSON', 400],
    ['InappropriateJSON', 400],
    ['InvalidHTTPRequest', 400],
    ['InvalidURI', 400],
    ['RequestOverload', 413],
    ['PreconditionFailed', 412],
    ['RequestExpired', 400],
    ['RequestTimeTooSkewed', 403],
    ['constructor', 400],
    ['__proto__', 400],
  ],
} as const;

/** Codes that say nothing of themselves: their status does. */
const toldByStatus = new Set<string>(['IdempotentParameterMismatch', 'LogStoreNotFound', 'ProjectNotFound']);

describe('Baidu errors', () => {
  for (const [kind, rows] of Object.entries(codes)) {
    for (const [code, status] of rows) {
      it(`takes ${code} with ${status} for ${kind}, whatever its case`, () => {
        for (const word of [code, code.toUpperCase()]) {
          const kindWith = (status: number) => problem({ status, body: { code: word, message: 'm' } })?.kind;
          assert.equal(kindWith(status), kind);
          if (!toldByStatus.has(code)) assert.equal(kindWith(418), kind, 'with another status');
        }
      });
    }
  }

  it('reads the error of a gateway', () =>
    assert.deepEqual(
      problem({ status: 401, body: { code: 'Unauthorized', message: 'no', requestId: 'R-1' } }),
      {
        kind: 'auth',
        cloud: 'baidu',
        service: 'bls',
        status: 401,
        code: 'Unauthorized',
        message: 'no',
        requestId: 'R-1',
      },
    ));

  it('reads an error in XML, and the title of a page', () => {
    const xml = '<Error><Code>RequestLimited</Code><Message>slow</Message><RequestId>R-3</RequestId></Error>';
    const found = problem({ status: 429, body: xml });
    assert.deepEqual(
      [found?.kind, found?.code, found?.message, found?.requestId, found?.page],
      ['throttled', 'RequestLimited', 'slow', 'R-3', undefined],
    );
    const page = problem({ body: '<html><title>Log in to Hotel Wi-Fi</title></html>' });
    assert.deepEqual(
      [page?.kind, page?.reason, page?.page],
      ['protocol', 'foreignAnswer', 'Log in to Hotel Wi-Fi'],
    );
    for (const body of [{ message: '<title>T</title>' }, '<Error><title>T</title></Error>'])
      assert.equal(problem({ status: 502, body })?.page, undefined);
  });

  it('reads the envelope of an operation, whose request id is in the header', () =>
    assert.deepEqual(
      problem({
        status: 404,
        headers: { 'x-bce-request-id': 'R-2' },
        body: { success: false, code: 'DownloadTaskNotFound', message: 'gone', result: null },
      }),
      {
        kind: 'notFound',
        cloud: 'baidu',
        service: 'bls',
        status: 404,
        code: 'DownloadTaskNotFound',
        message: 'gone',
        requestId: 'R-2',
      },
    ));

  it('knows the request id under its other name', () =>
    assert.equal(problem({ status: 500, body: { request_id: 'R-3' } })?.requestId, 'R-3'));

  it('takes a 200 without success for an error', () => {
    const found = problem({ body: { success: false, code: 'RequestLimited', message: 'm' } });
    assert.deepEqual([found?.kind, found?.status], ['throttled', 200]);
    assert.equal(problem({ body: { success: false } })?.kind, 'protocol');
  });

  for (const [what, reply] of [
    ['a success', { body: { success: true, code: 'OK', result: {} } }],
    ['a success that says so in another word', { body: { code: 'success', result: {} } }],
    ['a success without an envelope', { body: {} }],
    ['an answer without a body, which the caller judges', {}],
    ['a 204', { status: 204 }],
  ] as const) {
    it(`finds nothing wrong with ${what}`, () => assert.equal(problem(reply), undefined));
  }

  for (const [what, reply, kind] of [
    ['HTML under 200', { body: '<html>' }, 'protocol'],
    ['XML under 200', { body: '<?xml version="1.0"?><Error/>' }, 'protocol'],
    ['JSON that is cut off', { body: '{"success":true,' }, 'protocol'],
    ['the HTML of a gateway', { status: 502, body: '<html>' }, 'server'],
    ['an empty 503', { status: 503 }, 'server'],
    ['an empty 401', { status: 401 }, 'auth'],
    ['an empty 429', { status: 429 }, 'throttled'],
    ['a redirect', { status: 302 }, 'protocol'],
    ['a choice of answers', { status: 300, body: {} }, 'protocol'],
  ] as const) {
    it(`takes ${what} for ${kind}`, () => {
      const found = problem(reply);
      assert.deepEqual([found?.kind, found?.message], [kind, 'The answer is not one of this service.']);
    });
  }

  it('says that it is the clock, where it is', () => {
    const reasonOf = (code: string) => problem({ status: 400, body: { code, message: 'm' } })?.reason;
    for (const code of ['RequestExpired', 'requesttimetooskewed']) assert.equal(reasonOf(code), 'clock');
    assert.equal(reasonOf('Unauthorized'), undefined);
  });

  it('knows how long to wait', () =>
    assert.equal(problem({ status: 429, headers: { 'retry-after': '3' } })?.retryAfter, 3000));

  it('lets no secret out, wherever and however the answer has it', () =>
    fc.assert(
      fc.property(leakyAnswer, ([answer, secrets]) =>
        assertNoLeak(problemOf(answer, 'bls', secrets), secrets),
      ),
    ));

  it('makes a whole problem of any answer but a good one', () =>
    fc.assert(
      fc.property(anyAnswer, answer => {
        const found = answerProblem(answer, 'bls', []);
        if (found) assertWhole(found, answer);
        else assert.ok(answer.status >= 200 && answer.status < 300);
        assertWhole(problemOf(answer, 'bls', []), answer);
      }),
    ));

  it('are read under 200 in the form without `success`', () => {
    const said = problem({ body: { code: 'InternalError', message: 'no', requestId: 'R-2' } });
    assert.deepEqual([said?.kind, said?.code, said?.requestId], ['server', 'InternalError', 'R-2']);
    for (const code of ['OK', 'success']) assert.equal(problem({ body: { code, result: {} } }), undefined);
    assert.equal(problem({ body: { code: 'OK' } }), undefined);
    assert.equal(problem({ body: { code: 'Whatever', result: {} } }), undefined);
    for (const code of ['NotOK', 'OKAY', 'success?']) assert.equal(problem({ body: { code } })?.code, code);
  });
});

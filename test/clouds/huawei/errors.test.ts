import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerProblem, problemOf } from '../../../src/clouds/huawei/errors';
import { anyAnswer, assertNoLeak, assertWhole, leakyAnswer } from '../../fakes/errorAnswers';
import { answerOf, type Reply } from '../../fakes/transport';

const problem = (reply: Reply) => answerProblem(answerOf(reply), 'hss', []);

/** Every code of the contract's tables, with its status. Gateway codes are tried as `APIG` too. */
const codes = {
  auth: [
    ['APIGW.0301', 401],
    ['APIGW.0305', 401],
    ['APIGW.0311', 401],
    ['IAM.0001', 401],
    ['IAM.0061', 401],
    ['IAM.0062', 401],
    ['IAM.0063', 401],
    ['IAM.0064', 401],
    ['IAM.0067', 401],
    ['IAM.0080', 403],
    ['IAM.0082', 403],
    ['IAM.1104', 400],
    ['IAM.1107', 400],
  ],
  expiredCredential: [
    ['APIGW.0307', 401],
    ['IAM.0066', 401],
    ['IAM.1105', 400],
    ['IAM.1108', 400],
  ],
  permission: [
    ['APIGW.0302', 403],
    ['APIGW.0304', 403],
    ['APIGW.0306', 403],
    ['APIGW.0310', 403],
    ['APIGW.0401', 403],
    ['APIGW.0402', 403],
    ['APIGW.0404', 403],
    ['APIGW.0801', 403],
    ['APIGW.0802', 403],
    ['APIGW.0501', 405],
    ['APIGW.0502', 405],
    ['HSS.0010', 400],
    ['HSS.0013', 400],
    ['IAM.0002', 403],
    ['IAM.0003', 403],
    ['IAM.0081', 403],
    ['IAM.0083', 403],
    ['EPS.0003', 403],
  ],
  throttled: [
    ['APIGW.0308', 429],
    ['IAM.0012', 429],
  ],
  server: [
    ...['0601', '0605', '0606', '0608', '0609', '0611', '0612', '0705'].map(
      code => [`APIGW.${code}`, 500] as const,
    ),
    ['APIGW.0610', 502],
    ['APIGW.0613', 503],
    ['APIGW.0201', 502],
    ['APIGW.0201', 504],
    ['HSS.0041', 500],
    ['IAM.0006', 500],
  ],
  notFound: [
    ['HSS.0011', 400],
    ['HSS.1018', 400],
    ['IAM.0004', 404],
    ['IAM.1109', 400],
  ],
  protocol: [
    ['APIGW.0101', 404],
    ['APIGW.0201', 400],
    ['APIGW.0201', 413],
    ['APIGW.0201', 414],
    ['APIGW.0201', 494],
    ['IAM.0005', 409],
    ['IAM.0007', 400],
    ['IAM.0011', 400],
    ['00000010', 400],
    ['constructor', 400],
    ...['0001', '0002', '0014', '1001', '1002', '1004', '1005', '1006', '1007', '1008', '1017', '1019'].map(
      code => [`HSS.${code}`, 400] as const,
    ),
  ],
} as const;

/** Kinds that are told by the status, where the code says nothing or several things. */
const toldByStatus = (kind: string, code: string) => kind === 'protocol' || code === 'APIGW.0201';

describe('Huawei errors', () => {
  for (const [kind, rows] of Object.entries(codes)) {
    for (const [code, status] of rows) {
      it(`takes ${code} with ${status} for ${kind}`, () => {
        for (const word of new Set([code, code.replace('APIGW.', 'APIG.')])) {
          const kindWith = (status: number) =>
            problem({ status, body: { error_code: word, error_msg: 'm' } })?.kind;
          assert.equal(kindWith(status), kind, word);
          if (!toldByStatus(kind, code)) assert.equal(kindWith(418), kind, `${word} with another status`);
        }
      });
    }
  }

  // No code means `proxy`, so 407 shows that a code is not known.
  for (const code of Object.values(codes).flatMap(rows => rows.map(([code]) => code))) {
    it(`does not know ${code} as a part of another word`, () => {
      for (const word of [`Not${code}`, `${code}0`]) {
        if (code.startsWith('EPS.') && word.endsWith('0')) continue;
        const found = problem({ status: 407, body: { error_code: word, error_msg: 'm' } });
        assert.deepEqual([found?.kind, found?.reason], ['proxy', undefined], word);
      }
    });
  }

  for (const [message, kind] of [
    ['Incorrect IAM authentication information: verify aksk signature fail', 'auth'],
    ['Incorrect IAM authentication information: decrypt token fail', 'auth'],
    ['Incorrect IAM authentication information: x-auth-token not found', 'auth'],
    ['AK access failed to reach the limit,forbidden', 'auth'],
    ['Get secretKey failed,ak:x,err:ak not exist', 'auth'],
    ['Incorrect IAM authentication information: token expires, expires_at:2026-01-02', 'expiredCredential'],
    ['Token Expires', 'expiredCredential'],
  ] as const) {
    it(`takes “${message}” for ${kind}`, () =>
      assert.equal(
        problem({ status: 401, body: { error_code: 'APIGW.0301', error_msg: message } })?.kind,
        kind,
      ));
  }

  for (const [what, body, code, message, requestId] of [
    [
      'of the gateway',
      { error_code: 'APIGW.0308', error_msg: 'limit', request_id: 'R-1' },
      'APIGW.0308',
      'limit',
      'R-1',
    ],
    [
      'of HSS, with a description beside the message',
      { error_code: 'HSS.0001', error_msg: 'invalid', error_description: '参数' },
      'HSS.0001',
      'invalid',
      'R-head',
    ],
    [
      'of HSS without a message',
      { error_code: '00000010', error_description: '主机不存在' },
      '00000010',
      '主机不存在',
      'R-head',
    ],
    [
      'of IAM, whose code is a number',
      { error: { code: 401, message: 'no', title: 'Unauthorized' } },
      '401',
      'no',
      'R-head',
    ],
    ['in camel case', { errorCode: 'HSS.0013', errorMsg: 'no' }, 'HSS.0013', 'no', 'R-head'],
    ['with plain names', { code: 'EPS.0003', message: 'no' }, 'EPS.0003', 'no', 'R-head'],
    ['without a code', { message: 'no' }, undefined, 'no', 'R-head'],
  ] as const) {
    it(`reads an error ${what}`, () => {
      const found = problem({ status: 400, headers: { 'x-request-id': 'R-head' }, body });
      assert.deepEqual([found?.code, found?.message, found?.requestId], [code, message, requestId]);
    });
  }

  it('passes on all that an error says', () =>
    assert.deepEqual(
      problem({ status: 403, body: { error_code: 'HSS.0010', error_msg: 'no', request_id: 'R' } }),
      {
        kind: 'permission',
        cloud: 'huawei',
        service: 'hss',
        status: 403,
        code: 'HSS.0010',
        message: 'no',
        requestId: 'R',
      },
    ));

  it('knows the request id of IAM', () =>
    assert.equal(problem({ status: 500, headers: { 'x-iam-trace-id': 'T' } })?.requestId, 'T'));

  it('takes the number of IAM’s code for no more than its status', () =>
    assert.equal(problem({ status: 401, body: { error: { code: 401, message: 'm' } } })?.kind, 'auth'));

  it('finds nothing wrong with a success', () => {
    assert.equal(problem({ body: { task_id: '1' } }), undefined);
    assert.equal(problem({ status: 201, body: { token: {} } }), undefined);
    assert.equal(problem({ body: [] }), undefined);
  });

  it('takes a 200 that carries a code for an error', () =>
    assert.equal(problem({ body: { error_code: 'HSS.0011', error_msg: 'gone' } })?.kind, 'notFound'));

  for (const [what, reply, kind] of [
    ['an empty 200', {}, 'protocol'],
    ['HTML under 200', { body: '<html>' }, 'protocol'],
    ['JSON that is cut off', { body: '{"task_id":' }, 'protocol'],
    ['the HTML of a gateway', { status: 503, body: '<html>' }, 'server'],
    ['an empty 401', { status: 401 }, 'auth'],
    ['the HTML of a proxy that knows no such page', { status: 404, body: '<html>' }, 'notFound'],
    ['a redirect', { status: 302 }, 'protocol'],
    ['a choice of answers', { status: 300, body: {} }, 'protocol'],
  ] as const) {
    it(`takes ${what} for ${kind}`, () => {
      const found = problem(reply);
      assert.deepEqual([found?.kind, found?.message], [kind, 'The answer is not one of this service.']);
    });
  }

  for (const [what, reply] of [
    [
      'an access key',
      {
        error_code: 'APIGW.0301',
        error_msg: 'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden',
      },
    ],
    ['a user', { error: { code: 'IAM.0061', message: 'The account is locked.' } }],
    ['a user, with other words,', { error_code: 'IAM.0061', error_msg: 'Try later.' }],
    ['an account, with another code,', { error_code: 'IAM.0001', error_msg: 'Account is locked' }],
  ] as const) {
    it(`says that ${what} is locked, and for how long it is to be left alone`, () => {
      const found = problem({ status: 401, body: reply });
      assert.deepEqual([found?.kind, found?.reason, found?.retryAfter], ['auth', 'locked', 300_000]);
    });
  }

  it('takes no word on tokens for more than the code says', () =>
    assert.equal(
      problem({ status: 403, body: { error_code: 'APIGW.0302', error_msg: 'token expires' } })?.kind,
      'permission',
    ));

  it('does not call a credential locked that is only wrong', () => {
    const body = { error_code: 'APIGW.0301', error_msg: 'verify aksk signature fail' };
    const found = problem({ status: 401, body });
    assert.deepEqual([found?.kind, found?.reason, found?.retryAfter], ['auth', undefined, undefined]);
    const limit = { error_code: 'APIGW.0308', error_msg: 'reach the limit, forbidden' };
    assert.equal(problem({ status: 429, body: limit })?.reason, undefined);
    for (const code of ['IAM.00610', 'NotIAM.0061'])
      assert.equal(problem({ status: 401, body: { error: { code, message: 'no' } } })?.reason, undefined);
  });

  it('passes on what a page in its place calls itself', () => {
    const body = '<html><head><title> 502 Bad Gateway </title></head></html>';
    const found = problem({ status: 502, body });
    assert.deepEqual(
      [found?.kind, found?.reason, found?.page],
      ['server', 'foreignAnswer', '502 Bad Gateway'],
    );
    assert.equal(problem({ status: 400, body: { error_msg: body } })?.page, undefined);
  });

  it('knows how long to wait', () =>
    assert.equal(problem({ status: 429, headers: { 'retry-after': '3' } })?.retryAfter, 3000));

  it('lets no secret out, wherever and however the answer has it', () =>
    fc.assert(
      fc.property(leakyAnswer, ([answer, secrets]) =>
        assertNoLeak(problemOf(answer, 'hss', secrets), secrets),
      ),
    ));

  it('does not quote the request that a signature error echoes', () => {
    const error_msg =
      'Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:GET|/v5/p||x-security-token:planted';
    const found = problem({ status: 401, body: { error_code: 'APIGW.0301', error_msg } });
    assert.equal(found?.message, 'Incorrect IAM authentication information: verify aksk signature fail, …');
  });

  it('makes a whole problem of any answer but a good one', () =>
    fc.assert(
      fc.property(anyAnswer, answer => {
        const found = answerProblem(answer, 'hss', []);
        if (found) assertWhole(found, answer);
        else assert.ok(answer.status >= 200 && answer.status < 300);
        assertWhole(problemOf(answer, 'hss', []), answer);
      }),
    ));
});

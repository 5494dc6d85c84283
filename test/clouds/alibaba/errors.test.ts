import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerProblem } from '../../../src/clouds/alibaba/errors';
import answers from '../../answers/alibabaCdn.json';
import { anyAnswer, assertNoLeak, assertWhole, leakyAnswer } from '../../fakes/errorAnswers';
import { answerOf, type Reply } from '../../fakes/transport';

const problem = (reply: Reply) => answerProblem(answerOf(reply), 'cdn', []);

const kindOf = (code: unknown, status = 400) =>
  problem({ status, body: { Code: code, Message: 'm', RequestId: 'R' } })?.kind;

/** Every code of the contract's tables, with a status it was seen with. */
const codes = {
  throttled: [
    ['Throttling', 400],
    ['Throttling.User', 400],
    ['Throttling.Api', 400],
    ['Rejected.Throttling', 400],
    ['TooManyRequests', 429],
  ],
  server: [
    ['ServiceUnavailable', 503],
    ['ServiceUnAvailable', 400],
    ['InternalError', 500],
    ['InternalError', 400],
    ['ServiceBusy', 400],
    ['SystemBusy', 400],
    ['SignatureNonceUsed', 400],
    ['ErrorDBSelectError', 400],
    ['ErrorDBInsertError', 400],
    ['ErrorDBTxError', 400],
    ['ErrorDBDeleteError', 400],
  ],
  auth: [
    ['InvalidAccessKeyId.NotFound', 404],
    ['InvalidAccessKeyId.Inactive', 400],
    ['InvalidAccessKeyId', 403],
    ['SignatureDoesNotMatch', 403],
    ['SignatureDoesNotMatch', 400],
    ['IncompleteSignature', 400],
    ['InvalidSecurityToken.Malformed', 400],
    ['InvalidSecurityToken.MismatchWithAccessKey', 403],
    ['MissingSecurityToken', 400],
  ],
  expiredCredential: [['InvalidSecurityToken.Expired', 400]],
  permission: [
    ['Forbidden.RAM', 403],
    ['Forbidden', 400],
    ['NoPermission', 403],
    ['Forbidden.Other', 403],
  ],
  notActivated: [
    ['OperationDenied', 403],
    ['InsufficientBalance', 400],
    ['Forbidden.NotVerified', 403],
    ['Forbidden.RiskControl', 403],
    ['ErrorAliUid', 400],
  ],
  protocol: [
    ['InvalidTimeStamp.Expired', 400],
    ['InvalidTimeStamp.Format', 400],
    ['IllegalTimestamp', 400],
    ['InvalidAction.NotFound', 404],
    ['InvalidVersion', 404],
    ['NoSuchVersion', 404],
    ['ErrorPageNo', 400],
    ['ErrorMarshalJSON', 400],
    [-340408, 400],
    ['-340408', 400],
    ['InvalidTaskId.Malformed', 400],
    ['MissingParameter.ObjectType', 400],
    ['MissingTimeParameter', 400],
    ['InvalidEndTime.Mismatch', 400],
    ['DomainNameOverLimit', 400],
    ['InvalidTime', 400],
    ['InvalidStartTime.Malformed', 400],
    ['InvalidEndTime.Malformed', 400],
    ['InvalidObjectPath.Malformed', 400],
    ['InvalidStartTime.ValueNotSupported', 400],
    ['InvalidEndTime.ValueNotSupported', 400],
    ['InvalidObjectType.ValueNotSupported', 400],
    ['InvalidStatus.ValueNotSupported', 400],
    ['constructor', 400],
  ],
  notFound: [['Whatever', 404]],
  proxy: [['Whatever', 407]],
} as const;

describe('Alibaba errors', () => {
  for (const [kind, rows] of Object.entries(codes)) {
    for (const [code, status] of rows) {
      it(`takes ${code} with ${status} for ${kind}, whatever its case`, () => {
        assert.equal(kindOf(code, status), kind);
        if (typeof code === 'string') assert.equal(kindOf(code.toLowerCase(), status), kind);
        if (code !== 'Whatever') assert.equal(kindOf(code, 418), kind, 'with another status');
      });
    }
  }

  // No code means `proxy`, so 407 shows that a code is not known.
  for (const code of Object.values(codes).flatMap(rows => rows.map(([code]) => code))) {
    if (typeof code !== 'string' || /Throttling|Whatever|^-/.test(code)) continue;
    it(`does not know ${code} as a part of another word`, () => {
      const found = problem({ status: 407, body: { Code: `Not${code}`, Message: 'm' } });
      assert.deepEqual([found?.kind, found?.reason], ['proxy', undefined]);
    });
  }

  for (const [code, kind] of [
    ['TooManyRequestsToday', 'proxy'],
    ['SignatureNonceUsedUp', 'proxy'],
    ['OperationDeniedByOwner', 'proxy'],
    ['InsufficientBalances', 'proxy'],
    ['ErrorAliUids', 'proxy'],
    ['ServiceUnavailableHere', 'proxy'],
    ['InternalErrors', 'proxy'],
    ['InvalidAction.NotFounded', 'proxy'],
    ['InvalidVersions', 'proxy'],
    ['NoSuchVersions', 'proxy'],
    ['InvalidTimeStampFormat', 'proxy'],
    ['ForbiddenCity', 'proxy'],
    ['InvalidAccessKeyIdent', 'proxy'],
    // A longer word after the dot is another member of the family.
    ['InvalidSecurityToken.ExpiredSoon', 'auth'],
    ['Forbidden.NotVerifiedYet', 'permission'],
  ] as const) {
    it(`takes ${code}, which only begins like a code, for ${kind}`, () =>
      assert.equal(kindOf(code, 407), kind));
  }

  it('reads the documented error', () =>
    assert.deepEqual(problem({ status: 500, body: answers.error }), {
      kind: 'server',
      cloud: 'alibaba',
      service: 'cdn',
      status: 500,
      code: 'InternalError',
      message: 'The request processing has failed due to some unknown error.',
      requestId: '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8',
    }));

  it('reads names in small letters, as some gateways write them', () =>
    assert.deepEqual(problem({ status: 400, body: { code: 'Throttling', message: 'm', requestId: 'R' } }), {
      kind: 'throttled',
      cloud: 'alibaba',
      service: 'cdn',
      status: 400,
      code: 'Throttling',
      message: 'm',
      requestId: 'R',
    }));

  it('says that it is the clock, where it is', () => {
    const reasonOf = (Code: string) => problem({ status: 400, body: { Code, Message: 'm' } })?.reason;
    for (const code of ['InvalidTimeStamp.Expired', 'invalidtimestamp.format', 'IllegalTimestamp'])
      assert.equal(reasonOf(code), 'clock');
    for (const code of ['InvalidTime', 'SignatureNonceUsed']) assert.equal(reasonOf(code), undefined);
  });

  it('names the action that is not allowed', () => {
    const body = {
      Code: 'Forbidden.RAM',
      Message: 'No.',
      AccessDeniedDetail: { AuthAction: 'cdn:DescribeRefreshTasks', NoPermissionType: 'ImplicitDeny' },
    };
    assert.equal(problem({ status: 403, body })?.message, 'No. cdn:DescribeRefreshTasks');
  });

  it('takes a 200 that carries a code for an error', () =>
    assert.equal(problem({ body: { Code: 'Throttling.User', Message: 'm' } })?.kind, 'throttled'));

  it('finds nothing wrong with a success', () => {
    assert.equal(problem({ body: answers.list }), undefined);
    assert.equal(problem({ body: {} }), undefined);
  });

  it('passes on what a page in its place calls itself', () => {
    const found = problem({ status: 503, body: '<html><title>Maintenance</title></html>' });
    assert.deepEqual([found?.kind, found?.reason, found?.page], ['server', 'foreignAnswer', 'Maintenance']);
    assert.equal(
      problem({ status: 503, body: '<Error><Code>InternalError</Code></Error>' })?.page,
      undefined,
    );
    assert.equal(problem({ status: 503, body: { Message: '<title>T</title>' } })?.page, undefined);
  });

  it('reads an error in XML', () =>
    assert.deepEqual(
      problem({
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: '<?xml version="1.0"?><Error><RequestId>R-1</RequestId><Code>Forbidden.RAM</Code><Message>No.</Message></Error>',
      }),
      {
        kind: 'permission',
        cloud: 'alibaba',
        service: 'cdn',
        status: 403,
        code: 'Forbidden.RAM',
        message: 'No.',
        requestId: 'R-1',
      },
    ));

  for (const [what, reply, kind] of [
    ['a success in XML', { body: '<?xml version="1.0"?><DescribeRefreshTasksResponse/>' }, 'protocol'],
    ['the HTML of a captive portal', { body: '<html>Log in</html>' }, 'protocol'],
    ['the HTML of a gateway', { status: 502, body: '<html>' }, 'server'],
    ['an empty 503', { status: 503 }, 'server'],
    ['an empty 200', {}, 'protocol'],
    ['JSON that is cut off', { body: '{"Tasks":[' }, 'protocol'],
    ['a redirect', { status: 302, headers: { location: 'https://evil' } }, 'protocol'],
    ['a 401 without a word', { status: 401 }, 'auth'],
    ['a 404 without a word', { status: 404 }, 'notFound'],
    ['a 204', { status: 204 }, 'protocol'],
  ] as const) {
    it(`takes ${what} for ${kind}`, () => {
      const found = problem(reply);
      assert.deepEqual([found?.kind, found?.message], [kind, 'The answer is not one of this service.']);
    });
  }

  it('knows how long to wait, in milliseconds or as the web has it', () => {
    const wait = (headers: Record<string, string>) =>
      problem({ status: 429, headers, body: { Code: 'Throttling' } })?.retryAfter;
    assert.equal(wait({ 'x-acs-retry-after': '1500' }), 1500);
    assert.equal(wait({ 'retry-after': '2' }), 2000);
    assert.equal(wait({ 'x-acs-retry-after': '1500', 'retry-after': '2' }), 1500);
    assert.equal(wait({ 'x-acs-retry-after': 'soon' }), undefined);
    assert.equal(wait({ 'x-acs-retry-after': '-1' }), undefined);
    assert.equal(wait({}), undefined);
  });

  it('finds the request id in a header when the body has none', () =>
    assert.equal(
      problem({ status: 500, headers: { 'x-acs-request-id': 'R-9' }, body: '' })?.requestId,
      'R-9',
    ));

  it('lets no secret out, wherever and however the answer has it', () =>
    fc.assert(
      fc.property(leakyAnswer, ([answer, secrets]) =>
        assertNoLeak(answerProblem(answer, 'cdn', secrets), secrets),
      ),
    ));

  it('does not quote the request that a signature error echoes', () => {
    const Message =
      'Specified signature is not matched with our calculation. server StringToSign is:ACS3 planted';
    const found = problem({ status: 400, body: { Code: 'SignatureDoesNotMatch', Message } });
    assert.equal(found?.message, 'Specified signature is not matched with our calculation. …');
  });

  it('makes a whole problem of any answer but a good one', () =>
    fc.assert(
      fc.property(anyAnswer, answer => {
        const found = answerProblem(answer, 'cdn', []);
        if (found) assertWhole(found, answer);
        else assert.equal(answer.status, 200);
      }),
    ));
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerProblem } from '../../../src/clouds/alibaba/errors';
import { objectProblem } from '../../../src/clouds/alibaba/objectErrors';
import { errorKinds } from '../../../src/core/errors';
import answers from '../../answers/alibabaCdn.json';
import oss from '../../answers/ossErrors.json';
import { answerOf, type Reply } from '../../fakes/transport';

const problem = (reply: Reply, secrets: readonly string[] = []) =>
  answerProblem(answerOf(reply), 'cdn', secrets);

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

  it('reads the documented error', () =>
    assert.deepEqual(problem({ status: 500, body: answers.error }), {
      kind: 'server',
      service: 'cdn',
      status: 500,
      code: 'InternalError',
      message: 'The request processing has failed due to some unknown error.',
      requestId: '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8',
    }));

  it('reads names in small letters, as some gateways write them', () =>
    assert.deepEqual(problem({ status: 400, body: { code: 'Throttling', message: 'm', requestId: 'R' } }), {
      kind: 'throttled',
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

  it('reads an error in XML', () =>
    assert.deepEqual(
      problem({
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: '<?xml version="1.0"?><Error><RequestId>R-1</RequestId><Code>Forbidden.RAM</Code><Message>No.</Message></Error>',
      }),
      {
        kind: 'permission',
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

  it('lets no secret out, wherever the answer has it', () =>
    fc.assert(
      fc.property(fc.constantFrom('Code', 'Message', 'RequestId'), fc.nat(1), (field, json) => {
        const secret = 'planted-secret';
        const body = json
          ? { Code: 'c', Message: 'm', [field]: `x ${secret} y` }
          : `<Error><Code>c</Code><${field}>x ${secret} y</${field}></Error>`;
        const found = problem({ status: 400, headers: { 'x-acs-request-id': secret }, body }, [secret]);
        assert.ok(!JSON.stringify(found).includes(secret));
      }),
    ));

  it('does not quote the request that a signature error echoes', () => {
    const Message =
      'Specified signature is not matched with our calculation. server StringToSign is:ACS3 planted';
    const found = problem({ status: 400, body: { Code: 'SignatureDoesNotMatch', Message } });
    assert.equal(found?.message, 'Specified signature is not matched with our calculation. …');
  });

  it('answers a kind for any answer', () =>
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, body) => {
        const found = problem({ status, body: JSON.stringify(body) });
        assert.ok(found === undefined || errorKinds.includes(found.kind));
        assert.ok(status === 200 || found !== undefined);
      }),
    ));
});

describe('OSS errors', () => {
  it('reads an expired link', () =>
    assert.deepEqual(objectProblem(answerOf({ status: 403, body: oss.expired }), 'cloudFirewall'), {
      kind: 'permission',
      service: 'cloudFirewall',
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired.',
      requestId: '5C3D9175B6FC201293AD4C4B',
    }));

  it('passes nothing on of what a signature error quotes', () => {
    const found = objectProblem(answerOf({ status: 403, body: oss.signature }), 'cloudFirewall');
    assert.equal(found.code, 'SignatureDoesNotMatch');
    assert.ok(!JSON.stringify(found).includes('planted'));
  });

  for (const [status, body, kind] of [
    [400, '', 'protocol'],
    [404, '<Error><Code>NoSuchKey</Code></Error>', 'notFound'],
    [412, '', 'protocol'],
    [500, '<html>', 'server'],
    [503, '', 'server'],
  ] as const) {
    it(`takes ${status} for ${kind}`, () => {
      const found = objectProblem(
        answerOf({ status, body, headers: { 'x-oss-request-id': 'R' } }),
        'cloudFirewall',
      );
      assert.deepEqual(
        [found.kind, found.message, found.requestId],
        [kind, `The server of the file answered ${status}.`, 'R'],
      );
    });
  }
});

import assert from 'node:assert/strict';
import {
  create,
  firewallTasks,
  hour,
  minute,
  now,
  read,
  sign,
  verdict,
  type Row,
} from '../../harness/alibaba';
import { credentials, manyTasks, received, taskOf, type World } from '../../harness/simulators';
import { tampered, withHeader } from '../../harness/tamper';
import { cdnVersion } from '../../harness/vendors';
import vectors from '../../vectors/alibaba.json';

const credential = credentials.alibaba;

describe('Alibaba simulator: signatures', () => {
  for (const vector of vectors.acs3) {
    it(`takes the vendor's vector ${vector.id}`, () => {
      const { accessKeyId, accessKeySecret, securityToken } = vector;
      const known = { accessKeyId, accessKeySecret, ...(securityToken ? { securityToken } : {}) };
      const query = vector.sdkWireQuery;
      const request = {
        method: vector.method,
        target: `/?${query}`,
        headers: { ...(vector.headersInput as Record<string, string>), authorization: vector.authorization },
        body: vector.body,
      };
      const at = Date.parse(vector.date);
      const answer = create({ credentials: [known] }).answer(received(request), at);
      assert.ok(!('file' in answer));
      assert.doesNotMatch(String(answer.body), /Signature|AccessKey|Token|TimeStamp/, String(answer.body));
    });
  }

  it('refuses a request with one bit changed', () => {
    const body = 'a=1';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const query = { Lang: 'en', CurrentPage: '1', TaskType: '资产 *~+' };
    const request = sign('DescribeDownloadTask', query, { body, headers });
    const signed = Object.keys(request.headers).filter(name => name !== 'accept');
    const simulator = create();
    for (const [what, changed] of tampered(request, signed)) {
      assert.notEqual(verdict(simulator, changed), '200', what);
    }
    assert.equal(verdict(simulator, request), '200');
  });

  it('wants every x-acs header and the host signed', () => {
    const request = sign('DescribeDownloadTask');
    const extra = withHeader(request, 'x-acs-extra', 'unsigned');
    assert.equal(verdict(create(), extra), '400 IncompleteSignature');
    const authorization = request.headers['authorization']?.replace('host;', '');
    assert.equal(
      verdict(create(), withHeader(request, 'authorization', authorization)),
      '400 IncompleteSignature',
    );
    assert.equal(
      verdict(create(), withHeader(request, 'authorization', undefined)),
      '400 IncompleteSignature',
    );
    const spaced = request.headers['authorization']?.replaceAll(',', ', ');
    assert.equal(verdict(create(), withHeader(request, 'authorization', spaced)), '400 IncompleteSignature');
  });

  it('wants the hash of the very body', () => {
    const request = sign('DescribeDownloadTask');
    assert.equal(verdict(create(), { ...request, body: 'x' }), '400 IncompleteSignature');
  });

  it('refuses a nonce that was used, even much later', () => {
    const simulator = create();
    const request = sign('DescribeDownloadTask');
    assert.equal(verdict(simulator, request), '200');
    assert.equal(verdict(simulator, request, now + 14 * minute), '400 SignatureNonceUsed');
  });

  it('refuses a clock that is off by more than 15 minutes', () => {
    const request = sign('DescribeDownloadTask');
    assert.equal(verdict(create(), request, now + 15 * minute), '200');
    assert.equal(verdict(create(), request, now + 15 * minute + 1), '400 InvalidTimeStamp.Expired');
    assert.equal(verdict(create(), request, now - 16 * minute), '400 InvalidTimeStamp.Expired');
    const milliseconds = sign(
      'DescribeDownloadTask',
      {},
      { headers: { 'x-acs-date': new Date(now).toISOString() } },
    );
    assert.equal(verdict(create(), milliseconds), '400 InvalidTimeStamp.Format');
  });

  it('tells an unknown key from a wrong secret', () => {
    const unknown = sign(
      'DescribeDownloadTask',
      {},
      { credential: { ...credential, accessKeyId: 'NOBODY' } },
    );
    assert.equal(verdict(create(), unknown), '404 InvalidAccessKeyId.NotFound');
    const wrong = sign(
      'DescribeDownloadTask',
      {},
      { credential: { ...credential, accessKeySecret: 'wrong' } },
    );
    assert.equal(verdict(create(), wrong), '403 SignatureDoesNotMatch');
  });

  it('checks the security token of a temporary key', () => {
    const temporary = {
      ...credential,
      securityToken: 'token+/=',
      expiration: new Date(now + hour).toISOString(),
    };
    const simulator = create({ credentials: [temporary] });
    const call = (given: object, at = now) =>
      verdict(
        simulator,
        sign('DescribeDownloadTask', {}, { credential: { ...credential, ...given }, now: at }),
        at,
      );
    assert.equal(call(temporary), '200');
    assert.equal(call({}), '400 MissingSecurityToken');
    assert.equal(call({ securityToken: 'other' }), '400 InvalidSecurityToken.MismatchWithAccessKey');
    assert.equal(call(temporary, now + hour), '400 InvalidSecurityToken.Expired');
  });

  it('knows its operations and versions', () => {
    assert.equal(verdict(create(), sign('DescribeNothing')), '404 InvalidAction.NotFound');
    const oddVersion = sign('DescribeDownloadTask', {}, { version: '2000-01-01' });
    assert.equal(verdict(create(), oddVersion), '400 InvalidVersion');
    const misplaced = sign('DescribeDownloadTask', {}, { version: cdnVersion });
    assert.equal(verdict(create(), misplaced), '404 InvalidAction.NotFound');
  });
});

describe('Alibaba simulator: Cloud Firewall', () => {
  const list = (world: Partial<World>, query: Record<string, string> = {}, at = now) =>
    read(create(world).answer(received(sign('DescribeDownloadTask', query, { now: at })), at)).body;

  it('pages, newest first, ten a page and fifty at the most', () => {
    const world = { tasks: manyTasks('cloudFirewall', 120, now) };
    const first = list(world);
    assert.equal(first['TotalCount'], 120);
    assert.deepEqual(
      firewallTasks(first).map(task => task['TaskId']),
      Array.from({ length: 10 }, (_, index) => String(120 - index)),
    );
    const third = list(world, { CurrentPage: '3', PageSize: '50' });
    assert.equal(firewallTasks(third).length, 20);
    assert.equal(firewallTasks(list(world, { CurrentPage: '4', PageSize: '50' })).length, 0);
  });

  for (const query of [{ PageSize: '51' }, { PageSize: '0' }, { CurrentPage: '0' }, { CurrentPage: 'x' }]) {
    it(`refuses ${JSON.stringify(query)}`, () => {
      assert.equal(verdict(create(), sign('DescribeDownloadTask', query)), '400 ErrorPageNo');
    });
  }

  it('shows a task age: not there, start, finish with a link, expire', () => {
    const tasks = [taskOf('cloudFirewall', '7', now, { expiresAt: now + hour })];
    const at = (time: number) => firewallTasks(list({ tasks }, {}, time))[0];
    assert.equal(at(now - 1), undefined);
    assert.equal(at(now)?.['Status'], 'start');
    assert.equal(at(now)?.['FileURL'], undefined);
    const done = at(now + minute);
    assert.equal(done?.['Status'], 'finish');
    assert.match(
      String(done?.['FileURL']),
      /\/oss\/%E6%96%87%E4%BB%B6-7\.csv\?Expires=\d+&OSSAccessKeyId=.+&Signature=.+/,
    );
    assert.equal(done?.['FileSize'], '0.03KB');
    assert.deepEqual([done?.['CreateTime'], done?.['ExpireTime']], [now / 1000, (now + hour) / 1000]);
    assert.equal(at(now + hour)?.['Status'], 'expire');
    assert.equal(at(now + hour)?.['FileURL'], undefined);
  });

  it('filters by type, by owner, and replaces fields', () => {
    const tasks = [
      taskOf('cloudFirewall', '1', now, { type: 'Other' }),
      taskOf('cloudFirewall', '2', now, { owner: 'someone else' }),
      taskOf('cloudFirewall', '3', now, { overrides: { Status: 7, TaskName: undefined, Extra: [1] } }),
    ];
    assert.deepEqual(firewallTasks(list({ tasks }, { TaskType: 'Other' }))[0]?.['TaskId'], '1');
    const odd = firewallTasks(list({ tasks })).find(task => task['TaskId'] === '3');
    assert.equal(firewallTasks(list({ tasks })).length, 2);
    assert.deepEqual([odd?.['Status'], odd && 'TaskName' in odd, odd?.['Extra']], [7, false, [1]]);
  });

  it('lists the types', () => {
    const simulator = create({ tasks: [taskOf('cloudFirewall', '1', now, { type: 'Other' })] });
    const { body } = read(simulator.answer(received(sign('DescribeDownloadTaskType', { Lang: 'en' })), now));
    const types = (body['TaskTypeArray'] as Row[]).map(type => type['TaskType']);
    assert.deepEqual([body['TotalCount'], types], [2, ['InternetFirewallAsset', 'Other']]);
  });

  it('refuses as the vendor does', () => {
    const denied = create({ refusals: { cloudFirewall: 'permission' } });
    const { status, body } = read(denied.answer(received(sign('DescribeDownloadTask')), now));
    assert.deepEqual([status, body['Code']], [403, 'Forbidden.RAM']);
    assert.deepEqual(Object.keys(body), [
      'RequestId',
      'HostId',
      'Code',
      'Message',
      'Recommend',
      'AccessDeniedDetail',
    ]);
    const off = create({ refusals: { cloudFirewall: 'notActivated', cdn: 'notActivated' } });
    assert.equal(verdict(off, sign('DescribeDownloadTask')), '400 ErrorAliUid');
    assert.equal(verdict(off, sign('DescribeRefreshTasks')), '403 OperationDenied');
  });
});

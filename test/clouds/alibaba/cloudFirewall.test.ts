import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/alibaba/provider';
import { inOurWords } from '../../../src/core/reasons';
import answers from '../../answers/alibabaFirewall.json';
import { connected, listed, never, problemOf } from '../../fakes/connect';
import { taskOf } from '../../fakes/tasks';
import { answerOf, type Reply } from '../../fakes/transport';

const credential = {
  kind: 'accessKey',
  accessKeyId: 'STS.planted-id',
  accessKeySecret: 'planted-secret',
  securityToken: 'planted-token',
};

function firewallOf(script: Parameters<typeof connected>[2], changes = {}) {
  const { service, ...rest } = connected(provider, credential, script, changes);
  return { firewall: service('cloudFirewall'), ...rest };
}

const example = answers.answer.Tasks[0];
assert.ok(example);
const page = (records: unknown, TotalCount?: unknown): Reply => ({
  body: { RequestId: 'R', TotalCount, Tasks: records },
});
const record = (changes: object = {}) => ({ ...example, ...changes });
const later = 1_900_000_000; // seconds: 2030
const only = async (changes: object) => {
  const [task] = await listed(firewallOf([page([record(changes)], 1)]).firewall);
  assert.ok(task);
  return task;
};

describe('Cloud Firewall tasks', () => {
  it('are what the documented answer tells, less its link', async () => {
    const { firewall } = firewallOf([{ body: { ...answers.answer, TotalCount: 1 } }]);
    const { FileURL, ...raw } = example;
    assert.deepEqual(await listed(firewall), [
      {
        key: 'acc/cloudFirewall//1111',
        id: '1111',
        cloud: 'alibaba',
        account: 'acc',
        service: 'cloudFirewall',
        region: '',
        kind: 'export',
        name: '互联网边界防火墙资产-IPv4',
        status: 'expired', // ExpireTime has passed
        rawStatus: 'finish',
        createdAt: new Date('2024-01-30T06:23:47Z'),
        expiresAt: new Date('2024-04-29T06:23:48Z'),
        file: { name: '互联网边界防火墙资产-IPv4_1069.csv', size: 24_617 },
        raw,
      },
    ]);
    assert.ok(FileURL.includes('planted'));
  });

  for (const [word, status] of [
    ['start', 'running'],
    ['finish', 'succeeded'],
    ['error', 'failed'],
    ['expire', 'expired'],
    ['FINISH', 'succeeded'],
    ['finished', 'unknown'],
    ['', 'unknown'],
  ] as const) {
    it(`are ${status} when the cloud says “${word}”`, async () => {
      const task = await only({ Status: word, ExpireTime: later });
      assert.deepEqual([task.status, task.rawStatus], [status, word]);
    });
  }

  for (const [what, changes, status] of [
    ['finished and past their end', { Status: 'finish', ExpireTime: 1_700_000_000 }, 'expired'],
    ['finished and at their end', { Status: 'finish', ExpireTime: 1_767_323_045 }, 'expired'],
    ['finished, a second before their end', { Status: 'finish', ExpireTime: 1_767_323_046 }, 'succeeded'],
    ['finished without an end', { Status: 'finish', ExpireTime: undefined }, 'succeeded'],
    ['running past their end', { Status: 'start', ExpireTime: 1_700_000_000 }, 'running'],
    ['of an unknown state past their end', { Status: 'x', ExpireTime: 1_700_000_000 }, 'unknown'],
  ] as const) {
    it(`are ${status} when they are ${what}`, async () => assert.equal((await only(changes)).status, status));
  }

  it('are past their end by the clock of the cloud, however ours is set', async () => {
    const answer = page([record({ Status: 'finish', ExpireTime: 1_767_323_000 })], 1);
    for (const [date, status] of [
      ['Fri, 02 Jan 2026 02:04:05 GMT', 'succeeded'],
      ['Fri, 02 Jan 2026 03:04:05 GMT', 'expired'],
    ] as const) {
      const [task] = await listed(firewallOf([{ ...answer, headers: { date } }]).firewall);
      assert.equal(task?.status, status);
    }
  });

  it('are read although fields are odd: numbers as text, null, other types', async () => {
    const task = await only({
      TaskId: 1111,
      TaskName: null,
      FileSize: 24,
      CreateTime: '1706595827',
      ExpireTime: 0,
      FileURL: '',
    });
    assert.deepEqual(
      [task.id, task.name, task.status, task.createdAt, task.expiresAt, task.file],
      ['1111', '1111', 'succeeded', new Date('2024-01-30T06:23:47Z'), undefined, undefined],
    );
  });

  for (const FileURL of ['nonsense', 'https://h/', undefined]) {
    it(`have no name of a file in ${FileURL}`, async () =>
      assert.equal((await only({ FileURL, FileSize: undefined })).file, undefined));
  }

  it('have an odd name of a file rather than none', async () =>
    assert.equal((await only({ FileURL: 'https://h/%B2%E2.csv?a=b' })).file?.name, '%B2%E2.csv'));

  it('hold no link in any way', async () => {
    const { firewall } = firewallOf([page([example, { Odd: [example.FileURL] }], 2)]);
    assert.ok(!JSON.stringify(await listed(firewall)).includes('planted'));
  });
});

describe('Cloud Firewall calls', () => {
  it('ask for three pages of a long list at once, and for no more', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => record({ TaskId: String(i) }));
    const held = new Promise<Reply>(() => undefined);
    const { firewall, transport, clock } = firewallOf((_request, number) =>
      number === 1 ? page(rows, 5000) : held,
    );
    void listed(firewall);
    await clock.advance(60_000);
    assert.equal(transport.requests.length, 1 + 3);
  });

  it('list by POST, page after page of 50, with a signed token', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => record({ TaskId: i }));
    const { firewall, transport } = firewallOf([page(rows, 51), page([record()], 51)]);
    assert.equal((await listed(firewall)).length, 51);
    assert.deepEqual(
      transport.requests.map(({ method, url, body }) => [method, url, body]),
      [1, 2].map(number => [
        'POST',
        `https://cloudfw.aliyuncs.com/?CurrentPage=${number}&Lang=zh&PageSize=50`,
        undefined,
      ]),
    );
    const { headers } = transport.last;
    assert.equal(headers['x-acs-action'], 'DescribeDownloadTask');
    assert.equal(headers['x-acs-version'], '2017-12-07');
    assert.equal(headers['x-acs-security-token'], 'planted-token');
    assert.match(headers['authorization'] ?? '', /x-acs-security-token/);
  });

  it('show a task once that moved to the next page and changed while it was read', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => record({ TaskId: `${i}` }));
    const { firewall } = firewallOf([
      page(rows, 51),
      page([record({ TaskId: '49', Status: 'error' }), record()], 51),
    ]);
    assert.equal((await listed(firewall)).length, 51);
  });

  it('call at most three times a second', async () => {
    const { firewall, clock } = firewallOf((_request, number) => page([record({ TaskId: number })], 5));
    const reading = listed(firewall);
    await clock.advance(10_000);
    await reading;
    assert.deepEqual(clock.asked, [334, 333]);
  });

  it('follow by listing, as far as needed', async () => {
    const rows = (from: number) => Array.from({ length: 50 }, (_, i) => record({ TaskId: from + i }));
    const { firewall, transport } = firewallOf([
      page(rows(0), 150),
      page(rows(50), 150),
      page(rows(100), 150),
    ]);
    const found = await firewall.follow([taskOf('3'), taskOf('60')], '', { signal: never });
    assert.deepEqual(
      found.map(({ id }) => id),
      ['3', '60'],
    );
    assert.equal(transport.requests.length, 2);
  });

  it('follow to the end of the list for a task that is gone', async () => {
    const { firewall } = firewallOf([page([record()], 1)]);
    assert.deepEqual(await firewall.follow([taskOf('9')], '', { signal: never }), []);
  });

  it('try the credential with one row, and tell how many there are', async () => {
    const { firewall, transport } = firewallOf([{ body: answers.answer }]);
    assert.equal(await firewall.trial('', never), 132);
    assert.equal(transport.last.url, 'https://cloudfw.aliyuncs.com/?CurrentPage=1&PageSize=1');
  });

  it('hide the secrets in what the cloud says', async () => {
    const body = { Code: 'x', Message: 'no planted-secret planted-token STS.planted-id' };
    const problem = await problemOf(listed(firewallOf([{ status: 400, body }]).firewall));
    assert.equal(problem.message, 'no ••• ••• •••');
  });
});

describe('Cloud Firewall links', () => {
  const task = taskOf('1111', { name: 'assets', raw: { TaskType: 'InternetFirewallAsset' } });

  it('are minted by listing the type again, and tell when they die', async () => {
    const { firewall, transport } = firewallOf([page([record({ TaskId: '7' }), example], 2)]);
    assert.deepEqual(await firewall.link?.(task, never), {
      url: example.FileURL,
      expiresAt: new Date('2024-02-22T06:38:33Z'),
    });
    assert.match(transport.last.url, /\?CurrentPage=1&.*&TaskType=InternetFirewallAsset$/);
  });

  it('are looked for on every page, in every type when the task has none', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => record({ TaskId: i }));
    const { firewall, transport } = firewallOf([page(rows, 51), page([example], 51)]);
    await firewall.link?.(taskOf('1111'), never);
    assert.equal(transport.requests.length, 2);
    assert.match(transport.last.url, /\?CurrentPage=2&/);
  });

  it('have no end when they do not tell it', async () => {
    const { firewall } = firewallOf([page([record({ FileURL: 'https://h/f.csv?x=1' })], 1)]);
    assert.deepEqual(await firewall.link?.(task, never), { url: 'https://h/f.csv?x=1' });
  });

  for (const [what, records, kind, reason] of [
    ['no file', [record({ FileURL: '' })], 'notFound', 'noFile'],
    ['left the list', [record({ TaskId: '2' })], 'notFound', 'goneFromList'],
    [
      'a link in the open',
      [record({ FileURL: 'http://h/f?Signature=planted' })],
      'protocol',
      'linkNotSecure',
    ],
  ] as const) {
    it(`are refused for a task with ${what}`, async () => {
      const { firewall } = firewallOf([page(records, 1)]);
      assert.deepEqual(await problemOf(firewall.link?.(task, never) ?? Promise.resolve()), {
        kind,
        service: 'cloudFirewall',
        ...inOurWords(reason),
      });
    });
  }

  it('give a file by a bare GET, without the account’s headers', async () => {
    const { firewall } = firewallOf([page([example], 1)]);
    const source = await firewall.file?.(task, never);
    assert.deepEqual(source?.request, { method: 'GET', url: example.FileURL, headers: {} });
    assert.equal(source?.name, '互联网边界防火墙资产-IPv4_1069.csv');
    assert.equal(source?.format, undefined);
    assert.equal(source?.problem(answerOf({ status: 404 })).kind, 'notFound');
  });

  it('give a file the name of the task when the link has none', async () => {
    const { firewall } = firewallOf([page([record({ FileURL: 'https://h/?x=1' })], 1)]);
    assert.equal((await firewall.file?.(task, never))?.name, 'assets');
  });
});

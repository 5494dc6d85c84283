import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud, SimulatorFactory } from '../../../src/core/cloud';
import { directoryOf, readEntry } from '../../../src/core/zip/reader';
import { startDemo, type Demo, type DemoAccount } from '../../../src/simulator/demo';
import { factories, handClock } from '../../harness/simulators';
import { baiduList, huaweiTask, signAlibaba, signBaidu, signHuawei } from '../../harness/vendors';
import { getLink, send } from '../../harness/wire';

type Row = Readonly<Record<string, unknown>>;

/** As much of a cloud as the demo needs. */
const cloudOf = (id: string, factory: SimulatorFactory) =>
  ({ id, simulator: () => Promise.resolve(factory) }) as Cloud;
const clouds = Object.entries(factories).map(([id, factory]) => cloudOf(id, factory));

describe('demo', () => {
  const clock = handClock();
  let demo: Demo;
  before(async () => void (demo = await startDemo(clouds, clock)));
  after(() => demo.stop());

  const account = (label: string): DemoAccount => {
    const found = demo.accounts.find(candidate => candidate.label === label);
    if (!found) throw new Error(label);
    return found;
  };
  const call = ({ credential, endpoints }: DemoAccount, service: string) => {
    const origin = endpoints[service] ?? '';
    return { origin, base: { host: new URL(origin).host, credential, now: clock.now() } };
  };

  const firewall = async () => {
    const { origin, base } = call(account('prod'), 'cloudFirewall');
    const reply = await send(origin, signAlibaba({ ...base, action: 'DescribeDownloadTask' }));
    return reply.json()['Tasks'] as Row[];
  };
  const refreshes = async (label: string) => {
    const { origin, base } = call(account(label), 'cdn');
    const reply = await send(origin, signAlibaba({ ...base, action: 'DescribeRefreshTasks' }));
    return (reply.json()['Tasks'] as { CDNTask: Row[] }).CDNTask;
  };
  const logs = async () => {
    const { origin, base } = call(account('logs'), 'bls');
    return ((await send(origin, baiduList(base))).json()['result'] as { tasks: Row[] }).tasks;
  };
  const hosts = async () => {
    const { origin, base } = call(account('hosts'), 'hss');
    const tracked = account('hosts').tracked.map(({ id }) => id);
    const replies = tracked.map(id => send(origin, huaweiTask(base, id, '00000000000000000000000000de3000')));
    return (await Promise.all(replies)).map(reply => reply.json());
  };
  const tally = (rows: readonly Row[], field: string) => {
    const counts: Record<string, number> = {};
    for (const row of rows) counts[String(row[field])] = (counts[String(row[field])] ?? 0) + 1;
    return counts;
  };

  it('has accounts of each cloud, with endpoints on loopback', () => {
    assert.deepEqual(
      demo.accounts.map(({ cloud, label, endpoints }) => [cloud, label, Object.keys(endpoints)]),
      [
        ['alibaba', 'prod', ['cloudFirewall', 'cdn']],
        ['alibaba', 'intl-cdn', ['cdn']],
        ['baidu', 'logs', ['bls']],
        ['huawei', 'hosts', ['hss', 'iam']],
      ],
    );
    for (const { endpoints } of demo.accounts) {
      for (const origin of Object.values(endpoints)) assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    }
  });

  it('begins with tasks in every state, and lets them age', async () => {
    assert.deepEqual(tally(await firewall(), 'Status'), { start: 2, finish: 3, error: 1, expire: 1 });
    assert.deepEqual(tally(await refreshes('prod'), 'Status'), {
      Refreshing: 3,
      Pending: 1,
      Failed: 1,
      Complete: 3,
    });
    assert.deepEqual(tally(await refreshes('intl-cdn'), 'Status'), { Refreshing: 1, Complete: 2, Failed: 1 });
    assert.deepEqual(tally(await logs(), 'state'), {
      WAITING: 1,
      RUNNING: 2,
      SUCCESS: 3,
      FAILED: 1,
      EXPIRED: 1,
    });
    assert.deepEqual(tally(await hosts(), 'task_status'), { running: 1, success: 1, failure: 1 });
    clock.advance(125_000);
    assert.deepEqual(tally(await firewall(), 'Status'), { finish: 3, error: 2, expire: 2 });
    assert.deepEqual(tally(await refreshes('prod'), 'Status'), { Failed: 2, Complete: 6 });
    assert.deepEqual(tally(await logs(), 'state'), { SUCCESS: 4, FAILED: 2, EXPIRED: 2 });
    assert.deepEqual(tally(await hosts(), 'task_status'), { success: 2, failure: 1 });
  });

  it('gives files that can be read', async () => {
    const link = (await firewall()).find(row => row['FileURL'])?.['FileURL'];
    assert.match(String((await getLink(String(link))).body), /^\ufeff资产IP,实例ID/);
    const done = (await logs()).find(row => row['state'] === 'SUCCESS' && row['format'] === 'json');
    const { origin, base } = call(account('logs'), 'bls');
    const path = `/v2/logstore/download/link/${String(done?.['uuid'])}`;
    const linked = (await send(origin, signBaidu({ ...base, path }))).json()['result'] as Row;
    const lines = String((await getLink(String(linked['link']))).body)
      .trim()
      .split('\n');
    assert.equal(lines.map(line => JSON.parse(line) as Row).length, done?.['writtenRows']);
  });

  it('gives a zip that a library of others can read', async () => {
    const done = (await hosts()).find(row => row['file_id']);
    const { origin, base } = call(account('hosts'), 'hss');
    const path = `/v5/00000000000000000000000000de3000/download/${String(done?.['file_id'])}`;
    const { body } = await send(origin, signHuawei({ ...base, path }));
    assert.equal(String(body.subarray(0, 4)), 'PK\x03\x04');
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    try {
      const path = join(folder, 'demo.zip');
      writeFileSync(path, body);
      const { entries } = await directoryOf(path);
      assert.deepEqual(
        entries.map(({ name }) => name),
        ['漏洞列表.csv', 'readme.txt'],
      );
      // Each is unpacked and its checksum looked at.
      for (const { name, size } of entries) assert.equal((await readEntry(path, name)).length, size);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is the same each time', () => {
    for (const factory of Object.values(factories)) {
      assert.deepEqual(factory.demo(clock.now()), factory.demo(clock.now()));
    }
  });

  it('stops what had started when one cloud fails', async () => {
    let origin = '';
    const watched: SimulatorFactory = {
      ...factories.baidu,
      create: world => factories.baidu.create({ ...world, origin: (origin = world.origin) }),
    };
    const broken: SimulatorFactory = { ...factories.baidu, demo: () => assert.fail('broken') };
    const two = [cloudOf('watched', watched), cloudOf('broken', broken)];
    await assert.rejects(startDemo(two, clock), /broken/);
    await assert.rejects(send(origin, {}), { code: 'ECONNREFUSED' });
  });

  it('answers no more once stopped', async () => {
    const other = await startDemo(clouds, clock);
    const origins = other.accounts.map(({ endpoints }) => Object.values(endpoints)[0] ?? '');
    await other.stop();
    for (const origin of origins) await assert.rejects(send(origin, {}), { code: 'ECONNREFUSED' });
  });
});

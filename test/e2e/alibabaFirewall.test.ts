import assert from 'node:assert/strict';
import { alibaba } from '../../src/clouds/alibaba';
import { problemWith } from '../harness/problems';
import { inApp } from '../harness/app';
import { callsOf } from '../harness/requests';
import { day, hour, inState, minute, scripted, scriptedMany, zipFile } from '../harness/worlds';

const firewall = { services: ['cloudFirewall'] };

describe('Alibaba Cloud Firewall', () => {
  for (const [tasks, pages] of [
    [0, 1],
    [49, 1],
    [50, 2], // a full first page may be all that was counted
    [51, 2],
    [230, 5],
  ] as const) {
    it(
      `reads ${tasks} tasks in ${pages} pages`,
      inApp(async app => {
        const server = await app.simulate(alibaba, { tasks: scriptedMany('cloudFirewall', tasks, app.now) });
        await app.add(server, firewall);
        const asked = server.requests.map(({ query }) => new URLSearchParams(query).get('CurrentPage'));
        assert.deepEqual(
          asked,
          Array.from({ length: pages }, (_, page) => String(page + 1)),
        );
        assert.ok(server.requests.every(({ query }) => new URLSearchParams(query).get('PageSize') === '50'));
      }),
    );
  }

  it(
    'reads the fields of the record',
    inApp(async app => {
      const file = zipFile('互联网边界_1.csv');
      const made = Date.parse('2026-11-20T08:00:00Z');
      const server = await app.simulate(alibaba, {
        tasks: [
          scripted('cloudFirewall', '4391', made, {
            name: '资产 <b>[x](y)</b>',
            file,
            expiresAt: made + 90 * day,
            overrides: { FileSize: '24.04KB' },
          }),
        ],
      });
      await app.add(server, firewall);
      const { kind, name, region, status, rawStatus, createdAt, expiresAt, file: shown } = app.task('4391');
      assert.deepEqual(
        { kind, name, region, status, rawStatus, createdAt, expiresAt, shown },
        {
          kind: 'export',
          name: '资产 <b>[x](y)</b>',
          region: '',
          status: 'succeeded',
          rawStatus: 'finish',
          createdAt: new Date(made),
          expiresAt: new Date(made + 90 * day),
          shown: { name: '互联网边界_1.csv', size: 24617 },
        },
      );
    }),
  );

  it(
    'knows the four words whatever their case, and takes a passed ExpireTime for the end',
    inApp(async app => {
      const past = { ExpireTime: Math.floor(app.now / 1000) - 1 };
      const server = await app.simulate(alibaba, {
        tasks: [
          ...['start', 'FINISH', 'Error', 'eXpire'].map(word =>
            scripted('cloudFirewall', word, app.now, inState(word)),
          ),
          scripted('cloudFirewall', 'odd', app.now, { overrides: { Status: 'constructor' } }),
          scripted('cloudFirewall', 'late', app.now, { overrides: past }),
          scripted('cloudFirewall', 'slow', app.now, { ...inState('running'), overrides: past }),
        ],
      });
      await app.add(server, firewall);
      assert.deepEqual(Object.fromEntries(app.tasks().map(({ id, status }) => [id, status])), {
        start: 'running',
        FINISH: 'succeeded',
        Error: 'failed',
        eXpire: 'expired',
        odd: 'unknown',
        late: 'expired',
        slow: 'running',
      });
    }),
  );

  it(
    'mints a link by listing again just before use, and tells when it dies',
    inApp(async app => {
      const made = app.now - hour;
      const server = await app.simulate(alibaba, {
        tasks: [
          scripted('cloudFirewall', '7', made, { file: zipFile(), type: 'VpcAsset' }),
          ...scriptedMany('cloudFirewall', 120, app.now),
        ],
      });
      await app.add(server, firewall);
      await app.advance(4 * minute);
      const before = server.requests.length;
      const link = await app.link(app.task('7'));
      assert.deepEqual(callsOf(server, before), ['DescribeDownloadTask']); // of its own type alone
      assert.match(server.requests.at(-1)?.query ?? '', /(?:^|&)TaskType=VpcAsset(?:&|$)/);
      const expires = Number(new URL(link.url).searchParams.get('Expires'));
      assert.equal(link.expiresAt?.getTime(), expires * 1000);
      assert.equal(expires * 1000, app.now + 30 * minute);
    }),
  );

  it(
    'says that a task is gone when the list no longer has it',
    inApp(async app => {
      const server = await app.simulate(alibaba, {
        tasks: [scripted('cloudFirewall', '7', app.now, { file: zipFile() })],
      });
      await app.add(server, firewall);
      const task = app.task('7');
      server.setWorld({ ...server.world, tasks: [] });
      await assert.rejects(
        app.link(task),
        problemWith({
          kind: 'notFound',
          service: 'cloudFirewall',
          message: 'The task is gone from the list.',
        }),
      );
      await app.refresh();
      assert.deepEqual(app.tasks(), []);
    }),
  );

  it(
    'gets a fresh link when one dies between the listing and the download',
    inApp(async app => {
      const file = zipFile();
      const server = await app.simulate(alibaba, {
        tasks: [scripted('cloudFirewall', '7', app.now, { file })],
      });
      await app.add(server, firewall);
      let held = false;
      server.intercept(({ path }) => {
        if (path.startsWith('/oss/') && !held) {
          held = true;
          app.clock.moveTo(app.now + 31 * minute);
        }
        return undefined;
      });
      const { content } = await app.download(app.task('7'));
      assert.ok(content.equals(file.content));
      const fetched = server.requests.filter(({ path }) => path.startsWith('/oss/'));
      assert.deepEqual(
        fetched.map(({ status }) => status),
        [403, 200],
      );
      assert.notEqual(fetched[0]?.query, fetched[1]?.query);
    }),
  );

  it(
    'sends no credential and no header of its own to the server of the file',
    inApp(async app => {
      const credential = {
        kind: 'accessKey',
        accessKeyId: 'AKID',
        accessKeySecret: 'secret-0123',
        securityToken: 'token-4567',
      };
      const server = await app.simulate(alibaba, {
        credentials: [credential],
        tasks: [scripted('cloudFirewall', '7', app.now, { file: zipFile() })],
      });
      await app.add(server, firewall);
      await app.download(app.task('7'));
      const sent = server.requests.find(({ path }) => path.startsWith('/oss/'));
      assert.deepEqual(Object.keys(sent?.headers ?? {}).sort(), ['accept-encoding', 'connection', 'host']);
    }),
  );
});

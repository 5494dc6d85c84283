import assert from 'node:assert/strict';
import { baidu } from '../../src/clouds/baidu';
import { answerWith, firstTimes } from '../../src/simulator/faults';
import { problemWith } from '../harness/problems';
import { inApp } from '../harness/app';
import { callsOf } from '../harness/requests';
import { hour, runningFor, scripted, second, zipFile } from '../harness/worlds';

const taskPath = 'GET /v2/logstore/download/';
const isLink = ({ path }: { path: string }) => path.startsWith('/v2/logstore/download/link/');

describe('links and files of Baidu Log Service', () => {
  it(
    'shows that the cloud has deleted a file',
    inApp(async app => {
      const expiresAt = app.now + hour;
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile(), expiresAt })],
      });
      await app.add(server);
      assert.equal(app.task('a').status, 'succeeded');
      await app.advance(2 * hour);
      assert.equal(app.task('a').status, 'expired');
      const calls = server.requests.length;
      await assert.rejects(app.link(app.task('a')), { reason: { kind: 'noFile', task: app.task('a').name } });
      assert.equal(server.requests.length, calls);
    }),
  );

  it(
    'gives a link that says itself when it dies',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      const before = server.requests.length;
      const { url, expiresAt } = await app.link(app.task('a'));
      assert.deepEqual(callsOf(server, before), [`${taskPath}link/a`]);
      const [, , date, life] = new URL(url).searchParams.get('authorization')?.split('/') ?? [];
      assert.equal(expiresAt?.getTime(), Date.parse(date ?? '') + Number(life) * second);
      assert.equal(expiresAt?.getTime(), app.now + 300 * second);
    }),
  );

  it(
    'asks once more for a link when the answer has none, and then says so',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      server.intercept(firstTimes(1, answerWith(204), isLink));
      assert.match((await app.link(app.task('a'))).url, /\/bos\//);
      server.intercept(firstTimes(2, answerWith(204), isLink));
      const before = server.requests.length;
      await assert.rejects(
        app.link(app.task('a')),
        problemWith({
          kind: 'protocol',
          service: 'bls',
          region: 'bj',
          message: 'There is no link in the reply.',
        }),
      );
      assert.equal(server.requests.length - before, 2);
    }),
  );

  it(
    'refuses a link that would cross the network in the open',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      for (const link of ['http://example.com/x?authorization=secret', 'file:///etc/passwd', 'nonsense']) {
        server.intercept(request =>
          isLink(request) ? answerWith(200, { success: true, result: { link } }) : undefined,
        );
        await assert.rejects(app.link(app.task('a')), /The link to the file is not an HTTPS address\./);
        await assert.rejects(app.download(app.task('a')), /The link to the file is not an HTTPS address\./);
      }
      assert.deepEqual(await app.files(), []);
    }),
  );

  it(
    'gets a fresh link when one dies before the download',
    inApp(async app => {
      const file = zipFile();
      const server = await app.simulate(baidu, { tasks: [scripted('bls', 'a', app.now, { file })] });
      await app.add(server);
      let held = false;
      server.intercept(({ path }) => {
        if (path.startsWith('/bos/') && !held) {
          held = true;
          app.clock.moveTo(app.now + 301 * second);
        }
        return undefined;
      });
      const { content } = await app.download(app.task('a'));
      assert.ok(content.equals(file.content));
      const fetched = server.requests.filter(({ path }) => path.startsWith('/bos/'));
      assert.deepEqual(
        fetched.map(({ status }) => status),
        [400, 200],
      );
      assert.deepEqual(await app.files(), [file.name]);
    }),
  );

  it(
    'gives up on a link that is dead again',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      server.intercept(({ path }) => {
        if (path.startsWith('/bos/')) app.clock.moveTo(app.now + 301 * second);
        return undefined;
      });
      await assert.rejects(
        app.download(app.task('a')),
        problemWith({ code: 'RequestExpired', service: 'bls', region: 'bj', status: 400 }),
      );
      assert.equal(server.requests.filter(({ path }) => path.startsWith('/bos/')).length, 2);
      assert.deepEqual(await app.files(), []);
    }),
  );

  it(
    'sends no credential to the server of the file',
    inApp(async app => {
      const credential = {
        kind: 'accessKey',
        accessKeyId: 'AKID',
        secretAccessKey: 'secret-0',
        sessionToken: 'token-0',
      };
      const server = await app.simulate(baidu, {
        credentials: [credential],
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      await app.download(app.task('a'));
      const sent = server.requests.find(({ path }) => path.startsWith('/bos/'));
      assert.deepEqual(Object.keys(sent?.headers ?? {}).sort(), ['accept-encoding', 'connection', 'host']);
    }),
  );

  it(
    'puts any id into a path without its meaning there',
    inApp(async app => {
      const ids = ['a/b?c#d', '../x', 'a;b=c&d', '100%', '空 格', "q'(1)*!~"];
      const file = zipFile();
      const server = await app.simulate(baidu, {
        tasks: ids.map(id => scripted('bls', id, app.now, { ...runningFor(4 * second), file })),
      });
      await app.add(server);
      await app.advance(6 * second);
      for (const id of ids) {
        assert.equal(app.task(id).status, 'succeeded', id);
        assert.match((await app.link(app.task(id))).url, /authorization=/);
      }
    }),
  );
});

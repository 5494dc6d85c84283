import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clouds } from '../../src/clouds';
import type { Cloud, ScriptedTask, ServiceInfo } from '../../src/core/cloud';
import {
  alterAnswer,
  answerWith,
  dropConnection,
  stallAfter,
  truncateAfter,
  type Fault,
} from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import type { ErrorKind } from '../../src/core/errors';
import { zipOf } from '../../src/clouds/huawei/simulatorZip';
import { problemWith } from '../harness/problems';
import { inApp, type App } from '../harness/app';
import { isForFile } from '../harness/requests';
import { scripted, servicesOf, zipFile } from '../harness/worlds';

type File = NonNullable<ScriptedTask['file']>;

/** A finished task with this file. */
async function open(app: App, cloud: Cloud, { id }: ServiceInfo, file: File = zipFile()) {
  const server = await app.simulate(cloud, { tasks: [scripted(id, 'done', app.now, { file })] });
  await app.add(server, { services: [id] });
  return { server, task: app.task('done'), file };
}

/** Something befalls the file; all else is answered as usual. */
const befall = (server: SimulatorServer, fault: Fault): void =>
  server.intercept(request => (isForFile(request) ? fault : undefined));

/** Bytes that no zip makes smaller, the same on each run. */
const noise = Buffer.concat(
  Array.from({ length: 8192 }, (_, index) => createHash('sha256').update(`${index}`).digest()),
);
const large = zipOf({ 'noise.bin': noise });

for (const { cloud, service } of servicesOf(clouds).filter(({ service: { file } }) => file !== 'none')) {
  describe(`downloading a file of ${service.id}`, () => {
    it(
      'takes all of a larger one, which only its owner may read',
      inApp(async app => {
        const { task, file } = await open(app, cloud, service, { name: 'large.zip', content: large });
        const { path, content } = await app.download(task);
        assert.ok(content.equals(file.content));
        if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
      }),
    );

    it(
      'numbers a name that is taken, and never writes over a file',
      inApp(async app => {
        const { task, file } = await open(app, cloud, service);
        await writeFile(join(app.folder, file.name), 'mine');
        const both = await Promise.all([app.download(task), app.download(task)]);
        assert.deepEqual(both.map(({ name }) => name).sort(), ['漏洞 列表 (1).zip', '漏洞 列表 (2).zip']);
        assert.ok(both.every(({ content }) => content.equals(file.content)));
        assert.deepEqual((await app.files()).length, 3);
        assert.equal((await stat(join(app.folder, file.name))).size, 4);
      }),
    );

    const faults: readonly (readonly [what: string, fault: Fault, kind: ErrorKind])[] = [
      ['the connection is reset before an answer', dropConnection, 'network'],
      ['the body ends before its first byte', truncateAfter(0), 'network'],
      ['the server has an error', answerWith(500, 'oops'), 'server'],
      ['a proxy answers with a page', answerWith(502, '<html>Bad Gateway</html>'), 'server'],
      ['the cloud is busy', answerWith(429, 'slow down'), 'throttled'],
      ['the file is gone', answerWith(404, ''), 'notFound'],
    ];
    for (const [what, fault, kind] of faults) {
      it(
        `leaves nothing behind when ${what}, and works the next time`,
        inApp(async app => {
          const { server, task, file } = await open(app, cloud, service);
          befall(server, fault);
          await assert.rejects(app.download(task), problemWith({ kind, service: service.id }));
          assert.deepEqual(await app.files(), []);
          server.intercept(undefined);
          assert.equal((await app.download(task)).name, file.name);
        }),
      );
    }

    it(
      service.file === 'link'
        ? 'goes on where each body ended, until it is whole'
        : 'gives up when each body ends in the middle and nothing tells one file from another',
      inApp(async app => {
        const { server, task, file } = await open(app, cloud, service, { name: 'l.zip', content: large });
        befall(server, truncateAfter(100_000));
        const before = server.requests.length;
        if (service.file !== 'link') {
          await assert.rejects(app.download(task), problemWith({ kind: 'network', service: service.id }));
          assert.deepEqual(await app.files(), []);
          return;
        }
        assert.ok((await app.download(task)).content.equals(file.content));
        // How much of a body that breaks off is still handed out is for the system to say.
        const starts = server.requests
          .slice(before)
          .filter(isForFile)
          .map(({ headers }) => Number(/^bytes=(\d+)-$/.exec(headers['range'] ?? '')?.[1] ?? 0));
        assert.ok(starts.length > 2 && starts.every((start, index) => start >= (starts[index - 1] ?? 0)));
        assert.ok((starts.at(-1) ?? 0) >= large.length - 100_000);
      }),
    );

    it(
      'follows no redirect',
      inApp(async app => {
        const { server, task } = await open(app, cloud, service);
        const elsewhere = await app.simulate(cloud);
        befall(server, answerWith(302, '', { location: `${elsewhere.origin}/stolen` }));
        await assert.rejects(app.download(task), { name: 'CloudError' });
        assert.deepEqual([elsewhere.requests.length, await app.files()], [0, []]);
      }),
    );

    it(
      'leaves nothing behind when it is cancelled in the middle',
      inApp(async app => {
        const { server, task } = await open(app, cloud, service, { name: 'large.zip', content: large });
        const user = new AbortController();
        befall(
          server,
          stallAfter(100_000, new Promise(resolve => user.signal.addEventListener('abort', resolve))),
        );
        const going = app.download(task, user.signal);
        const part = join(app.folder, 'large.zip.part');
        while ((await stat(part).catch(() => undefined))?.size !== 100_000) await new Promise(setImmediate);
        user.abort();
        await assert.rejects(going, { name: 'CloudError', message: /^cancelled/ });
        assert.deepEqual(await app.files(), []);
      }),
    );

    const names: readonly (readonly [given: string, written: string])[] = [
      ['../../.bashrc', '.bashrc'],
      ['C:\\Windows\\x.zip', 'x.zip'],
      ['CON.zip', '_CON.zip'],
      ['gnp.\u202Epiz', 'gnp.piz'],
      ['a<b>:"|?*.zip', 'a_b______.zip'],
      ['dots...', 'dots'],
      [`${'漏'.repeat(500)}.zip`, `${'漏'.repeat(65)}.zip`],
    ];
    for (const [given, written] of names) {
      it(
        `writes ${JSON.stringify(written.slice(0, 20))} where the cloud says ${JSON.stringify(given.slice(0, 20))}`,
        inApp(async app => {
          const { server, task } = await open(app, cloud, service);
          // The name comes in the record, the link or its answer; a file that is named so in all of them.
          server.intercept(() =>
            alterAnswer(answer => ({
              ...answer,
              headers: {},
              body: answer.headers['content-type']?.includes('json')
                ? Buffer.from(
                    answer.body.toString().replaceAll(zipFile().name, JSON.stringify(given).slice(1, -1)),
                  )
                : answer.body,
            })),
          );
          await app.refresh();
          const inLink = service.id === 'cloudFirewall'; // its name is the object's
          const { name } = await app.download(app.task(task.id));
          assert.equal(name, inLink ? zipFile().name : written);
          assert.deepEqual(await app.files(), [name]);
        }),
      );
    }
  });
}

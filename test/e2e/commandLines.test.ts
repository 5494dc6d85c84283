import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { alibaba } from '../../src/clouds/alibaba';
import { baidu } from '../../src/clouds/baidu';
import type { Cloud } from '../../src/core/cloud';
import { commandLine, downloaders, type Downloader } from '../../src/core/download/commandLine';
import { safeFileName } from '../../src/core/download/fileName';
import { answerWith } from '../../src/simulator/faults';
import { inApp, type App } from '../harness/app';
import { hour, scripted } from '../harness/worlds';

/** Of a size that no program fetches in one read. */
const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
/** What a shell or a program could take for something else. */
const names = ["it's 100% $(touch x).csv", '-o#1 漏洞 `touch y`.csv'];

/** curl is there wherever VS Code runs; of the others only those are tried that are. */
const installed = (program: Downloader) =>
  program === 'curl' || spawnSync(program, ['--version']).status === 0;

/** Runs a line as a user does who pasted it into a shell there, with no settings and no proxy of their own. */
const inShell = (line: string, folder: string) =>
  promisify(execFile)('sh', ['-c', line], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' },
  });

async function oneTask(app: App, cloud: Cloud, service: string, name: string) {
  const file = { name, content };
  const server = await app.simulate(cloud, {
    tasks: [scripted(service, '1', app.now - hour, { name, file })],
  });
  await app.add(server, { services: [service] });
  const [task] = app.tasks();
  assert.ok(task);
  return { server, task, saved: safeFileName(task.file?.name ?? task.name, task.id) };
}

for (const program of downloaders.filter(installed)) {
  describe(`the command line for ${program}`, () => {
    for (const [cloud, service] of [
      [alibaba, 'cloudFirewall'],
      [baidu, 'bls'],
    ] as const) {
      for (const name of names) {
        it(
          `saves “${name}” of ${cloud.id} under that name, and goes on with half of it`,
          inApp(async app => {
            const { server, task, saved } = await oneTask(app, cloud, service, name);
            const { url } = await app.link(task);
            const line = commandLine(program, { url, name: saved }, 'posix');
            assert.equal(saved, name);

            await inShell(line, app.folder);
            assert.deepEqual(await readdir(app.folder), [saved]);
            assert.ok(content.equals(await readFile(join(app.folder, saved))));

            await truncate(join(app.folder, saved), 123_456);
            const before = server.requests.length;
            await inShell(line, app.folder);
            assert.ok(content.equals(await readFile(join(app.folder, saved))));
            // aria2c begins at a block of 16 KiB.
            const start = program === 'aria2c' ? 114_688 : 123_456;
            assert.ok(
              server.requests
                .slice(before)
                .some(({ headers }) => headers['range']?.startsWith(`bytes=${start}-`)),
            );
          }),
        );
      }
    }

    it(
      'leaves what is there alone when the link is dead',
      inApp(async app => {
        const { task, saved } = await oneTask(app, alibaba, 'cloudFirewall', 'a.csv');
        const { url } = await app.link(task);
        await app.advance(hour);
        await writeFile(join(app.folder, saved), 'half');
        await assert.rejects(inShell(commandLine(program, { url, name: saved }, 'posix'), app.folder));
        assert.equal(await readFile(join(app.folder, saved), 'utf8'), 'half');
      }),
    );

    // aria2c has no option against it; it takes nothing along that is not in the new address.
    if (program !== 'aria2c') {
      it(
        'goes nowhere else',
        inApp(async app => {
          const { server, task } = await oneTask(app, alibaba, 'cloudFirewall', 'a.csv');
          const elsewhere = await app.simulate(baidu);
          const { url } = await app.link(task);
          const location = `${elsewhere.origin}/a.csv`;
          server.intercept(() => answerWith(302, 'see there', { location }));
          await inShell(commandLine(program, { url, name: 'a.csv' }, 'posix'), app.folder).catch(
            () => undefined,
          );
          assert.equal(elsewhere.requests.length, 0);
        }),
      );
    }
  });
}

describe('programs that fetch a link', () => {
  const missing = downloaders.filter(program => !installed(program));
  it(`are tried here: ${downloaders.filter(installed).join(', ')}${missing.length > 0 ? `; not installed: ${missing.join(', ')}` : ''}`, () =>
    assert.equal(spawnSync('curl', ['--version']).status, 0));
});

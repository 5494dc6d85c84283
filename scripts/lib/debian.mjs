/** Programs that Debian and its kin have as packages: the machine's own, else fetched and unpacked, never installed. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './editor/cache.mjs';
import { librariesIn, versionOf } from './programs.mjs';

const run = promisify(execFile);

/** A server may be where only the super-user looks. */
const folders = ['usr/bin', 'usr/sbin', 'bin', 'sbin'];

/**
 * @param {string} name of the program, and of its package
 * @param {{ packageName?: string, flag?: string }} [options] `flag` asks the program for its version
 * @returns {Promise<import('./programs.mjs').Program & { version: string }>}
 */
export async function debianProgram(name, { packageName = name, flag = '--version' } = {}) {
  for (const executablePath of [name, ...folders.map(folder => join('/', folder, name))]) {
    const version = await versionOf(executablePath, { flag });
    if (version) return { executablePath, env: {}, version };
  }
  const root = await unpacked(packageName).catch(error => {
    throw new Error(`${name} is not here, and could not be fetched: ${reasonOf(error)}`);
  });
  const executablePath = folders.map(folder => join(root, folder, name)).find(existsSync) ?? name;
  // The machine's own libraries fit it better.
  for (const env of [{}, librariesIn(librariesOf(root))]) {
    const version = await versionOf(executablePath, { env, flag });
    if (version) return { executablePath, env, version };
  }
  throw new Error(`The ${name} of this system's packages does not start: ${executablePath} ${flag}`);
}

/**
 * A package and those it needs that this machine has not, as they would stand below `/`.
 * @param {string} packageName
 */
function unpacked(packageName) {
  return cached(
    `${packageName}-${systemName()}`,
    `${packageName} from this system's packages`,
    async target => {
      const scratch = join(target, 'fetched');
      const lists = join(scratch, 'lists');
      for (const folder of [join(lists, 'partial'), join(scratch, 'cache', 'archives', 'partial')])
        mkdirSync(folder, { recursive: true });
      // Lists of its own: those of the system may be old or missing, and only the super-user may renew them.
      const own = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${join(scratch, 'cache')}`];
      /** @param {string[]} args */
      const apt = args =>
        run('apt-get', ['-qq', ...own, '-o', 'APT::Sandbox::User=root', ...args], {
          cwd: scratch,
          env: { ...process.env, LC_ALL: 'C' },
        });
      await apt(['update']);
      const { stdout } = await apt(['install', '--simulate', '--no-install-recommends', packageName]);
      const missing = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, found = '']) => found);
      await apt(['download', ...new Set([packageName, ...missing])]);
      for (const file of readdirSync(scratch).filter(entry => entry.endsWith('.deb')))
        await run('dpkg-deb', ['-x', join(scratch, file), target]);
      rmSync(scratch, { recursive: true });
    },
  );
}

/** Programs of one release seldom run on another. */
function systemName() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [id, version] = ['ID', 'VERSION_ID'].map(
    key => new RegExp(`^${key}="?([\\w.]+)`, 'm').exec(text)?.[1],
  );
  return [id, version, process.arch].filter(Boolean).join('-');
}

/**
 * Where libraries lie: `usr/lib/x86_64-linux-gnu` and the like.
 * @param {string} root
 */
const librariesOf = root =>
  ['lib', 'usr/lib']
    .map(folder => join(root, folder))
    .filter(existsSync)
    .flatMap(folder => readdirSync(folder).map(entry => join(folder, entry)))
    .filter(folder => /-linux-gnu[^/]*$/.test(folder));

/**
 * What a command said last.
 * @param {unknown} error
 */
const reasonOf = error => (error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error));

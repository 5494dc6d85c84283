import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clouds } from '../src/clouds';
import manifest from '../package.json';
import chinese from '../package.nls.zh-cn.json';
import english from '../package.nls.json';

const read = (path: string) => readFileSync(path, 'utf8');

/** Paths of all files below a folder, with `/` between their parts. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .sort();

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? '');

/** The part of a source text between two others: of a file that imports the editor and cannot be loaded here. */
function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  assert.ok(from >= 0 && to > from, `“${start}” is there`);
  return text.slice(from + start.length, to);
}

const contributions = read('src/vscode/contributions.ts');

describe('the clouds', () => {
  const folders = readdirSync('src/clouds', { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name);

  it('are the folders of src/clouds, all of them', () =>
    assert.deepEqual(clouds.map(({ id }) => id).sort(), folders.sort()));

  it('are named nowhere in the manifest but in what the marketplace shows', () => {
    const shown = ['keywords', 'description', 'devDependencies'];
    const rest = Object.fromEntries(Object.entries(manifest).filter(([key]) => !shown.includes(key)));
    const names = [...folders, ...clouds.map(({ label }) => label()), 'aliyun', '阿里', '百度', '华为'];
    const text = JSON.stringify(rest).toLowerCase();
    assert.deepEqual(
      names.filter(name => text.includes(name.toLowerCase())),
      [],
    );
  });

  it('are named in no string of the manifest but its description', () => {
    for (const strings of [english, chinese]) {
      const text = JSON.stringify({ ...strings, description: '' }).toLowerCase();
      const names = [...folders, 'aliyun', '阿里', '百度', '华为'];
      assert.deepEqual(
        names.filter(name => text.includes(name)),
        [],
      );
    }
  });

  it('each have a provider, a simulator and tests of both', () => {
    for (const name of folders) {
      const sources = readdirSync(`src/clouds/${name}`);
      for (const file of ['index.ts', 'provider.ts', 'simulator.ts']) assert.ok(sources.includes(file), file);
      const tests = readdirSync(`test/clouds/${name}`);
      for (const file of ['provider.test.ts', 'simulator.test.ts']) assert.ok(tests.includes(file), file);
    }
  });
});

describe('the manifest', () => {
  const { contributes } = manifest;
  const commands = contributes.commands.map(({ command }) => command);
  const menuItems: readonly { readonly command?: string; readonly submenu?: string }[] = Object.values(
    contributes.menus,
  ).flat();

  it('has the commands of contributions.ts, all of them', () => {
    const list = between(contributions, 'export const commandIds = [', ']');
    assert.deepEqual(commands.sort(), matches(list, /'([^']+)'/g).sort());
    assert.equal(new Set(commands).size, commands.length);
  });

  it('has the settings of contributions.ts, all of them, with a default of their type', () => {
    const body = between(contributions, 'export interface Settings {', '\n}');
    const types: Readonly<Record<string, string>> = { "'": 'string', readonly: 'array' };
    const declared = [...body.matchAll(/readonly '?([\w.]+)'?: (\w+|')/g)].map(
      ([, key, type = '']) => `cloudTasks.${key} ${types[type] ?? type}`,
    );
    const kindOf = (type: string) => (type === 'integer' ? 'number' : type);
    const offered = Object.entries(contributes.configuration.properties).map(
      ([key, { type }]) => `${key} ${kindOf(type)}`,
    );
    assert.deepEqual(offered.sort(), declared.sort());
    for (const [key, { type, default: value }] of Object.entries(contributes.configuration.properties))
      assert.equal(Array.isArray(value) ? 'array' : typeof value, kindOf(type), key);
  });

  it('keeps every setting beyond the reach of a workspace', () => {
    for (const [key, { scope }] of Object.entries(contributes.configuration.properties))
      assert.ok(['machine', 'application'].includes(scope), `${key} is ${scope}`);
  });

  it('uses the view and the context keys of contributions.ts', () => {
    assert.deepEqual(
      contributes.views.cloudTasks.map(({ id }) => id),
      matches(contributions, /export const \w*[vV]iewId = '([^']+)'/g),
    );
    const keys = matches(between(contributions, 'interface ContextKeys {', '\n}'), /(\w+): boolean/g);
    const whens = JSON.stringify(contributes);
    const used = new Set(matches(whens, /!?cloudTasks\.(\w+)(?=[ "])/g));
    for (const key of keys) assert.ok(used.has(key), `${key} is used`);
  });

  it('puts no command in a menu that there is not', () => {
    const used = menuItems.flatMap(({ command }) => command ?? []);
    assert.deepEqual(
      used.filter(command => !commands.includes(command)),
      [],
    );
  });

  it('puts every submenu in a menu and something in every submenu, and has a name for each', () => {
    const named = contributes.submenus.map(({ id }) => id).sort();
    const used = menuItems.flatMap(({ submenu }) => submenu ?? []);
    const filled = Object.keys(contributes.menus).filter(menu => menu.startsWith('cloudTasks.'));
    assert.deepEqual([...new Set(used)].sort(), named);
    assert.deepEqual(filled.sort(), named);
  });

  it('looks for words in the menus that rows have', () => {
    const patterns = matches(JSON.stringify(contributes.menus), /\\\\b(?:\(\?:)?([\w|]+)\)?\\\\b/g);
    const words = new Set(patterns.flatMap(pattern => pattern.split('|')));
    const views = ['taskRow', 'groupRow', 'downloads/downloadRow']
      .map(file => read(`src/view/${file}.ts`))
      .join('');
    assert.ok(words.size > 0);
    for (const word of words) assert.ok(views.includes(`'${word}'`), `no row has the word “${word}”`);
  });

  it('takes every text from package.nls.json, and every text there is used', () => {
    const used = new Set(matches(JSON.stringify(manifest), /"%([^%"]+)%"/g));
    assert.deepEqual([...used].sort(), Object.keys(english).sort());
  });

  it('has each text in Chinese too', () => {
    assert.deepEqual(Object.keys(chinese), Object.keys(english));
    for (const text of [...Object.values(english), ...Object.values(chinese)])
      assert.notEqual(text.trim(), '');
  });

  it('names no command in a text that there is not', () => {
    const named = [english, chinese].flatMap(texts => matches(JSON.stringify(texts), /command:([\w.]+)/g));
    assert.ok(named.length > 0);
    const views = contributes.views.cloudTasks.map(({ id }) => `${id}.focus`);
    const ofTheEditor = [...views, 'workbench.action.openSettings'];
    assert.deepEqual(
      named.filter(command => !commands.includes(command) && !ofTheEditor.includes(command)),
      [],
    );
  });
});

describe('the tests', () => {
  /** Folders whose tests are run by the globs of the test steps, which may have `{a,b}` in them. */
  function runFolders(): string[] {
    const globs = matches(read('scripts/lib/steps.mjs'), /'(test\/[^']*\.test\.ts)'/g);
    assert.ok(globs.length > 0);
    return globs.flatMap(glob => {
      const folder = glob.replace(/\/(?:\*\*\/)?[^/]*$/, '');
      const [, head = folder, list, tail = ''] = /^(.*?)\{([^}]*)\}(.*)$/.exec(folder) ?? [];
      return (list?.split(',') ?? ['']).map(name => `${head}${name}${tail}`);
    });
  }

  it('are all run: each file is in a folder that a step names, or is bundled for the editor', () => {
    const folders = runFolders();
    const inEditor = read('esbuild.mjs').includes('test/host') ? ['test/host'] : [];
    const isRun = (path: string) =>
      [...folders, ...inEditor].some(folder =>
        folder === 'test' ? /^test\/[^/]+$/.test(path) : path.startsWith(`${folder}/`),
      );
    const tests = filesBelow('test').filter(path => /\.test\.[cm]?[jt]sx?$/.test(path));
    assert.ok(tests.length > 30);
    assert.deepEqual(
      tests.filter(path => !isRun(path)),
      [],
    );
  });

  it('are none that run alone or are left out', () => {
    const tests = filesBelow('test').filter(
      path => path.endsWith('.ts') && path !== 'test/architecture.test.ts',
    );
    assert.deepEqual(
      tests.filter(path => /\b(?:it|describe)\.(?:only|skip)\(/.test(read(path))),
      [],
    );
  });

  it('of core, view and clouds are named after the file they test', () => {
    const sources = new Set(filesBelow('src').map(path => path.slice('src/'.length)));
    const others = [
      'clouds/registry',
      'clouds/alibaba/simulatorLinks',
      'clouds/baidu/simulatorLinks',
      'core/download/transferFaults',
      'core/downloads/listModel',
    ];
    const strays = filesBelow('test')
      .filter(path => /^test\/(?:core|view|clouds)\/.*\.test\.ts$/.test(path))
      .map(path => path.slice('test/'.length).replace('.test.ts', ''))
      .filter(path => !sources.has(`${path}.ts`) && !others.includes(path));
    assert.deepEqual(strays, []);
  });
});

describe('the sources', () => {
  const sources = filesBelow('src').filter(path => path.endsWith('.ts'));
  const lines = (path: string) => read(path).split('\n').length - 1;

  it('are small files', () => {
    assert.ok(sources.length > 50);
    assert.deepEqual(
      sources.filter(path => lines(path) > 300),
      [],
    );
  });

  it('read the time in core/clock.ts alone', () => {
    const readers = sources.filter(path =>
      /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(/.test(read(path)),
    );
    assert.deepEqual(
      readers.filter(path => /^src\/(?:core|view|clouds)\//.test(path)),
      ['src/core/clock.ts'],
    );
  });
});

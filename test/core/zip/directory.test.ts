import assert from 'node:assert/strict';
import { isRefusal, type ZipProblem } from '../../../src/core/refusal';
import { maxNodes, ZipDirectory } from '../../../src/core/zip/directory';
import type { StoredEntry } from '../../../src/core/zip/entry';

describe('ZipDirectory', () => {
  let directory: ZipDirectory;
  beforeEach(() => (directory = new ZipDirectory('/d/a.zip', 5)));

  const add = (name: string, more: Partial<StoredEntry> = {}) =>
    directory.addFile({
      ...{ name, size: 1, packedSize: 1, isDeflated: false, crc: 0, offset: 0, end: 100 },
      ...more,
    });
  const listed = () => directory.entries.map(({ name, problem }) => (problem ? `${name}: ${problem}` : name));
  const children = (path: string) => [...(directory.find(path)?.children?.keys() ?? [])];
  const refused = (reason: ZipProblem, name: string) => (error: unknown) => {
    assert.ok(isRefusal(error));
    assert.deepEqual(error.reason, { kind: 'zip', reason, name });
    return true;
  };

  it('has the folders that paths lead through, and those that stand for themselves', () => {
    add('a/b/c.csv');
    directory.addFolder('a/empty/');
    directory.addFolder('./');
    add('d.csv');
    assert.deepEqual(children(''), ['a', 'd.csv']);
    assert.deepEqual(children('a'), ['b', 'empty']);
    assert.deepEqual(children('a/b/'), ['c.csv']);
    assert.deepEqual(directory.find('a/empty')?.children, new Map());
    assert.equal(directory.find('a/none'), undefined);
    assert.equal(directory.find('d.csv/x'), undefined);
    assert.equal(directory.find('../a'), undefined);
    assert.deepEqual(listed(), ['a/b/c.csv', 'd.csv']);
    assert.equal(directory.size, 5);
  });

  it('finds a file however its path is written', () => {
    add('dir\\caf\u00e9.csv');
    for (const name of ['dir/caf\u00e9.csv', 'dir\\cafe\u0301.csv', './dir//caf\u00e9.csv'])
      assert.equal(directory.file(name).name, 'dir/caf\u00e9.csv');
  });

  it('leaves out names that lead out of the archive', () => {
    for (const name of ['../evil', 'good.csv', '/etc/passwd']) add(name);
    directory.addFolder('../evil/');
    assert.deepEqual(listed(), ['good.csv']);
    assert.deepEqual(directory.leftOut, ['../evil', '/etc/passwd', '../evil/']);
    assert.throws(() => directory.file('../evil'), refused('unsafeName', '../evil'));
  });

  it('leaves out a file without a name', () => {
    add('.');
    assert.deepEqual(listed(), []);
    assert.deepEqual(directory.leftOut, ['.']);
  });

  it('opens none of several files of one name', () => {
    for (const name of ['a.csv', 'b.csv', './a.csv', 'a.csv']) add(name);
    assert.deepEqual(listed(), ['a.csv: duplicate', 'b.csv']);
    assert.throws(() => directory.file('a.csv'), refused('duplicate', 'a.csv'));
    assert.equal(directory.file('b.csv').name, 'b.csv');
  });

  for (const order of [
    ['a', 'a/b'],
    ['a/b', 'a'],
  ])
    it(`opens no file that is a folder too: ${order.join(', ')}`, () => {
      order.forEach(name => add(name));
      assert.deepEqual(listed().sort(), ['a/b', 'a: duplicate']);
      assert.throws(() => directory.file('a'), refused('duplicate', 'a'));
      assert.equal(directory.file('a/b').name, 'a/b');
      assert.deepEqual(children('a'), ['b']);
    });

  it('says why a file is not opened', () => {
    add('a.csv', { problem: 'encrypted' });
    assert.deepEqual(listed(), ['a.csv: encrypted']);
    assert.throws(() => directory.file('a.csv'), refused('encrypted', 'a.csv'));
    assert.throws(() => directory.file('b.csv'), refused('noEntry', 'b.csv'));
    assert.throws(() => directory.file(''), refused('noEntry', ''));
  });

  it('knows names that objects have', () => {
    add('constructor/__proto__');
    assert.equal(directory.file('constructor/__proto__').size, 1);
    assert.equal(directory.find('toString'), undefined);
  });

  it('holds 200,000 files and folders, and no more: a path may lead through thousands', () => {
    const folders = 'a/'.repeat(maxNodes - 1);
    add(`${folders}x`);
    assert.equal(directory.size, 200_000);
    assert.throws(() => add('y'), refused('tooMany', '/d/a.zip'));
  });
});

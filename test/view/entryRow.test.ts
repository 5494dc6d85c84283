import assert from 'node:assert/strict';
import { entryRows } from '../../src/view/entryRow';

describe('entryRows', () => {
  const rows = (...names: string[]) =>
    entryRows(
      names.map(name => ({ name, size: 2048 })),
      { language: 'en' },
    );

  it('has the own name of a file, its folder and its size', () =>
    assert.deepEqual(rows('dir/in/漏洞.csv', 'a.txt'), [
      { name: 'a.txt', label: 'a.txt', folder: '', size: '2 kB' },
      { name: 'dir/in/漏洞.csv', label: '漏洞.csv', folder: 'dir/in', size: '2 kB' },
    ]));

  it('sorts folder by folder, the top first, and numbers by their value', () =>
    assert.deepEqual(
      rows('b/1', 'a/10', 'a/9', 'z', 'a/b/1', 'y').map(({ name }) => name),
      ['y', 'z', 'a/9', 'a/10', 'a/b/1', 'b/1'],
    ));

  it('keeps to one line, whatever the archive has, and finds the file all the same', () =>
    assert.deepEqual(rows('d\n/a\u202eb'), [
      { name: 'd\n/a\u202eb', label: 'a b', folder: 'd ', size: '2 kB' },
    ]));
});

import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  homesOf,
  maxFileSize,
  readCredentialFile,
  shortPath,
  type Surroundings,
} from '../../../src/core/credentials/files';
import { permissionsBind, testFolder } from '../../fakes/folder';

describe('readCredentialFile', () => {
  const folder = testFolder();
  const file = { path: '.tool/config', variable: 'TOOL_CONFIG' };
  const read = (environment: Surroundings['environment'] = {}) =>
    readCredentialFile(file, { homes: [folder.at('none'), folder.path], environment });
  const write = async (content: string | Buffer) => {
    await mkdir(folder.at('.tool'), { recursive: true });
    await writeFile(folder.at('.tool/config'), content);
  };
  const source = '~/.tool/config';

  it('reads the first there is in a home', async () => {
    assert.equal(await read(), undefined);
    await write('text');
    assert.deepEqual(await read(), { source, text: 'text' });
  });

  it('drops a byte order mark', async () => {
    await write('\ufefftext');
    assert.deepEqual(await read(), { source, text: 'text' });
  });

  it('reads whatever bytes there are', async () => {
    await write(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    assert.deepEqual(await read(), { source, text: '\ufffd\ufffd\u0000\ufffd' });
  });

  it('takes the file that a variable names, and no other', async () => {
    await write('text');
    await writeFile(folder.at('mine'), 'other');
    assert.deepEqual(await read({ TOOL_CONFIG: folder.at('mine') }), { source: '~/mine', text: 'other' });
    assert.deepEqual(await read({ TOOL_CONFIG: '~/mine' }), { source: '~/mine', text: 'other' });
    assert.equal(await read({ TOOL_CONFIG: folder.at('gone') }), undefined);
    assert.deepEqual(await read({ TOOL_CONFIG: ' ' }), { source, text: 'text' });
  });

  it('reads up to a size', async () => {
    await write(Buffer.alloc(maxFileSize, 'x'));
    assert.deepEqual(await read(), { source, text: 'x'.repeat(maxFileSize) });
    await write(Buffer.alloc(maxFileSize + 1, 'x'));
    assert.deepEqual(await read(), { source, refusal: { kind: 'tooLarge' } });
  });

  it('says of a folder or a closed file why it cannot be read', async () => {
    await mkdir(folder.at('.tool/config'), { recursive: true });
    assert.deepEqual(await read(), { source, refusal: { kind: 'unreadable', code: 'EISDIR' } });
    if (!permissionsBind) return;
    const path = folder.at('closed');
    await writeFile(path, 'text');
    await chmod(path, 0);
    assert.deepEqual(await read({ TOOL_CONFIG: path }), {
      source: '~/closed',
      refusal: { kind: 'unreadable', code: 'EACCES' },
    });
  });
});

it('homes are those that the tools may mean', () => {
  const home = join('/', 'home', 'me');
  assert.deepEqual(homesOf(home, {}), [home]);
  assert.deepEqual(homesOf(home, { HOMEDRIVE: '/drive', HOMEPATH: '/me', USERPROFILE: '/profile' }), [
    home,
    '/drive/me',
    '/profile',
  ]);
  assert.deepEqual(homesOf(home, { HOMEDRIVE: '/drive', USERPROFILE: home }), [home]);
});

it('paths below a home are shortened', () => {
  const home = join('/', 'home', 'me');
  assert.equal(shortPath(join(home, 'a', 'b'), ['/other', home]), '~/a/b');
  assert.equal(shortPath(join(home, '..x'), [home]), '~/..x');
  for (const path of [join('/', 'home', 'you', 'a'), join('/', 'home'), home])
    assert.equal(shortPath(path, [home]), path);
});

import assert from 'node:assert/strict';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import {
  dropEmptyPart,
  fileRefusal,
  finishedPath,
  PartFile,
  type PartPlace,
} from '../../../src/core/download/partFile';
import { isRefusal } from '../../../src/core/refusal';
import { permissionsBind, testFolder } from '../../fakes/folder';

const hello = Buffer.from('hello');

describe('PartFile', () => {
  const folder = testFolder();

  async function whole(path: string, overwrite = false, body = hello): Promise<string> {
    const part = await PartFile.create(path, overwrite);
    await part.write(body, 0);
    return part.finish();
  }

  const refused = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(isRefusal(error) && error.reason.kind === 'file', String(error));
    return error.reason;
  };

  it('has its final name only when it is whole', async () => {
    const part = await PartFile.create(folder.at('a.csv'), false);
    await part.write(hello, 0);
    await part.write(Buffer.from(' you'), 5);
    assert.deepEqual(await folder.files(), ['a.csv.part']);
    assert.equal(await part.finish(), folder.at('a.csv'));
    assert.deepEqual(await folder.files(), ['a.csv']);
    assert.equal(await readFile(folder.at('a.csv'), 'utf8'), 'hello you');
  });

  if (process.platform !== 'win32') {
    it('may be read by its owner alone', async () => {
      const path = await whole(folder.at('a.csv'));
      assert.equal((await stat(path)).mode & 0o777, 0o600);
    });

    it('may be read by its owner alone where a part file of another stood', async () => {
      await writeFile(folder.at('a.csv.part'), 'old and long', { mode: 0o644 });
      const path = await whole(folder.at('a.csv'));
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.equal(await readFile(path, 'utf8'), 'hello');
    });

    it('is not written through a symbolic link that stands at its place', async () => {
      await writeFile(folder.at('victim'), 'precious');
      await symlink(folder.at('victim'), folder.at('a.csv.part'));
      await whole(folder.at('a.csv'));
      assert.equal(await readFile(folder.at('victim'), 'utf8'), 'precious');
    });
  }

  it('leaves the part file of another program alone, and takes the next number', async () => {
    await writeFile(folder.at('a.csv.part'), 'theirs');
    assert.equal(await whole(folder.at('a.csv')), folder.at('a (1).csv'));
    assert.equal(await readFile(folder.at('a.csv.part'), 'utf8'), 'theirs');
    assert.equal(await whole(folder.at('a.csv'), true), folder.at('a.csv'));
    assert.equal(await readFile(folder.at('a.csv.part'), 'utf8'), 'theirs');
  });

  it('never takes a file for its own that was put in its place', async () => {
    const part = await PartFile.create(folder.at('a.csv'), false);
    await part.write(hello, 0);
    await rm(folder.at('a.csv.part'));
    await writeFile(folder.at('a.csv.part'), 'half of theirs');
    assert.equal((await refused(part.finish())).code, 'ENOENT');
    await part.discard();
    assert.equal(await readFile(folder.at('a.csv.part'), 'utf8'), 'half of theirs');
    await assert.rejects(stat(folder.at('a.csv')), { code: 'ENOENT' });
  });

  it('takes the next number when the name is taken', async () => {
    await writeFile(folder.at('a.csv'), 'mine');
    await writeFile(folder.at('a (1).csv'), 'mine too');
    assert.equal(await whole(folder.at('a.csv')), folder.at('a (2).csv'));
    assert.equal(await readFile(folder.at('a.csv'), 'utf8'), 'mine');
    assert.equal(await readFile(folder.at('a (1).csv'), 'utf8'), 'mine too');
  });

  it('takes the next number when the name is taken while it is written', async () => {
    const part = await PartFile.create(folder.at('a.csv'), false);
    await part.write(hello, 0);
    await writeFile(folder.at('a.csv'), 'mine');
    assert.equal(await part.finish(), folder.at('a (1).csv'));
    assert.equal(await readFile(folder.at('a.csv'), 'utf8'), 'mine');
    assert.deepEqual(await folder.files(), ['a (1).csv', 'a.csv']);
  });

  it('does not take the name that another one is on its way to', async () => {
    const parts = await Promise.all([1, 2, 3].map(() => PartFile.create(folder.at('a.csv'), false)));
    assert.deepEqual(
      (await Promise.all(parts.map(part => part.finish()))).sort(),
      ['a (1).csv', 'a (2).csv', 'a.csv'].map(name => folder.at(name)),
    );
  });

  it('gives a name free again, whether it was finished or discarded', async () => {
    const part = await PartFile.create(folder.at('a.csv'), false);
    await part.discard();
    assert.equal(await whole(folder.at('a.csv'), true), folder.at('a.csv'));
    assert.equal(await whole(folder.at('a.csv'), true), folder.at('a.csv'));
    assert.deepEqual(await folder.files(), ['a.csv']);
  });

  it('takes the place of another file when the user said so', async () => {
    await writeFile(folder.at('a.csv'), 'a longer text than the new one');
    assert.equal(await whole(folder.at('a.csv'), true), folder.at('a.csv'));
    assert.equal(await readFile(folder.at('a.csv'), 'utf8'), 'hello');
  });

  it('leaves the other file alone when it is discarded', async () => {
    await writeFile(folder.at('a.csv'), 'mine');
    const part = await PartFile.create(folder.at('a.csv'), true);
    await part.write(hello, 0);
    await part.discard();
    assert.deepEqual(await folder.files(), ['a.csv']);
    assert.equal(await readFile(folder.at('a.csv'), 'utf8'), 'mine');
  });

  it('can be discarded twice, and after it was finished', async () => {
    const part = await PartFile.create(folder.at('a.csv'), false);
    await part.finish();
    await part.discard();
    await part.discard();
    assert.deepEqual(await folder.files(), ['a.csv']);
  });

  it('says that the folder is missing', async () => {
    const path = folder.at('gone/a.csv');
    assert.deepEqual(await refused(PartFile.create(path, false)), { kind: 'file', code: 'ENOENT', path });
    await mkdir(folder.at('gone'));
    assert.equal(await whole(path), path, 'and has let the name go');
  });

  it('says that all its names are taken', async () => {
    const path = folder.at('a');
    const names = ['a', ...Array.from({ length: 999 }, (_, i) => `a (${i + 1})`)];
    await Promise.all(names.map(name => writeFile(folder.at(name), '')));
    assert.deepEqual(await refused(PartFile.create(path, false)), { kind: 'file', code: 'EEXIST', path });
  });

  it('says that the folder is gone when it is to be finished', async () => {
    const part = await PartFile.create(folder.at('a.csv'), true);
    await mkdir(folder.at('a.csv'));
    await writeFile(folder.at('a.csv/x'), '');
    const { code } = await refused(part.finish());
    assert.ok(['EISDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code), code);
    await part.discard();
    assert.deepEqual(await folder.files(), ['a.csv']);
  });

  it('says that it cannot be written any more', async () => {
    const part = await PartFile.create(folder.at('a.csv'), false);
    await part.discard();
    assert.equal((await refused(part.write(hello, 0))).code, 'EBADF');
  });

  describe('announced before it is made', () => {
    it('with each name that is tried', async () => {
      await writeFile(folder.at('a.csv'), 'mine');
      const announced: string[] = [];
      const part = await PartFile.create(folder.at('a.csv'), false, async path => {
        announced.push(path);
        // Another program is faster with the first one.
        if (announced.length === 1) await writeFile(path, 'theirs');
      });
      assert.deepEqual(
        announced,
        ['a (1).csv.part', 'a (2).csv.part'].map(name => folder.at(name)),
      );
      assert.equal(part.place.part, announced[1]);
      await part.discard();
    });

    it('is not made where that could not be told', async () => {
      const told = PartFile.create(folder.at('a.csv'), false, () => Promise.reject(new Error('no room')));
      await assert.rejects(told, { message: 'no room' });
      assert.deepEqual(await folder.files(), []);
    });
  });

  describe('that was left by a process', () => {
    async function left(overwrite = false): Promise<PartPlace> {
      const part = await PartFile.create(folder.at('a.csv'), overwrite);
      await part.write(hello, 0);
      await part.release();
      return part.place;
    }

    it('is opened, gone on with and finished', async () => {
      const part = await PartFile.reopen(await left());
      assert.equal(await part?.size(), 5);
      await part?.write(Buffer.from(' you'), 5);
      assert.equal(await part?.finish(), folder.at('a.csv'));
      assert.equal(await readFile(folder.at('a.csv'), 'utf8'), 'hello you');
    });

    it('is discarded', async () => {
      const part = await PartFile.reopen(await left());
      await part?.discard();
      assert.deepEqual(await folder.files(), []);
    });

    it('is opened though the file system knows it by another number since it was mounted anew', async () => {
      const place = await left();
      const part = await PartFile.reopen({ ...place, dev: place.dev + 1, ino: place.ino + 1 });
      assert.deepEqual(part?.place, place);
      await part.discard();
      assert.deepEqual(await folder.files(), []);
    });

    const replaced: Readonly<Record<string, (part: string) => Promise<void>>> = {
      'is gone': part => rm(part),
      'is a folder by now': part => rm(part).then(() => mkdir(part)),
      'is the file of another program by now': async part => {
        await rename(part, folder.at('moved'));
        await writeFile(part, 'theirs');
      },
      'has another name too': part => link(part, folder.at('linked')),
      ...(process.platform !== 'win32' && {
        'is a link by now': async (part: string) => {
          await rename(part, folder.at('moved'));
          await symlink(folder.at('moved'), part);
        },
      }),
    };
    for (const [what, replace] of Object.entries(replaced))
      it(`is not opened where it ${what}`, async () => {
        const place = await left();
        await replace(place.part);
        const before = await folder.files();
        assert.equal(await PartFile.reopen(place), undefined);
        assert.deepEqual(await folder.files(), before);
      });

    it('says why it cannot be opened', async () => {
      const place = await left();
      await writeFile(folder.at('file'), '');
      const refusal = await refused(PartFile.reopen({ ...place, part: folder.at('file/a.part') }));
      assert.deepEqual(refusal, { kind: 'file', code: 'ENOTDIR', path: place.path });
    });

    it('may have got its name, whichever that was', async () => {
      for (const taken of [[], ['a.csv'], ['a.csv', 'a (1).csv']]) {
        const place = await left();
        for (const name of taken) await writeFile(folder.at(name), 'mine');
        assert.equal(await finishedPath(place, 5), undefined);
        const path = await (await PartFile.reopen(place))?.finish();
        assert.equal(await finishedPath(place, 5), path);
        for (const name of await folder.files()) await rm(folder.at(name));
      }
    });

    it('may have got it in the place of another file', async () => {
      await writeFile(folder.at('a.csv'), 'theirs');
      const place = await left(true);
      assert.equal(await finishedPath(place, 5), undefined);
      await rename(place.part, place.path);
      assert.equal(await finishedPath(place, 5), place.path);
    });

    it('may have got it, and still have the one it had before', async () => {
      const place = await left();
      await link(place.part, place.path);
      assert.equal(await finishedPath(place, 5), place.path);
      assert.deepEqual(await folder.files(), ['a.csv']);
    });

    it('has not got it where the file there is another, or not whole', async () => {
      const place = await left();
      await copyFile(place.part, place.path);
      assert.equal(await finishedPath(place, 5), undefined, 'the same bytes are not the same file');
      await rm(place.path);
      await rename(place.part, place.path);
      await writeFile(place.part, 'theirs');
      assert.equal(await finishedPath(place, 6), undefined);
      assert.equal(await finishedPath(place, 5), place.path);
      assert.deepEqual(await folder.files(), ['a.csv', 'a.csv.part'], 'that of another program');
    });
  });

  describe('that was announced and nothing more', () => {
    it('is taken away when it is there, and empty', async () => {
      await writeFile(folder.at('a.part'), '');
      for (let time = 0; time < 2; time++) await dropEmptyPart(folder.at('a.part'));
      assert.deepEqual(await folder.files(), []);
    });

    it('is left alone when it is not ours', async () => {
      await writeFile(folder.at('a.part'), 'x');
      await mkdir(folder.at('b.part'));
      await symlink(folder.at('gone'), folder.at('c.part')).catch(() => undefined);
      const before = await folder.files();
      for (const name of ['a', 'b', 'c']) await dropEmptyPart(folder.at(`${name}.part`));
      assert.deepEqual(await folder.files(), before);
    });
  });

  if (permissionsBind) {
    it('says that the folder may not be written', async () => {
      await chmod(folder.path, 0o500);
      const path = folder.at('a.csv');
      assert.deepEqual(await refused(PartFile.create(path, false)), { kind: 'file', code: 'EACCES', path });
    });
  }
});

describe('fileRefusal', () => {
  it('keeps the code and the path', () =>
    assert.deepEqual(fileRefusal(Object.assign(new Error('x'), { code: 'ENOSPC' }), '/a').reason, {
      kind: 'file',
      code: 'ENOSPC',
      path: '/a',
    }));
  it('has a code for an error without one', () =>
    assert.deepEqual(fileRefusal(new Error('x'), '/a').reason, { kind: 'file', code: 'EIO', path: '/a' }));
});

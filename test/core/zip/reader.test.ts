import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { chmod, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import yazl from 'yazl';
import { isRefusal } from '../../../src/core/refusal';
import { directoryOf, openEntryStream, readEntry } from '../../../src/core/zip/reader';
import { permissionsBind, testFolder } from '../../fakes/folder';
import { extraField, rawZip, u64, type RawEntry } from '../../fakes/rawZip';
import { zipOf } from '../../fakes/zip';

const maxEntryBytes = 50 * 1024 * 1024;

describe('zip reader', () => {
  const folder = testFolder();

  async function saved(archive: Buffer | Promise<Buffer>): Promise<string> {
    await writeFile(folder.at('a.zip'), await archive);
    return folder.at('a.zip');
  }

  const listed = async (path: string) =>
    (await directoryOf(path)).entries.map(({ name, problem }) => (problem ? `${name}: ${problem}` : name));

  const reasonOf = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(isRefusal(error), String(error));
    return error.reason;
  };

  describe('reads', () => {
    it('the files and folders of an archive', async () => {
      const path = await saved(zipOf({ 'dir/': '', 'dir/in/漏洞.csv': 'a,b\n', 'b.txt': '' }));
      const { entries, leftOut } = await directoryOf(path);
      assert.deepEqual(
        entries.map(({ name, size }) => ({ name, size })),
        [
          { name: 'dir/in/漏洞.csv', size: 4 },
          { name: 'b.txt', size: 0 },
        ],
      );
      assert.deepEqual(leftOut, []);
    });

    it('an archive of nothing', async () => assert.deepEqual(await listed(await saved(zipOf({}))), []));

    for (const compress of [true, false]) {
      it(`a file that is ${compress ? 'compressed' : 'stored'}`, async () => {
        const long = 'second '.repeat(100_000);
        const path = await saved(zipOf({ 'a.csv': 'first', 'dir/b.csv': long, 'c.csv': '' }, compress));
        assert.equal((await readEntry(path, 'dir/b.csv')).toString(), long);
        assert.equal((await readEntry(path, 'a.csv')).toString(), 'first');
        assert.equal((await readEntry(path, 'c.csv')).length, 0);
      });
    }

    it('a file whose sizes stand behind it', async () => {
      const zip = new yazl.ZipFile();
      zip.addReadStreamLazy('a.csv', done => done(undefined, Readable.from(['a,b\n', '1,2\n'])));
      zip.end();
      const path = await saved(buffer(zip.outputStream));
      assert.equal((await readEntry(path, 'a.csv')).toString(), 'a,b\n1,2\n');
    });

    it('names in GB18030', async () => {
      const gb = Buffer.from([0xb2, 0xe2, 0xca, 0xd4, 0x2e, 0x63, 0x73, 0x76]);
      const path = await saved(rawZip([{ name: gb, flags: 0, content: 'x' }]));
      assert.deepEqual(await listed(path), ['测试.csv']);
      assert.equal((await readEntry(path, '测试.csv')).toString(), 'x');
    });

    it('names whose parts are parted as on Windows', async () => {
      const path = await saved(rawZip([{ name: 'dir\\' }, { name: 'dir\\a.csv', content: 'x' }]));
      assert.deepEqual(await listed(path), ['dir/a.csv']);
      assert.equal((await readEntry(path, 'dir\\a.csv')).toString(), 'x');
    });

    it('a file of up to 50 MB', async () => {
      const path = await saved(zipOf({ 'a.csv': Buffer.alloc(maxEntryBytes) }));
      assert.equal((await readEntry(path, 'a.csv')).length, maxEntryBytes);
    });
  });

  describe('of 64 bits', () => {
    it('is read', async () => {
      const zip = new yazl.ZipFile();
      zip.addBuffer(Buffer.from('x'), 'a.csv', { forceZip64Format: true });
      zip.end({ forceZip64Format: true, comment: '' });
      const path = await saved(buffer(zip.outputStream));
      assert.equal((await readEntry(path, 'a.csv')).toString(), 'x');
    });

    it('may have more than 65,535 files', async () => {
      const names = Array.from({ length: 70_000 }, (_, at) => `${at % 10}/${at}`);
      const entries = names.map((name): RawEntry => ({ name, method: 0, content: name }));
      const path = await saved(rawZip(entries, { zip64: true }));
      assert.deepEqual(await listed(path), names);
      assert.equal((await readEntry(path, '9/69999')).toString(), '9/69999');
    }).timeout(20_000);

    it('may hold a file of more than 4 GB', async () => {
      const zip64 = zip64Sizes(5 * 2 ** 30, 2 ** 30);
      const path = await saved(rawZip([zip64, { name: 'b.csv', content: 'x' }]));
      const { entries } = await directoryOf(path);
      assert.equal(entries[0]?.size, 5_368_709_120);
      assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), because('tooLarge'));
      assert.deepEqual(await reasonOf(buffer(openEntryStream(path, 'a.csv'))), because('damagedEntry'));
      assert.equal((await readEntry(path, 'b.csv')).toString(), 'x');
    });
  });

  /** What is said of `a.csv`, which is the first of two; the other one can be read. */
  async function refused(entry: Partial<RawEntry>): Promise<unknown> {
    const path = await saved(
      rawZip([
        { name: 'a.csv', ...entry },
        { name: 'b.csv', content: 'sound' },
      ]),
    );
    const reason = await reasonOf(readEntry(path, 'a.csv'));
    assert.deepEqual(await reasonOf(buffer(openEntryStream(path, 'a.csv'))), reason);
    assert.equal((await readEntry(path, 'b.csv')).toString(), 'sound');
    return reason;
  }

  describe('refuses one file alone:', () => {
    const text = Buffer.from('abc '.repeat(1000));
    for (const [what, entry, reason] of [
      ['that is encrypted', { flags: 0x801 }, 'encrypted'],
      ['that is a link', { mode: 0o120777, content: '/etc/passwd' }, 'symlink'],
      ['of another method', { method: 12 }, 'unknownMethod'],
      ['whose checksum is wrong', { content: 'x', crc: 1 }, 'damagedEntry'],
      ['that is shorter than it says', { content: text, size: text.length + 1 }, 'damagedEntry'],
      ['that is longer than it says', { content: text, size: text.length - 1 }, 'damagedEntry'],
      ['that is stored in another length', { content: text, method: 0, size: 5 }, 'damagedEntry'],
      ['that is no deflate', { content: text, packed: Buffer.alloc(9, 0xff) }, 'damagedEntry'],
      ['that was cut off', { content: text, packedSize: 5 }, 'damagedEntry'],
      ['that has no bytes at all', { content: text, packed: Buffer.alloc(0) }, 'damagedEntry'],
      ['that lies elsewhere', { content: text, localExtra: Buffer.alloc(10), offset: 1 }, 'damagedEntry'],
      ['that reaches beyond the archive', { content: text, packedSize: 100_000 }, 'damagedEntry'],
    ] as const)
      it(what, async () => assert.deepEqual(await refused(entry), because(reason)));

    it('whose extra field covers another, which only its local header tells', async () => {
      const sound = { name: 'b.csv', content: 'sound' };
      const covering = {
        name: 'a.csv',
        content: 'x',
        localExtra: Buffer.concat([Buffer.alloc(9), rawZip([sound])]),
      };
      const path = await saved(rawZip([covering, { ...sound, offset: 44 }]));
      assert.deepEqual(await listed(path), ['a.csv', 'b.csv']);
      assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), because('overlap'));
      assert.equal((await readEntry(path, 'b.csv')).toString(), 'sound');
    });

    it('of a name that there is more than once', async () => {
      const path = await saved(rawZip(['a.csv', 'b.csv', './a.csv'].map(name => ({ name, content: name }))));
      assert.deepEqual(await listed(path), ['a.csv: duplicate', 'b.csv']);
      assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), because('duplicate'));
      assert.equal((await readEntry(path, 'b.csv')).toString(), 'b.csv');
    });

    it('that there is not, or that is a folder', async () => {
      const path = await saved(zipOf({ 'dir/a.csv': '' }));
      assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), because('noEntry'));
      assert.deepEqual(await reasonOf(readEntry(path, 'dir')), because('noEntry', 'dir'));
    });

    for (const name of ['../evil', '/etc/evl', 'C:/evil', 'a/../../e', '..\\evil', 'ev\0il.cs'])
      it(`with the name ${JSON.stringify(name)}`, async () => {
        const path = await saved(rawZip([{ name }, { name: 'b.csv', content: 'sound' }]));
        assert.deepEqual(await listed(path), ['b.csv']);
        assert.deepEqual((await directoryOf(path)).leftOut, [name]);
        assert.deepEqual(await reasonOf(readEntry(path, name)), because('unsafeName', name));
        assert.equal((await readEntry(path, 'b.csv')).toString(), 'sound');
      });
  });

  describe('is not taken in by a bomb:', () => {
    const zeros = Buffer.alloc(40 * 1024 * 1024);

    it('42 kB that say they unpack to 4 GB', async () => {
      const archive = rawZip([{ name: 'a.csv', content: zeros, size: 0xfffffffe }]);
      assert.ok(archive.length < 43_000);
      const path = await saved(archive);
      for (const attempt of [readEntry(path, 'a.csv'), buffer(openEntryStream(path, 'a.csv'))])
        assert.deepEqual(await reasonOf(attempt), because('bomb'));
    });

    it('42 kB that unpack to 40 MB and say that it is 100 kB', async () => {
      const path = await saved(rawZip([{ name: 'a.csv', content: zeros, size: 100_000 }]));
      let length = 0;
      const reason = await reasonOf(
        (async () => {
          for await (const piece of openEntryStream(path, 'a.csv')) length += piece.length;
        })(),
      );
      assert.deepEqual(reason, because('damagedEntry'));
      assert.ok(length <= 100_000);
    });

    it('50 kB that unpack to 4 GB, for a hundred files share their bytes', async () => {
      const packed = deflateRawSync(zeros);
      const kernel = { name: 'a.csv', packed, size: zeros.length, crc: crc32(zeros) };
      const shared = { packed: Buffer.alloc(0), packedSize: packed.length, offset: 0 };
      const others = Array.from({ length: 99 }, (_, at) => ({ ...kernel, ...shared, name: `${at}.csv` }));
      const archive = rawZip([kernel, ...others, { name: 'z.csv', content: 'sound' }]);
      assert.ok(archive.length < 60_000);
      const path = await saved(archive);
      for (const name of ['a.csv', '0.csv', '98.csv'])
        assert.deepEqual(await reasonOf(readEntry(path, name)), because('overlap', name));
      assert.equal((await readEntry(path, 'z.csv')).toString(), 'sound');
    });

    it('a file of 51 MB is refused whole, and streamed where it is no bomb', async () => {
      const content = Buffer.alloc(maxEntryBytes + 1, 'no bomb');
      const path = await saved(rawZip([{ name: 'a.csv', method: 0, content }]));
      assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), because('tooLarge'));
      const [streamed, expected] = [createHash('sha1'), createHash('sha1').update(content)];
      for await (const piece of openEntryStream(path, 'a.csv')) streamed.update(piece);
      assert.equal(streamed.digest('hex'), expected.digest('hex'));
      const bounded = buffer(openEntryStream(path, 'a.csv', { maxBytes: maxEntryBytes }));
      assert.deepEqual(await reasonOf(bounded), because('tooLarge'));
    });
  });

  describe('refuses an archive', () => {
    for (const [what, archive, reason] of [
      ['that is none', Buffer.from('a,b\n1,2\n'), 'damaged'],
      ['that is an empty file', Buffer.alloc(0), 'damaged'],
      ['that is one part of several', rawZip([{ name: 'a.csv' }], { disk: 1 }), 'split'],
      ['that is encrypted as a whole', rawZip([{ name: 'a.csv', flags: 0x841 }]), 'encrypted'],
      ['that says it has millions of files', rawZip([], { zip64: true, count: 2_000_000 }), 'tooMany'],
      ['that has fewer files than it says', rawZip([{ name: 'a.csv' }], { count: 2 }), 'damaged'],
      ['whose directory is somewhere in 64 bits', elsewhere(), 'damaged'],
      ['whose extra field is broken', rawZip([{ name: 'a.csv', extra: Buffer.alloc(5, 9) }]), 'damaged'],
    ] as const)
      it(what, async () => {
        const path = await saved(archive);
        assert.deepEqual(await reasonOf(directoryOf(path)), because(reason, path));
        assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), because(reason, path));
      });

    it('whose directory is too large for memory', async () => {
      const extra = extraField(9, Buffer.alloc(60_000));
      const localExtra = Buffer.alloc(0);
      const entries = Array.from({ length: 600 }, (_, at) => ({ name: `${at}`, extra, localExtra }));
      const path = await saved(rawZip(entries));
      assert.deepEqual(await reasonOf(directoryOf(path)), because('tooMany', path));
    });

    it('that was cut off, wherever', async () => {
      const archive = await zipOf({ 'a.csv': 'x'.repeat(100), 'b.csv': 'y' });
      for (let length = 0; length < archive.length; length++) {
        const path = await saved(archive.subarray(0, length));
        assert.deepEqual(await reasonOf(directoryOf(path)), because('damaged', path));
      }
    });

    it('that is not there', async () => {
      const path = folder.at('gone.zip');
      const reason = { kind: 'fileGone', path };
      assert.deepEqual(await reasonOf(directoryOf(path)), reason);
      assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), reason);
    });

    if (permissionsBind)
      it('that may not be read', async () => {
        const path = await saved(zipOf({}));
        await chmod(path, 0);
        assert.deepEqual(await reasonOf(directoryOf(path)), { kind: 'unreadable', code: 'EACCES', path });
      });

    it('whose path is none', async () =>
      assert.deepEqual(await reasonOf(directoryOf('a\0.zip')), because('damaged', 'a\0.zip')));

    it('that is a folder', async () =>
      assert.deepEqual(await reasonOf(directoryOf(folder.path)), because('damaged', folder.path)));
  });

  describe('remembers', () => {
    it('what an archive holds, as long as it is the same', async () => {
      const path = await saved(zipOf({ 'a.csv': 'old' }));
      const directory = await directoryOf(path);
      await readEntry(path, 'a.csv');
      assert.equal(await directoryOf(path), directory);
      assert.equal(directory.mtimeMs, Math.floor((await stat(path)).mtimeMs));
    });

    it('nothing of an archive that another has replaced, were it of one size and time', async () => {
      const path = await saved(rawZip([{ name: 'a.csv', method: 0, content: 'old' }]));
      await utimes(path, 1, 1);
      assert.deepEqual(await listed(path), ['a.csv']);
      await writeFile(folder.at('b.zip'), rawZip([{ name: 'b.csv', method: 0, content: 'new' }]));
      await utimes(folder.at('b.zip'), 1, 1);
      await rename(folder.at('b.zip'), path);
      assert.equal((await readEntry(path, 'b.csv')).toString(), 'new');
      assert.deepEqual(await listed(path), ['b.csv']);
    });
  });

  // Other systems do not list what a process has open.
  if (process.platform === 'linux')
    it('leaves nothing open, whatever comes of it', async () => {
      const open = () =>
        readdirSync('/proc/self/fd').filter(fd => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder.path);
          } catch {
            return false; // the one that lists the others
          }
        });
      const content = Buffer.alloc(1_000_000);
      const path = await saved(
        rawZip([
          { name: 'a.csv', content },
          { name: 'b.csv', crc: 1 },
        ]),
      );
      await readEntry(path, 'a.csv');
      await reasonOf(readEntry(path, 'b.csv'));
      await reasonOf(readEntry(path, 'c.csv'));
      for await (const piece of openEntryStream(path, 'a.csv')) {
        assert.equal(open().length, 1);
        assert.ok(piece.length < content.length);
        break;
      }
      await reasonOf(directoryOf(await saved(Buffer.from('none'))));
      assert.deepEqual(open(), []);
    });
});

const because = (reason: string, name = 'a.csv') => ({ kind: 'zip', reason, name });

/** An entry that has its sizes in 64 bits. */
function zip64Sizes(size: number, packedSize: number): RawEntry {
  const extra = extraField(1, u64(size), u64(packedSize));
  return { name: 'a.csv', size: 0xffffffff, packedSize: 0xffffffff, extra };
}

/** An archive whose directory begins at a number that no file has. */
function elsewhere(): Buffer {
  const archive = rawZip([{ name: 'a.csv' }], { zip64: true });
  const record = archive.indexOf('PK\u0006\u0006', 'latin1');
  archive.fill(0xff, record + 48, record + 56);
  return archive;
}

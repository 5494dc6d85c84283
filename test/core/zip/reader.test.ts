import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { isRefusal } from '../../../src/core/refusal';
import { listEntries, maxEntryBytes, readEntry } from '../../../src/core/zip/reader';
import { testFolder } from '../../fakes/folder';
import { overwritten, withField, zipOf } from '../../fakes/zip';

describe('zip reader', () => {
  const folder = testFolder();

  async function saved(archive: Buffer | Promise<Buffer>): Promise<string> {
    await writeFile(folder.at('a.zip'), await archive);
    return folder.at('a.zip');
  }

  const reasonOf = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(isRefusal(error), String(error));
    return error.reason;
  };

  it('lists the files, and no folders', async () => {
    const path = await saved(zipOf({ 'dir/': '', 'dir/漏洞.csv': 'a,b\n', 'b.txt': '' }));
    assert.deepEqual(await listEntries(path), [
      { name: 'dir/漏洞.csv', size: 4 },
      { name: 'b.txt', size: 0 },
    ]);
  });

  it('lists nothing of an empty archive', async () =>
    assert.deepEqual(await listEntries(await saved(zipOf({}))), []));

  for (const compress of [true, false]) {
    it(`reads an entry that is ${compress ? 'compressed' : 'stored'}`, async () => {
      const path = await saved(zipOf({ 'a.csv': 'first', 'dir/b.csv': 'second '.repeat(1000) }, compress));
      assert.equal((await readEntry(path, 'dir/b.csv')).toString(), 'second '.repeat(1000));
      assert.equal((await readEntry(path, 'a.csv')).toString(), 'first');
    });
  }

  it('reads an empty entry', async () =>
    assert.equal((await readEntry(await saved(zipOf({ 'a.csv': '' })), 'a.csv')).length, 0));

  it('knows names in GB18030, as archives made in China have them', async () => {
    const gb = Buffer.from([0xb2, 0xe2, 0xca, 0xd4, 0x2e, 0x63, 0x73, 0x76]); // 测试.csv
    const path = await saved(overwritten(await zipOf({ 'abcd.csv': 'x' }), 'abcd.csv', gb));
    assert.deepEqual(await listEntries(path), [{ name: '测试.csv', size: 1 }]);
    assert.equal((await readEntry(path, '测试.csv')).toString(), 'x');
  });

  it('knows names whose parts are parted as on Windows', async () => {
    const path = await saved(
      overwritten(await zipOf({ 'dir/a.csv': 'x' }), 'dir/a.csv', Buffer.from('dir\\a.csv')),
    );
    assert.deepEqual(await listEntries(path), [{ name: 'dir/a.csv', size: 1 }]);
  });

  it('says that there is no such entry', async () =>
    assert.deepEqual(await reasonOf(readEntry(await saved(zipOf({ 'a.csv': '' })), 'b.csv')), {
      kind: 'zip',
      reason: 'noEntry',
      name: 'b.csv',
    }));

  for (const evil of ['../evil', '/etc/evl', 'C:/evil', 'a/../../e', '..\\evil', 'ev\0il.cs']) {
    it(`opens nothing of an archive with an entry ${JSON.stringify(evil)}`, async () => {
      const stand = 'x'.repeat(evil.length);
      const archive = overwritten(await zipOf({ 'good.csv': 'x', [stand]: 'y' }), stand, Buffer.from(evil));
      const path = await saved(archive);
      const { kind, reason } = (await reasonOf(listEntries(path))) as { kind: string; reason: string };
      assert.deepEqual([kind, reason], ['zip', 'damaged']);
      assert.equal((await reasonOf(readEntry(path, evil))).kind, 'zip');
    });
  }

  it('reads the first of two entries of one name', async () => {
    const archive = overwritten(
      await zipOf({ 'a.csv': 'one', 'b.csv': 'two' }),
      'b.csv',
      Buffer.from('a.csv'),
    );
    assert.equal((await readEntry(await saved(archive), 'a.csv')).toString(), 'one');
  });

  describe('refuses', () => {
    const refused = async (archive: Buffer | Promise<Buffer>) =>
      reasonOf(readEntry(await saved(archive), 'a.csv'));
    const because = (reason: string) => ({ kind: 'zip', reason, name: 'a.csv' });

    it('an entry that is encrypted', async () => {
      const archive = withField(await zipOf({ 'a.csv': 'x' }), 'flags', flags => flags | 1);
      assert.deepEqual(await refused(archive), because('encrypted'));
    });

    it('an entry whose checksum is wrong', async () => {
      const archive = withField(await zipOf({ 'a.csv': 'x' }), 'crc', crc => crc ^ 1);
      assert.deepEqual(await refused(archive), because('damaged'));
    });

    it('an entry that says it is larger than an editor can take', async () => {
      const archive = withField(await zipOf({ 'a.csv': 'x' }), 'size', () => maxEntryBytes + 1);
      assert.deepEqual(await refused(archive), because('tooLarge'));
    });

    it('a bomb that says it is small', async () => {
      const bomb = Buffer.alloc(4 * 1024 * 1024);
      assert.ok(deflateRawSync(bomb).length < 10_000);
      const { kind, reason } = (await refused(
        withField(await zipOf({ 'a.csv': bomb }), 'size', () => 100),
      )) as {
        kind: string;
        reason: string;
      };
      assert.deepEqual([kind, reason], ['zip', 'damaged']);
    });

    for (const [what, archive] of [
      ['what is no archive', Buffer.from('a,b\n1,2\n')],
      ['an empty file', Buffer.alloc(0)],
    ] as const) {
      it(what, async () => {
        const path = await saved(archive);
        const reason = { kind: 'zip', reason: 'damaged', name: path };
        assert.deepEqual(await reasonOf(listEntries(path)), reason);
        assert.deepEqual(await reasonOf(readEntry(path, 'a.csv')), reason);
      });
    }

    it('an archive that was cut off', async () => {
      const archive = await zipOf({ 'a.csv': 'x'.repeat(1000) });
      const path = await saved(archive.subarray(0, archive.length - 10));
      assert.equal((await reasonOf(listEntries(path))).kind, 'zip');
    });

    it('bytes that are no deflate', async () => {
      const archive = await zipOf({ 'a.csv': 'abc'.repeat(1000) });
      archive.fill(0xff, 36, 46);
      assert.equal((await refused(archive)).kind, 'zip');
    });
  });

  it('says that the archive is not there', async () => {
    const path = folder.at('gone.zip');
    assert.deepEqual(await reasonOf(listEntries(path)), { kind: 'file', code: 'ENOENT', path });
  });

  it('shows files of up to 50 MB', () => assert.equal(maxEntryBytes, 52_428_800));
});

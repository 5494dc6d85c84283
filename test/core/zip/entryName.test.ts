import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { entryPath, isFolderName, nameDecoder, rawNameOf } from '../../../src/core/zip/entryName';
import { u32 } from '../../fakes/rawZip';

const gb = Buffer.from([0xb2, 0xe2, 0xca, 0xd4]); // 测试
const utf8 = 0x800;

describe('nameDecoder', () => {
  interface Given {
    readonly bytes: string | Buffer;
    readonly flags?: number;
    readonly unicode?: Buffer;
  }
  const rawName = ({ bytes, flags = 0, unicode }: Given) =>
    rawNameOf({
      fileNameRaw: Buffer.from(bytes),
      generalPurposeBitFlag: flags,
      extraFields: unicode ? [{ id: 0x7075, data: unicode }] : [],
    });
  const decoded = (...given: Given[]) => {
    const names = given.map(rawName);
    return names.map(nameDecoder(names));
  };
  const unicodeField = (of: Buffer, name: string | Buffer, version = 1) =>
    Buffer.concat([Buffer.of(version), u32(crc32(of)), Buffer.from(name)]);

  it('knows UTF-8, with and without the mark', () =>
    assert.deepEqual(decoded({ bytes: '漏洞' }, { bytes: '漏洞', flags: utf8 }), ['漏洞', '漏洞']));

  it('knows GB18030', () => assert.deepEqual(decoded({ bytes: gb }), ['测试']));

  it('knows GB18030 in a name that has the mark all the same', () =>
    assert.deepEqual(decoded({ bytes: gb, flags: utf8 }), ['测试']));

  it('takes a name that might be either for GB18030 where another has to be', () => {
    const either = Buffer.from([0xc4, 0xa3]); // 模 in GB18030, ģ in UTF-8
    assert.deepEqual(decoded({ bytes: either }), ['ģ']);
    assert.deepEqual(decoded({ bytes: either }, { bytes: gb }), ['模', '测试']);
    assert.deepEqual(decoded({ bytes: either, flags: utf8 }, { bytes: gb }), ['ģ', '测试']);
  });

  it('keeps a byte order mark, which is a character of a name as any other', () =>
    assert.deepEqual(decoded({ bytes: '\ufeffa' }), ['\ufeffa']));

  it('prefers the Unicode name of the extra field', () =>
    assert.deepEqual(decoded({ bytes: 'old', unicode: unicodeField(Buffer.from('old'), '漏洞') }), ['漏洞']));

  for (const [what, unicode] of [
    ['belongs to another name', unicodeField(Buffer.from('other'), 'new')],
    ['is of another version', unicodeField(Buffer.from('old'), 'new', 2)],
    ['is too short', Buffer.of(1, 2)],
    ['is no UTF-8', unicodeField(Buffer.from('old'), gb)],
  ] as const)
    it(`leaves out an extra field that ${what}`, () =>
      assert.deepEqual(decoded({ bytes: 'old', unicode }), ['old']));
});

describe('entryPath', () => {
  for (const [name, path] of [
    ['a.csv', 'a.csv'],
    ['dir/a.csv', 'dir/a.csv'],
    ['dir\\a.csv', 'dir/a.csv'],
    ['./a.csv', 'a.csv'],
    ['dir/./a.csv', 'dir/a.csv'],
    ['dir//a.csv', 'dir/a.csv'],
    ['dir/', 'dir'],
    ['./', ''],
    ['', ''],
    ['...', '...'],
    ['a..b/c', 'a..b/c'],
    ['e\u0301', '\u00e9'],
  ] as const)
    it(`makes ${JSON.stringify(path)} of ${JSON.stringify(name)}`, () => assert.equal(entryPath(name), path));

  for (const name of [
    '../evil',
    'a/../../evil',
    'a/..',
    '..',
    '..\\evil',
    'a\\..\\..\\evil',
    '/etc/passwd',
    '\\\\server\\share',
    '\\evil',
    'C:/evil',
    'C:evil',
    './C:\\evil',
    'ev\0il',
  ])
    it(`refuses ${JSON.stringify(name)}`, () => assert.equal(entryPath(name), undefined));

  it('leads into the archive, and is its own path, whatever the name', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', '漏', '\0')), parts => {
        const path = entryPath(parts.join(''));
        if (path === undefined) return;
        assert.equal(entryPath(path), path);
        assert.doesNotMatch(path, /^\/|^[A-Za-z]:|\\|(^|\/)\.{1,2}(\/|$)|\/$/);
      }),
    ));
});

describe('isFolderName', () => {
  it('looks at the end', () =>
    assert.deepEqual(['a/', 'a\\', 'a/b', ''].map(isFolderName), [true, true, false, false]));
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detectEncoding, extensionOf, isText, isTextName, sampleBytes } from '../../src/core/text';

const gb = Buffer.from([0xb2, 0xe2, 0xca, 0xd4]); // 测试

describe('detectEncoding', () => {
  for (const [name, sample, encoding] of [
    ['nothing', Buffer.alloc(0), 'utf8'],
    ['ASCII', Buffer.from('a,b\n'), 'utf8'],
    ['Chinese in UTF-8', Buffer.from('测试'), 'utf8'],
    ['a UTF-8 byte order mark', Buffer.from('\ufeffa'), 'utf8bom'],
    ['UTF-16, low byte first', Buffer.from('\ufeffa', 'utf16le'), 'utf16le'],
    ['UTF-16, high byte first', Buffer.from('\ufeffa', 'utf16le').swap16(), 'utf16be'],
    ['Chinese in GB18030', gb, 'gb18030'],
    ['half a mark', Buffer.from([0xef, 0xbb, 0x41]), 'gb18030'],
    ['GB18030 after a long stretch of ASCII', Buffer.concat([Buffer.alloc(5000, 'a'), gb]), 'gb18030'],
  ] as const) {
    it(`takes ${name} for ${encoding}`, () => assert.equal(detectEncoding(sample), encoding));
  }

  it('takes UTF-8 for UTF-8 wherever the sample ends', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const all = Buffer.from(`x${text.replaceAll('\ufeff', '')}`);
        assert.equal(detectEncoding(all.subarray(0, 1 + (at % all.length))), 'utf8');
      }),
    ));

  it('looks at 64 kB', () => assert.equal(sampleBytes, 65_536));
});

describe('isText', () => {
  for (const [name, sample, expected] of [
    ['nothing', Buffer.alloc(0), true],
    ['Chinese in UTF-8', Buffer.from('编号\t名称\r\n'), true],
    ['Chinese in GB18030', gb, true],
    ['UTF-16', Buffer.from('\ufeffa,b\n', 'utf16le'), true],
    ['a sample that ends within a character', Buffer.from('测试').subarray(0, 4), true],
    ['bytes of zero', Buffer.from('a\0b'), false],
    ['a control character', Buffer.from('a\u0001b'), false],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), false],
    ['bytes that are of no encoding', Buffer.from([0x41, 0xff, 0xff, 0x41]), false],
  ] as const) {
    it(`takes ${name} for ${expected ? 'a' : 'no'} text`, () => assert.equal(isText(sample), expected));
  }
});

describe('names of files', () => {
  for (const [name, extension, isText] of [
    ['a.csv', 'csv', true],
    ['A.CSV', 'csv', true],
    ['a.tar.gz', 'gz', false],
    ['report', '', false],
    ['.log', 'log', true],
    ['a.', '', false],
    ['a.csv/b', '', false],
    ['a.csv\\b', '', false],
    ['dir.json/b.zip', 'zip', false],
    ['x.ndjson', 'ndjson', true],
    ['x.exe', 'exe', false],
    ['x.constructor', 'constructor', false],
  ] as const) {
    it(`finds “${extension}” in ${name}, ${isText ? 'a' : 'no'} text`, () => {
      assert.equal(extensionOf(name), extension);
      assert.equal(isTextName(name), isText);
    });
  }

  it('opens the formats that the clouds export as text', () =>
    assert.deepEqual(
      ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'log', 'txt', 'md', 'xml', 'yaml', 'yml', 'html'].filter(
        extension => !isTextName(`f.${extension}`),
      ),
      [],
    ));
});

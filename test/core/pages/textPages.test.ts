import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import fc from 'fast-check';
import { FileBytes, MemoryBytes, type Bytes } from '../../../src/core/bytes';
import { decoderOf, markLength } from '../../../src/core/encoding';
import { TextPages } from '../../../src/core/pages/textPages';
import { detectEncoding } from '../../../src/core/text';
import { testFolder } from '../../fakes/folder';
import { encode, encodings } from './encode';

const mebibyte = 1024 * 1024;
const mark = { utf8: false, utf8bom: true, utf16le: true, utf16be: true, gb18030: false };

/** The pages of a text in their order. */
async function pagesOf(bytes: Bytes, pageBytes: number): Promise<string[]> {
  const pages = await TextPages.open(bytes, pageBytes);
  const found: string[] = [];
  for (let page = 1; page <= pages.count; page++) found.push(await pages.read(page));
  assert.equal(await pages.read(pages.count + 1), '');
  return found;
}

const pagesOfText = (text: string, pageBytes: number) =>
  pagesOf(new MemoryBytes(Buffer.from(text)), pageBytes);

/** Counts what is read, and how much of it at most at a time. */
class CountedBytes implements Bytes {
  total = 0;
  most = 0;

  constructor(private readonly bytes: Bytes) {}

  get size(): number {
    return this.bytes.size;
  }

  read(position: number, length: number): Promise<Uint8Array> {
    this.total += length;
    this.most = Math.max(this.most, length);
    return this.bytes.read(position, length);
  }
}

describe('TextPages', () => {
  const folder = testFolder();

  for (const [what, text, pages] of [
    ['an empty text as one page', '', ['']],
    ['a short text as one page', 'a\nb', ['a\nb']],
    ['lines that fit exactly', 'abc\ndef\nghi\n', ['abc\n', 'def\n', 'ghi\n']],
    ['a line with the page it begins in', 'abcdef\nghi\njkl\n', ['abcdef\n', 'ghi\n', 'jkl\n']],
    ['both halves of CRLF together', 'abc\r\nde\r\nfg', ['abc\r\n', 'de\r\nfg']],
    ['lines that end with CR', 'abc\rdef\rgh\r', ['abc\r', 'def\rgh\r']],
    ['blank lines', '\n\n\n\n\n\n\n\n\n', ['\n\n\n\n', '\n\n\n\n\n']],
    ['a line longer than a page in parts', 'abcdefghijklm', ['abcd', 'efgh', 'ijklm']],
    ['what is left with the last page', 'abc\ndef\ngh\n', ['abc\n', 'def\ngh\n']],
    ['no half of a character', '测测测测', ['测测', '测', '测']],
  ] as const) {
    it(`has ${what}`, async () => assert.deepEqual(await pagesOfText(text, 4), pages));
  }

  it('has each character of a text once, whatever its encoding and its lines', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...encodings),
        fc.array(
          fc.oneof(
            { arbitrary: fc.constantFrom('\n', '\r', '\r\n', '\r\r\n'), weight: 1 },
            {
              arbitrary: fc.array(fc.constantFrom(...'a测试丂丄1é\u00a5Ⰰ😀,'), { maxLength: 12 }),
              weight: 2,
            },
          ),
          { maxLength: 60 },
        ),
        fc.integer({ min: 2, max: 40 }),
        async (encoding, parts, half) => {
          const text = parts.flat().join('');
          const bytes = encode(mark[encoding] ? `\ufeff${text}` : text, encoding);
          fc.pre(detectEncoding(bytes) === encoding);
          const pages = await pagesOf(new MemoryBytes(bytes), 2 * half);
          assert.equal(pages.join(''), text);
          assert.ok(pages.length === 1 || pages.every(page => page !== ''));
          for (const page of pages) assert.ok(encode(page, encoding).length <= 4 * half);
          for (const [index, page] of pages.slice(1).entries())
            assert.ok(!(page.startsWith('\n') && pages[index]?.endsWith('\r')), 'CRLF is not divided');
        },
      ),
      { numRuns: 2000 },
    ));

  it('finds both halves of CRLF wherever they are in a long line', async () => {
    // Pieces of 64 KiB are read from the byte before the page on.
    for (const length of [65_533, 65_534, 65_535, 65_536, 131_070, 131_071]) {
      const long = 'x'.repeat(length);
      const pages = await pagesOfText(`${'y'.repeat(262_144)}${long}\r\n${'z'.repeat(400_000)}`, 262_144);
      assert.equal(pages[0]?.length, 262_144 + length + 2);
    }
  });

  it('has each byte of what is no valid text once', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(0x0a, 0x0d, 0x30, 0x39, 0x81, 0xe4), fc.nat(255)), {
          maxLength: 60,
        }),
        fc.integer({ min: 2, max: 20 }),
        async (values, half) => {
          const bytes = Uint8Array.from(values);
          const encoding = detectEncoding(bytes);
          const pages = await pagesOf(new MemoryBytes(bytes), 2 * half);
          assert.equal(pages.join(''), decoderOf(encoding).decode(bytes.subarray(markLength[encoding])));
        },
      ),
      { numRuns: 2000 },
    ));

  it('reads of a large file the page that is asked for and little more', async () => {
    const line = `${'line '.repeat(12)}...\n`;
    const size = 64 * mebibyte + 13;
    const file = await open(folder.at('large.log'), 'w');
    await file.truncate(size); // zeros that take no room on disk
    for (const at of [0, mebibyte - 32, 31 * mebibyte - 32, 32 * mebibyte - 32])
      await file.write(line.repeat(1024), at);
    await file.write('\nthe last one', size - 13);
    await file.close();

    const bytes = await FileBytes.open(folder.at('large.log'));
    try {
      const counted = new CountedBytes(bytes);
      const pages = await TextPages.open(counted);
      assert.equal(pages.count, 64);
      assert.ok(counted.total <= mebibyte / 8, `${counted.total} bytes for the count`);
      for (const [page, start, length, most] of [
        [1, line, mebibyte + 32, 1.5],
        [2, line, mebibyte - 32, 2.5], // no line begins in the whole of the next
        [3, '\0\0', mebibyte, 3.5],
        [32, line, mebibyte, 1.5],
        [64, '\0\0', mebibyte + 13, 2.5],
      ] as const) {
        counted.total = 0;
        const text = await pages.read(page);
        assert.equal(text.slice(0, start.length), start);
        assert.equal(text.length, length);
        assert.ok(counted.total <= most * mebibyte, `${counted.total} bytes for page ${page}`);
      }
      assert.ok(counted.most <= 2 * mebibyte, `${counted.most} bytes at once`);
    } finally {
      await bytes.close();
    }
  });
});

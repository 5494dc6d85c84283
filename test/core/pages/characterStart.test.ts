import assert from 'node:assert/strict';
import { MemoryBytes } from '../../../src/core/bytes';
import { characterStart } from '../../../src/core/pages/characterStart';
import type { TextEncoding } from '../../../src/core/text';
import { encode, encodings } from './encode';

/** Where characters begin by this function, for each position of a text. */
async function starts(bytes: Uint8Array, encoding: TextEncoding, step: 1 | 2): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += step)
    found.push(await characterStart(new MemoryBytes(bytes), encoding, at));
  return found;
}

/** The same by adding up the characters' lengths. */
function expected(text: string, encoding: TextEncoding, step: 1 | 2): number[] {
  const edges = [0];
  for (const character of text) edges.push((edges.at(-1) ?? 0) + encode(character, encoding).length);
  const end = edges.at(-1) ?? 0;
  return Array.from({ length: end / step }, (_, at) => edges.find(edge => edge >= at * step) ?? end);
}

describe('characterStart', () => {
  // Ideographs whose second byte in GB18030 looks like a letter, characters of four bytes, digits between them.
  const text = 'a测试1丂丄7\u00a5\u00a52😀é\r\n丂丂Ⰰ9';
  for (const encoding of encodings) {
    it(`finds the next character of ${encoding} from any byte`, async () => {
      const step = encoding.startsWith('utf16') ? 2 : 1;
      assert.deepEqual(await starts(encode(text, encoding), encoding, step), expected(text, encoding, step));
    });
  }

  it('counts characters of GB18030 from far away where nothing nearer is certain', async () => {
    // Nine bytes at a time; characters begin at these of them.
    const edges = [0, 2, 3, 5, 9];
    const bytes = encode(`.${'测1测\u00a5'.repeat(50_000)}`, 'gb18030');
    for (let at = 0; at < 9; at++) {
      const base = 1 + 9 * 49_990;
      const found = await characterStart(new MemoryBytes(bytes), 'gb18030', base + at);
      assert.equal(
        found - base,
        edges.find(edge => edge >= at),
      );
    }
  });

  it('counts on where a character lies over the edge of what is read at a time', async () => {
    const bytes = new MemoryBytes(encode(`.1${'测'.repeat(100_000)}`, 'gb18030'));
    assert.equal(await characterStart(bytes, 'gb18030', 150_000), 150_000);
    assert.equal(await characterStart(bytes, 'gb18030', 150_001), 150_002);
  });

  it('goes on beyond bytes that are no character', async () => {
    const stray = Buffer.from([0x61, 0x80, 0x80, 0x80, 0x80, 0x80]);
    assert.equal(await characterStart(new MemoryBytes(stray), 'utf8', 1), 4);
    const cut = Buffer.from([0x2e, 0x81, 0x30, 0x31, 0x81, 0x20, 0x81, 0x7f, 0x81]);
    const found = await starts(cut, 'gb18030', 1);
    assert.deepEqual(found, [0, 1, 4, 4, 4, 5, 6, 7, 8]);
  });
});

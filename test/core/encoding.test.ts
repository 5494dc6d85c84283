import assert from 'node:assert/strict';
import { bytesPerUnit, decoderOf, markLength, narrowed } from '../../src/core/encoding';

describe('encodings', () => {
  for (const [encoding, bytes, unit] of [
    ['utf8', Buffer.from('名,b\n'), 1],
    ['utf8bom', Buffer.from('\ufeff名,b\n'), 1],
    ['utf16le', Buffer.from('\ufeff名,b\n', 'utf16le'), 2],
    ['utf16be', Buffer.from('\ufeff名,b\n', 'utf16le').swap16(), 2],
    ['gb18030', Buffer.from([0xc3, 0xfb, 0x2c, 0x62, 0x0a]), 1],
  ] as const) {
    it(`reads ${encoding} after its mark`, () => {
      assert.equal(bytesPerUnit(encoding), unit);
      assert.equal(decoderOf(encoding).decode(bytes.subarray(markLength[encoding])), '名,b\n');
    });
  }
});

describe('narrowed', () => {
  const text = 'a,"漏\n😀"\u2c00\u002c';
  const expected = [...'a,"']
    .map(sign => sign.charCodeAt(0))
    .concat(0x80, 0x0a, 0x80, 0x80, 0x22, 0x80, 0x2c);
  const little = Buffer.from(text, 'utf16le');

  it('keeps ASCII signs of UTF-16 and nothing that looks like one', () => {
    assert.deepEqual([...narrowed(little, false)], expected);
    assert.deepEqual([...narrowed(Buffer.from(little).swap16(), true)], expected);
  });

  it('leaves half a sign out', () => assert.deepEqual([...narrowed(little.subarray(0, 3), false)], [0x61]));
});

import assert from 'node:assert/strict';
import { detectDialect } from '../../../src/core/table/dialect';

describe('detectDialect', () => {
  for (const [what, text, likely, delimiter] of [
    ['commas', 'a,b\n1,2\n', ',', ','],
    ['semicolons, with decimal commas', 'a;b;c\n1,5;2,5;3\n1;2;3\n', ',', ';'],
    ['tabs, with commas in cells', 'a\tb\n"1,2,3"\t4,5\n', ',', '\t'],
    ['commas in a file whose name speaks of tabs', 'a,b\n1,2\n', '\t', ','],
    ['delimiters within quotes, which are none', '"a;b;c",d\n"1;2;3",4\n', ',', ','],
    ['no delimiter, where the name decides', 'a\n1\n', '\t', '\t'],
    ['nothing', '', ',', ','],
  ] as const) {
    it(`finds ${what}`, () => assert.equal(detectDialect(Buffer.from(text), likely).delimiter, delimiter));
  }

  for (const [encoding, bytes, start] of [
    ['utf8', Buffer.from('名,b\n'), 0],
    ['utf8bom', Buffer.from('\ufeff名,b\n'), 3],
    ['utf16le', Buffer.from('\ufeff名,b\n', 'utf16le'), 2],
    ['utf16be', Buffer.from('\ufeff名,b\n', 'utf16le').swap16(), 2],
    ['gb18030', Buffer.from([0xc3, 0xfb, 0x2c, 0x62, 0x0a]), 0],
  ] as const) {
    it(`reads ${encoding} after its mark`, () =>
      assert.deepEqual(detectDialect(bytes, '\t'), { encoding, start, delimiter: ',' }));
  }
});

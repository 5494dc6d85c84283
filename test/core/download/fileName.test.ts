import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numbered, safeFileName } from '../../../src/core/download/fileName';

const bytes = (name: string) => Buffer.byteLength(name);

describe('safeFileName', () => {
  for (const [name, safe] of [
    ['report.csv', 'report.csv'],
    ['互联网边界防火墙资产-IPv4_1069.csv', '互联网边界防火墙资产-IPv4_1069.csv'],
    ['../../.bashrc', '.bashrc'],
    ['..\\..\\a.csv', 'a.csv'],
    ['C:\\x', 'x'],
    ['C:x.csv', 'C_x.csv'],
    ['/etc/passwd', 'passwd'],
    ['a/b\\c.zip', 'c.zip'],
    ['a\0b.csv', 'ab.csv'],
    ['a\r\nb\tc.csv', 'abc.csv'],
    ['a\u007f\u0085b', 'ab'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['NUL.tar.gz', '_NUL.tar.gz'],
    ['con .txt', '_con .txt'],
    ['lpt1', '_lpt1'],
    ['LPT0.csv', '_LPT0.csv'],
    ['com0', '_com0'],
    ['prn', '_prn'],
    ['aux.csv', '_aux.csv'],
    ['conout$.csv', '_conout$.csv'],
    ['COM¹.csv', '_COM¹.csv'],
    ['conin$', '_conin$'],
    ['context.csv', 'context.csv'],
    ['com10', 'com10'],
    ['a<b>c:d"e|f?g*h.csv', 'a_b_c_d_e_f_g_h.csv'],
    ['a.csv...', 'a.csv'],
    ['a.csv . .', 'a.csv'],
    ['  a.csv', 'a.csv'],
    ['exe\u202evsc.csv', 'exevsc.csv'],
    ['a\u200b\u2066b\u2069\ufeff\u061c.csv', 'ab.csv'],
    ['a\ud800b.csv', 'a_b.csv'],
    ['e\u0301.csv', 'é.csv'],
    ['😀.csv', '😀.csv'],
    ['', 'download'],
    ['.', 'download'],
    ['..', 'download'],
    ['a/', 'download'],
    ['\0', 'download'],
    ['\u202e', 'download'],
    [' . ', 'download'],
  ] as const) {
    it(`makes ${JSON.stringify(safe)} of ${JSON.stringify(name)}`, () =>
      assert.equal(safeFileName(name), safe));
  }

  it('takes the fallback for a name of which nothing is left, made safe too', () => {
    assert.equal(safeFileName('..', 'task 7'), 'task 7');
    assert.equal(safeFileName('', '../a:b'), 'a_b');
    assert.equal(safeFileName('', '..'), 'download');
    assert.equal(safeFileName('', ''), 'download');
  });

  it('cuts a name of 500 characters before its extension', () => {
    assert.equal(safeFileName(`${'a'.repeat(500)}.csv`), `${'a'.repeat(196)}.csv`);
    assert.equal(safeFileName(`${'a'.repeat(500)}.tar.gz`), `${'a'.repeat(193)}.tar.gz`);
    assert.equal(safeFileName('a'.repeat(500)), 'a'.repeat(200));
  });

  it('cuts between characters, not within one', () => {
    assert.equal(safeFileName(`${'测'.repeat(100)}.csv`), `${'测'.repeat(65)}.csv`);
    assert.equal(safeFileName(`${'😀'.repeat(100)}.csv`), `${'😀'.repeat(49)}.csv`);
  });

  it('leaves a name of 200 bytes', () => {
    const name = `${'a'.repeat(196)}.csv`;
    assert.equal(safeFileName(name), name);
  });

  it('leaves no blank or dot before the extension of a name that was cut', () =>
    assert.equal(safeFileName(`${'a'.repeat(190)}${' .'.repeat(20)}b.csv`), `${'a'.repeat(190)}.csv`));

  it('does not become a device by being cut', () =>
    assert.match(safeFileName(`con${' '.repeat(300)}b.csv`), /^(?:_con|con )/));

  const nasty = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        ...['/', '\\', '.', ' ', ':', '\0', '\u202e', '\u061c', '\ud800', 'con', '.csv', '测', '😀'],
      ),
    ),
    maxLength: 300,
  });

  it('answers one safe segment for any text', () =>
    fc.assert(
      fc.property(nasty, name => {
        const safe = safeFileName(name);
        assert.ok(safe !== '' && safe !== '.' && safe !== '..');
        assert.doesNotMatch(safe, /[/\\<>:"|?*]/);
        assert.doesNotMatch(safe, /\p{Cc}|\p{Bidi_Control}|\p{Surrogate}/u);
        assert.doesNotMatch(safe, /[. ]$/);
        assert.doesNotMatch(safe, /^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i);
        assert.ok(bytes(safe) <= 200, `${bytes(safe)} bytes`);
      }),
      { numRuns: 500 },
    ));

  it('is settled: a safe name is safe', () =>
    fc.assert(fc.property(nasty, name => safeFileName(safeFileName(name)) === safeFileName(name))));

  it('keeps the extension of any name', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.stringMatching(/^[a-z0-9]{1,8}$/),
        (stem, extension) => {
          assert.ok(safeFileName(`x${stem}y.${extension}`).endsWith(`.${extension}`));
        },
      ),
    ));
});

describe('numbered', () => {
  for (const [name, number, expected] of [
    ['a.csv', 0, 'a.csv'],
    ['a.csv', 1, 'a (1).csv'],
    ['a.tar.gz', 12, 'a (12).tar.gz'],
    ['a', 2, 'a (2)'],
    ['.bashrc', 1, '.bashrc (1)'],
    ['a.b c', 1, 'a.b c (1)'],
    ['v1.2.csv', 1, 'v1.2 (1).csv'],
    ['a.averyveryverylongend', 1, 'a.averyveryverylongend (1)'],
  ] as const) {
    it(`makes ${expected} of ${name}`, () => assert.equal(numbered(name, number), expected));
  }

  it('keeps its limit when it is numbered', () => {
    const name = numbered(safeFileName(`${'名'.repeat(200)}.csv`), 12);
    assert.ok(Buffer.byteLength(name) <= 200);
    assert.match(name, / \(12\)\.csv$/);
  });
});

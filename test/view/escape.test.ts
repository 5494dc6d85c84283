import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeMarkdown, plain } from '../../src/view/escape';

describe('plain', () => {
  for (const [text, expected] of [
    ['漏洞 export-7 (final).csv 😀', '漏洞 export-7 (final).csv 😀'],
    ['a\r\nb', 'a b'],
    ['a\u0000\u0007b', 'a b'],
    ['exe\u202evsc', 'exe vsc'],
    ['a\u2028b\u2029c', 'a b c'],
    ['a\u061cb\u200bc\ufeffd', 'a b c d'],
    ['', ''],
  ] as const) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () =>
      assert.equal(plain(text), expected));
  }

  it('leaves one line without marks that turn it around', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        assert.doesNotMatch(plain(text), /\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/u);
      }),
    ));
});

/** What a browser makes of character references. */
const decoded = (text: string) =>
  text.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));

describe('escapeMarkdown', () => {
  for (const hostile of [
    '[x](command:workbench.action.terminal.new)',
    '![x](https://evil/pixel)',
    '<img src=x onerror=alert(1)>',
    '$(trash) $(sync~spin)',
    '**bold** _it_ ~~del~~ `code`',
    '# heading',
    '- item',
    '1. item',
    '> quote',
    'a | b',
    'https://evil.example.com',
    'www.evil.example.com',
    'me@evil.example.com',
    '&lt;b&gt; &#60;',
    '\\[x\\]',
    '"\'',
  ]) {
    it(`shows ${hostile} as it is`, () => {
      const escaped = escapeMarkdown(hostile);
      assert.equal(decoded(escaped), hostile);
      assert.doesNotMatch(escaped.replaceAll(/&#\d+;/g, ''), /[\\`*_{}[\]()#+.!|<>~$:@/&"'-]/);
    });
  }

  it('keeps to one line', () => assert.equal(escapeMarkdown('a\n\n| b |\n'), 'a &#124; b &#124; '));

  it('indents nothing, which would make it code', () => assert.equal(escapeMarkdown('a      b'), 'a b'));

  it('leaves letters, digits and Chinese alone', () =>
    assert.equal(escapeMarkdown('漏洞 Export 7'), '漏洞 Export 7'));
});

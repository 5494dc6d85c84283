import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { commandLine, downloaders, quoted, shells } from '../../../src/core/download/commandLine';
import { safeFileName } from '../../../src/core/download/fileName';

const url = 'https://h.example/%E4%BA%92.csv?Expires=1&Signature=a%2Bb%3D&x=[1-3]{a}';
const file = { url, name: 'report 1.csv' };

describe('commandLine', () => {
  for (const [program, shell, line] of [
    ['curl', 'posix', `curl --fail --globoff --continue-at - --output 'report 1.csv' '${url}'`],
    ['wget', 'posix', `wget --continue --max-redirect=0 --output-document 'report 1.csv' '${url}'`],
    [
      'aria2c',
      'posix',
      `aria2c --continue=true --max-connection-per-server=4 --split=4 '--out=report 1.csv' '${url}'`,
    ],
    ['curl', 'powershell', `curl.exe --fail --globoff --continue-at - --output 'report 1.csv' '${url}'`],
    ['wget', 'powershell', `wget.exe --continue --max-redirect=0 --output-document 'report 1.csv' '${url}'`],
    [
      'aria2c',
      'powershell',
      `aria2c.exe --continue=true --max-connection-per-server=4 --split=4 '--out=report 1.csv' '${url}'`,
    ],
  ] as const) {
    it(`is this for ${program} in a ${shell} shell`, () =>
      assert.equal(commandLine(program, file, shell), line));
  }

  it('takes a name that begins with a hyphen for no option and no standard output', () => {
    for (const program of downloaders) {
      assert.ok(commandLine(program, { url, name: '-o.csv' }, 'posix').includes("./-o.csv'"));
      assert.ok(commandLine(program, { url, name: '-' }, 'posix').includes("./-'"));
    }
  });

  it('holds no character that a terminal acts on or that makes several arguments, whatever the link', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...downloaders),
        fc.constantFrom(...shells),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (program, shell, part, name) => {
          const line = commandLine(
            program,
            { url: `https://h/${part}?${part}#${part}`, name: safeFileName(name) },
            shell,
          );
          assert.doesNotMatch(line, /[\p{Cc}"]/u);
        },
      ),
    ));
});

describe('quoted', () => {
  it('is what a POSIX shell reads as the text itself, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}()<>|&;#~%-= \n\t‘’éab') }),
    );
    // An argument cannot hold a NUL; that is what parts them here.
    const argument = text.map(value => value.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 20 }), texts => {
        const line = `printf '%s\\0' ${texts.map(each => quoted(each, 'posix')).join(' ')}`;
        const said = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
        assert.deepEqual(said.split('\0').slice(0, -1), texts);
      }),
      { numRuns: 50 },
    );
  });

  for (const [text, expected] of [
    ['a b', "'a b'"],
    ['$(x) `y` %PATH% $env:A', "'$(x) `y` %PATH% $env:A'"],
    ["it's", "'it''s'"],
    ["''", "''''''"],
    ['‘a’‚b‛', "'‘‘a’’‚‚b‛‛'"],
    ['', "''"],
  ] as const) {
    it(`is ${expected} in PowerShell for ${JSON.stringify(text)}`, () =>
      assert.equal(quoted(text, 'powershell'), expected));
  }

  it('is what PowerShell reads as the text itself, by its rules', () => {
    const text = fc.string({ unit: fc.constantFrom(...'\'‘’‚‛`$"%ab ') });
    fc.assert(fc.property(text, value => assert.equal(readByPowerShell(quoted(value, 'powershell')), value)));
  });
});

/** A literal string as PowerShell's tokenizer reads it: any two of its quotes in a row are the first of them. */
function readByPowerShell(literal: string): string {
  const isQuote = (character = '') => character !== '' && "'‘’‚‛".includes(character);
  assert.ok(isQuote(literal[0]));
  let text = '';
  for (let at = 1; at < literal.length; at++) {
    if (isQuote(literal[at])) {
      if (!isQuote(literal[at + 1])) {
        assert.equal(at, literal.length - 1, 'the string ends with its last quote');
        return text;
      }
      text += literal[at++] ?? '';
    } else {
      text += literal[at] ?? '';
    }
  }
  return assert.fail('the string has no end');
}

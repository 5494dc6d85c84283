import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completed, extractTexts, findProblems, readBundle } from '../scripts/l10n.mjs';

type Texts = Record<string, string>;

const readTexts = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;

/** Names and signs that are the same in both languages; all else must differ from the English. */
const sameInBoth = new Set(['Cloud Tasks', 'CDN', 'AccessKey ID', ' · ']);

describe('texts of the code', function () {
  this.timeout(30_000); // every source file is parsed

  let source: Texts;
  let chinese: Texts;
  before(async () => {
    source = await extractTexts();
    chinese = readBundle();
  });

  it('are all in the Chinese bundle, which has nothing else and no other placeholders', () => {
    assert.deepEqual(findProblems(source, chinese), []);
  });

  it('are well formed in both languages', () => {
    assert.deepEqual(flaws(source), []);
    assert.deepEqual(flaws(chinese), []);
  });

  it('keep the blanks at their ends and their full stop when translated', () => {
    assert.deepEqual(endingFlaws(source, chinese), []);
  });

  it('lead to the same commands and have the same code and icons in both languages', () => {
    assert.deepEqual(differentlyFixed(source, chinese), []);
  });

  it('have the signs of their language', () => {
    assert.deepEqual(signFlaws(source, inEnglish), []);
    assert.deepEqual(signFlaws(chinese, inChinese), []);
  });

  it('are translated', () => {
    assert.deepEqual(untranslated(source, chinese), []);
  });

  it('are written as literals, or they would not be found', () => {
    const calls = /\bl10n\s*\.\s*t\s*\(\s*(.)/g;
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.ts'),
    );
    const odd = files.flatMap(name =>
      [...readFileSync(join('src', name), 'utf8').matchAll(calls)]
        .filter(([, first = '']) => !'\'"{'.includes(first))
        .map(([call]) => `${name}: ${call}`),
    );
    assert.deepEqual(odd, []);
  });
});

describe('texts of the manifest', () => {
  const english = readTexts('package.nls.json');
  const chinese = readTexts('package.nls.zh-cn.json');
  const manifest = readFileSync('package.json', 'utf8');
  const asked = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));

  it('are there for each key that the manifest asks for, and for no other', () => {
    assert.deepEqual(Object.keys(english).sort(), [...asked].sort());
  });

  it('are all in the Chinese file, which has nothing else and no other placeholders', () => {
    assert.deepEqual(findProblems(english, chinese), []);
  });

  it('are well formed in both languages', () => {
    assert.deepEqual(flaws(english), []);
    assert.deepEqual(flaws(chinese), []);
  });

  it('keep the blanks at their ends and their full stop when translated', () => {
    assert.deepEqual(endingFlaws(english, chinese), []);
  });

  it('lead to the same commands and have the same code and icons in both languages', () => {
    assert.deepEqual(differentlyFixed(english, chinese), []);
  });

  it('have the signs of their language', () => {
    assert.deepEqual(signFlaws(english, inEnglish), []);
    assert.deepEqual(signFlaws(chinese, inChinese), []);
  });

  it('say as many things, each in a line of its own', () => {
    const lines = (text = '') => text.split('\n').length;
    assert.deepEqual(
      Object.keys(english).filter(key => lines(english[key]) !== lines(chinese[key])),
      [],
    );
  });

  it('are translated', () => {
    assert.deepEqual(untranslated(english, chinese), []);
  });
});

describe('the texts that are the same in both languages', () => {
  it('are all still there', async () => {
    const texts = new Set([
      ...Object.values(readTexts('package.nls.json')),
      ...Object.values(await extractTexts()),
    ]);
    assert.deepEqual(
      [...sameInBoth].filter(text => !texts.has(text)),
      [],
    );
  }).timeout(30_000);
});

describe('the check of signs', () => {
  it('tells of what is of the other language, and of nothing else', () => {
    assert.deepEqual(signFlaws({ a: '任务 ID，共 {0} 个（约 3 天）。', b: '访问密钥 (STS)' }, inChinese), []);
    for (const text of [
      '任务,账号',
      '任务 (约三天)',
      '任务 ，账号',
      '任务 账号',
      '“ID ”',
      'a、 b',
      '共{0} 个,',
    ])
      assert.equal(signFlaws({ text }, inChinese).length, 1, text);
    assert.deepEqual(signFlaws({ a: 'Group “{0}”: by (what)?', b: '界面' }, inEnglish), ['b']);
    for (const text of ['Open，then', 'Open （now）'])
      assert.equal(signFlaws({ text }, inEnglish).length, 1, text);
  });
});

describe('the check of the bundles', () => {
  const source = { 'Got {0} of {1}': 'Got {0} of {1}', Open: 'Open' };

  it('finds nothing wrong with a whole translation, whatever its order', () => {
    assert.deepEqual(findProblems(source, { Open: '打开', 'Got {0} of {1}': '{1} 中的 {0}，{1}' }), []);
  });

  it('tells of a text that is missing, not used, empty, no text, or with other placeholders', () => {
    assert.deepEqual(findProblems(source, { 'Got {0} of {1}': '{0}', Close: '关闭' }), [
      'missing: "Open"',
      'not used: "Close"',
      'other placeholders than its source: "Got {0} of {1}" → "{0}"',
    ]);
    assert.deepEqual(findProblems(source, { 'Got {0} of {1}': '', Open: 1 }), [
      'not translated: "Got {0} of {1}"',
      'not a text: "Open"',
    ]);
    assert.deepEqual(findProblems({ constructor: 'constructor' }, {}), ['missing: "constructor"']);
  });

  it('completes a translation with empty texts and drops what is not used', () => {
    const bundle = completed(source, { Open: '打开', Close: '关闭' });
    assert.deepEqual(Object.entries(bundle), [
      ['Got {0} of {1}', ''],
      ['Open', '打开'],
    ]);
  });
});

/** Faults that a text has in any language. */
function flaws(texts: Texts): string[] {
  const found = (text: string): string[] => [
    ...(text.trim() === '' ? ['empty'] : []),
    ...(/[^\P{Cc}\n]|\p{Co}|�/u.test(text) ? ['a control character'] : []),
    ...(/ {2}/.test(text) ? ['two blanks'] : []),
    ...(/\.\.\./.test(text) ? ['three dots instead of …'] : []),
    ...(['“”', '（）', '()', '{}', '[]'].some(([open, close]) => count(text, open) !== count(text, close))
      ? ['unbalanced brackets or quotes']
      : []),
    ...(/\{(?!\d\})/.test(text) ? ['a placeholder without a number'] : []),
    ...(/\p{Script=Han}['"]|['"]\p{Script=Han}|\p{Script=Han}[,;:?!]|\p{Script=Han}\.(?!\p{L})/u.test(text)
      ? ['a Latin sign after a Chinese one']
      : []),
  ];
  return Object.entries(texts).flatMap(([key, text]) => found(text).map(flaw => `${flaw}: ${key}`));
}

const count = (text: string, sign = ''): number => text.split(sign).length - 1;

/** What no language may change: commands that a link runs, code and icons. */
function differentlyFixed(source: Texts, translation: Texts): string[] {
  const fixed = (text = '') => (text.match(/\]\([^)]*\)|`[^`]*`|\$\([\w~-]+\)/g) ?? []).sort().join(' ');
  return Object.keys(source).filter(key => fixed(source[key]) !== fixed(translation[key]));
}

/** Chinese signs and characters. */
const inEnglish = /[\p{Script=Han}，。：；？！、（）《》]/u;
/** Latin signs at Chinese characters, blanks at Chinese signs, and blanks between Chinese characters. */
const inChinese =
  /\p{Script=Han} ?[,;:?!]|[,;:?!]\p{Script=Han}|,$|\([^)]*\p{Script=Han}[^)]*\)|[“（] | [”，。：；？！、（）]|[，。：；？！、（）] |\p{Script=Han} +\p{Script=Han}/u;

const signFlaws = (texts: Texts, flaw: RegExp): string[] =>
  Object.entries(texts)
    .filter(([, text]) => flaw.test(text.replace(/\]\(command:[^)]*\)/g, ']')))
    .map(([key]) => key);

/** A sentence stays one, and what is put together of parts still fits. */
function endingFlaws(source: Texts, translation: Texts): string[] {
  const isOdd = (text: string, translated: string): boolean =>
    /[.]$/.test(text) !== /[。]$/.test(translated) ||
    /…$/.test(text) !== /…$/.test(translated) ||
    (/^\s|\s$/.test(translated) && !/^\s|\s$/.test(text));
  return Object.entries(source)
    .filter(([key, text]) => isOdd(text, translation[key] ?? ''))
    .map(([key]) => key);
}

const untranslated = (source: Texts, translation: Texts): string[] =>
  Object.keys(source).filter(key => translation[key] === source[key] && !sameInBoth.has(source[key] ?? ''));

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import manifest from '../package.json';

const read = (file: string): string => readFileSync(file, 'utf8');
const english = read('README.md');
const chinese = read('README.zh-CN.md');

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? '');

/** Without blocks of code, in which `#` begins a comment. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

describe('the two READMEs', () => {
  it('have the same sections', () => {
    const levels = (text: string) => all(prose(text), /^(#+) /gm);
    assert.deepEqual(levels(chinese), levels(english));
  });

  it('have tables of the same form', () => {
    const rows = (text: string) => all(prose(text), /^(\|.*)$/gm).map(row => row.split(/(?<!\\)\|/).length);
    assert.deepEqual(rows(chinese), rows(english));
  });

  it('name the same commands and settings, and each setting there is', () => {
    const named = (text: string) => [...new Set(all(text, /(cloudTasks\.[\w.]*\w)/g))].sort();
    assert.deepEqual(named(chinese), named(english));
    const settings = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual(
      settings.filter(key => !named(english).includes(key)),
      [],
    );
  });

  for (const [file, text] of [
    ['README.md', english],
    ['README.zh-CN.md', chinese],
  ] as const)
    it(`lead to what there is: ${file}`, () => {
      const anchors = all(prose(text), /^#+ (.*)$/gm).map(heading =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      );
      for (const link of all(text, /\]\(([^)\s]+)\)/g).filter(link => !/^\w+:/.test(link)))
        assert.ok(
          link.startsWith('#') ? anchors.includes(link.slice(1)) : existsSync(link.split('#')[0] ?? ''),
          link,
        );
    });
});

/**
 * Keeps the Chinese bundle in step with the texts of the code.
 *
 *     node scripts/l10n.mjs           adds what is missing with an empty translation, drops what is not used any more
 *     node scripts/l10n.mjs --check   lists what is missing, unused or at odds, and fails when there is any
 *
 * The English bundle is made in memory alone: the texts stand in the code.
 */
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';

const projectRoot = resolve(import.meta.dirname, '..');
const bundleName = 'l10n/bundle.l10n.zh-cn.json';
const bundlePath = join(projectRoot, bundleName);

/** Key → text. A key is the English text, with its comment for translators after a slash. @typedef {Record<string, string>} Texts */

/** What the code says, in English. @returns {Promise<Texts>} */
export async function extractTexts() {
  const folder = join(projectRoot, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts'),
  );
  const scripts = files.map(name => ({
    contents: readFileSync(join(folder, name), 'utf8'),
    extension: '.ts',
  }));
  const found = Object.entries(await getL10nJson(scripts));
  return sorted(found.map(([key, text]) => [key, typeof text === 'string' ? text : text.message]));
}

/** @returns {Texts} */
export const readBundle = () => JSON.parse(readFileSync(bundlePath, 'utf8'));

/**
 * What is wrong with a translation, one line each.
 *
 * @param {Texts} source
 * @param {Record<string, unknown>} translation
 * @returns {string[]}
 */
export function findProblems(source, translation) {
  const missing = Object.keys(source).filter(key => !Object.hasOwn(translation, key));
  const unused = Object.keys(translation).filter(key => !Object.hasOwn(source, key));
  return [
    ...missing.map(key => `missing: ${quote(key)}`),
    ...unused.map(key => `not used: ${quote(key)}`),
    ...Object.entries(source).flatMap(([key, text]) =>
      Object.hasOwn(translation, key) ? textProblem(key, text, translation[key]) : [],
    ),
  ];
}

/** @param {string} key @param {string} text @param {unknown} translated @returns {string[]} */
function textProblem(key, text, translated) {
  if (typeof translated !== 'string') return [`not a text: ${quote(key)}`];
  if (translated === '') return [`not translated: ${quote(key)}`];
  if (placeholders(translated) === placeholders(text)) return [];
  return [`other placeholders than its source: ${quote(key)} → ${quote(translated)}`];
}

/** Each once and in order: another language may need them elsewhere, or twice. @param {string} text */
const placeholders = text => [...new Set(text.match(/\{[^{}]*\}/g))].sort().join(' ');

/** The bundle with a place for each text that is missing. @param {Texts} source @param {Texts} translation */
export function completed(source, translation) {
  const known = new Map(Object.entries(translation));
  return sorted(Object.keys(source).map(key => [key, known.get(key) ?? '']));
}

/** By code unit, so that every machine writes the same file. @param {[string, string][]} entries @returns {Texts} */
const sorted = entries => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** @param {string} text */
const quote = text => JSON.stringify(text);

async function main() {
  const source = await extractTexts();
  const checks = process.argv.includes('--check');
  if (!checks) writeFileSync(bundlePath, `${JSON.stringify(completed(source, readBundle()), null, 2)}\n`);
  const problems = findProblems(source, readBundle());
  for (const problem of problems) console.error(`${bundleName}: ${problem}`);
  if (problems.length === 0) console.log(`${Object.keys(source).length} texts, all translated.`);
  else if (checks) process.exitCode = 1;
}

// The test imports this file; a link may lead to it when it is run.
const started = process.argv[1];
if (started && realpathSync(started) === fileURLToPath(import.meta.url)) void main();

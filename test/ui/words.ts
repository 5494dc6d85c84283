import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Texts = Readonly<Record<string, string>>;

/** What the extension says in one language, looked up where the extension has it from. */
export interface Words {
  /** A text of the manifest by its key. Throws for a key that there is not. */
  (key: string): string;
  /** A text of the code by its English, a comment for translators left out, with what stands for `{0}`, `{1}`. */
  code(english: string, ...args: readonly (string | number)[]): string;
}

const projectRoot = join(import.meta.dirname, '..', '..');

const read = (file: string): Texts => JSON.parse(readFileSync(join(projectRoot, file), 'utf8')) as Texts;

/** The texts of the manifest by key: in a language that the extension has a file for, else in English. */
export const manifestTexts = (locale?: string): Texts =>
  read(locale ? `package.nls.${locale}.json` : 'package.nls.json');

/** The texts of the code by their English. */
export const codeTexts = (locale: string): Texts => read(`l10n/bundle.l10n.${locale}.json`);

/** What the extension says in English, or in a language that it is translated to. */
export function wordsOf(locale?: string): Words {
  return wordsFrom(manifestTexts(locale), locale ? codeTexts(locale) : undefined);
}

/** The same from texts at hand. Without texts of the code it says these in English. */
export function wordsFrom(manifest: Texts, code?: Texts): Words {
  const say = (key: string): string => known(manifest[key], key);
  const translated = (english: string): string => {
    if (!code) return english;
    const key = Object.keys(code).find(one => one === english || one.startsWith(`${english}/`));
    return known(code[key ?? english], english);
  };
  return Object.assign(say, {
    code: (english: string, ...args: readonly (string | number)[]) =>
      translated(english).replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])),
  });
}

function known(text: string | undefined, key: string): string {
  if (text === undefined) throw new Error(`There is no text “${key}”.`);
  return text;
}

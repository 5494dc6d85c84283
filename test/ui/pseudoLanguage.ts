import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { packFolder } from '../../scripts/lib/editor/extensions.mjs';
import { extractTexts } from '../../scripts/l10n.mjs';
import { manifestTexts, type Texts } from './words';

/** A language that nobody speaks: each letter of a text of ours becomes another one. */
export const pseudoLocale = 'qps-ploc';

/** The extension as it is packaged, with its texts in {@link pseudoLocale} too. */
export interface PseudoPackage {
  readonly vsix: string;
  readonly manifest: Texts;
  readonly code: Texts;
  remove(): void;
}

const projectRoot = join(import.meta.dirname, '..', '..');
/** What is packed, as .vscodeignore has it. */
const packed = [
  ...['package.json', 'package.nls.json', 'package.nls.zh-cn.json', '.vscodeignore'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE', 'SECURITY.md', 'dist', 'l10n', 'media'],
];

/** Packs what was built last. Its folder is removed by `remove`. */
export async function packPseudo(): Promise<PseudoPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-tasks-pseudo-'));
  const manifest = pseudo(manifestTexts());
  const code = pseudo(await extractTexts());
  for (const name of packed) cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  const write = (name: string, texts: Texts) => writeFileSync(join(folder, name), JSON.stringify(texts));
  write(`package.nls.${pseudoLocale}.json`, manifest);
  write(join('l10n', `bundle.l10n.${pseudoLocale}.json`), code);
  const ignore = readFileSync(join(folder, '.vscodeignore'), 'utf8');
  writeFileSync(join(folder, '.vscodeignore'), `${ignore}!package.nls.${pseudoLocale}.json\n`);
  const vsix = join(folder, 'pseudo.vsix');
  await packFolder(folder, vsix);
  return { vsix, manifest, code, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const pseudo = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(getL10nPseudoLocalized({ ...texts })).map(([key, text]) => [
      key,
      typeof text === 'string' ? text : text.message,
    ]),
  );

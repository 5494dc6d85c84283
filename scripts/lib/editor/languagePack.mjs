/** A language pack with no words: enough for extensions to be shown in their own translation. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installVsix, packFolder } from './extensions.mjs';

const publisher = 'cloud-tasks-test';
const version = '1.0.0';

/**
 * @param {import('./codeServer.mjs').CodeServer} editor
 * @param {string} dir
 * @param {string} locale
 */
export async function installLanguagePack(editor, dir, locale) {
  const name = `language-pack-${locale}`;
  const source = mkdtempSync(join(tmpdir(), 'cloud-tasks-'));
  try {
    writePack(source, name, locale);
    const vsix = join(source, 'pack.vsix');
    await packFolder(source, vsix);
    await installVsix(editor, dir, vsix);
  } finally {
    rmSync(source, { recursive: true });
  }

  // The server writes this list on a live installation only.
  const folder = readdirSync(join(dir, 'extensions')).find(entry => entry.startsWith(`${publisher}.${name}`));
  const translations = join(dir, 'extensions', folder ?? '', 'translations', 'main.i18n.json');
  const entry = {
    hash: version,
    extensions: [{ extensionIdentifier: { id: `${publisher}.${name}` }, version }],
    translations: { vscode: translations },
    label: locale,
  };
  writeFileSync(join(dir, 'languagepacks.json'), JSON.stringify({ [locale]: entry }));
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} locale
 */
function writePack(folder, name, locale) {
  const language = { languageId: locale, languageName: locale, localizedLanguageName: locale };
  const translations = [{ id: 'vscode', path: './translations/main.i18n.json' }];
  const manifest = {
    name,
    publisher,
    version,
    engines: { vscode: '^1.100.0' },
    contributes: { localizations: [{ ...language, translations }] },
  };
  mkdirSync(join(folder, 'translations'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'translations', 'main.i18n.json'),
    JSON.stringify({ '': '', version, contents: {} }),
  );
}

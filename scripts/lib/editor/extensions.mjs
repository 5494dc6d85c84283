/** Puts extensions into an editor. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { editorEnv, folderArgs } from './environment.mjs';

const run = promisify(execFile);

/**
 * @param {import('./codeServer.mjs').CodeServer} editor
 * @param {string} dir the editor's data folder
 * @param {{ vsix?: string, extensionDirs?: string[] }} extensions
 */
export async function installExtensions(editor, dir, { vsix, extensionDirs = [] }) {
  if (vsix) await installVsix(editor, dir, vsix);
  for (const folder of extensionDirs) {
    const packed = join(dir, 'packed', `${basename(folder)}.vsix`);
    mkdirSync(join(dir, 'packed'), { recursive: true });
    await packFolder(folder, packed);
    await installVsix(editor, dir, packed);
  }
  rmSync(join(dir, 'packed'), { recursive: true, force: true });
}

/**
 * @param {import('./codeServer.mjs').CodeServer} editor
 * @param {string} dir
 * @param {string} vsix
 */
export async function installVsix({ node, root }, dir, vsix) {
  const args = [join(root, 'out', 'node', 'entry.js'), ...folderArgs(dir), '--force'];
  await run(node, [...args, `--install-extension=${resolve(vsix)}`], { env: editorEnv() });
}

/**
 * A copied folder is not enough: the editor loads what its list of installed extensions names.
 * @param {string} folder
 * @param {string} vsix
 */
export async function packFolder(folder, vsix) {
  const vsce = join(import.meta.dirname, '..', '..', '..', 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
  ];
  await run(process.execPath, [vsce, 'package', ...flags, '--out', resolve(vsix)], { cwd: folder });
}

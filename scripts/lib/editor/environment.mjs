/** What every start of code-server shares. */
import { join } from 'node:path';

/** @param {string} dir */
export const folderArgs = dir => [
  `--user-data-dir=${dir}`,
  `--extensions-dir=${join(dir, 'extensions')}`,
  `--config=${join(dir, 'config.yaml')}`,
];

/** Off the marketplace, and not as a part of an editor in whose terminal this may run. */
export function editorEnv() {
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(VSCODE_|CODE_SERVER_|PORT$|PASSWORD$)/.test(name)),
  );
}

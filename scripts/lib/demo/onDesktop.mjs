/** The demo in the desktop editor, downloaded and kept apart from the user's own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packFolder } from '../editor/extensions.mjs';
import { openProfile } from '../editor/profile.mjs';
import { releases } from '../editor/versions.mjs';
import { defaultSettings } from '../editor/settings.mjs';
import { demoStarter } from './starter.mjs';

const run = promisify(execFile);

/** @param {string} vsix */
export async function showOnDesktop(vsix) {
  const { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } =
    await import('@vscode/test-electron');
  const executable = await downloadAndUnzipVSCode(releases.newest.vscode);
  const [cli = ''] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const profile = openProfile();
  try {
    const userDir = join(profile.dir, 'data', 'User');
    mkdirSync(userDir, { recursive: true });
    writeFileSync(join(userDir, 'settings.json'), JSON.stringify(defaultSettings, null, 2));
    const folders = [
      `--user-data-dir=${join(profile.dir, 'data')}`,
      `--extensions-dir=${join(profile.dir, 'extensions')}`,
    ];
    const starter = join(profile.dir, 'demo-starter.vsix');
    await packFolder(demoStarter, starter);
    for (const extension of [vsix, starter]) {
      // On Windows the command is a .cmd, which only a shell runs.
      const shell = process.platform === 'win32';
      const quoted = [...folders, `--install-extension=${extension}`].map(arg => (shell ? `"${arg}"` : arg));
      await run(shell ? `"${cli}"` : cli, quoted, { shell });
    }
    const editor = spawn(executable, [...folders, '--disable-workspace-trust', '--disable-updates'], {
      stdio: 'ignore',
    });
    console.log('Cloud Tasks is open in VS Code. Close the window or press Ctrl+C to end it.');
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => editor.kill());
    await once(editor, 'exit');
  } finally {
    profile.remove();
  }
}

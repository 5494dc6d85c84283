import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageExtension, vsixPath } from '../scripts/lib/build.mjs';
import { projectRoot } from '../scripts/lib/paths.mjs';
import type { Bench } from './lib/row';

/** What users get. The same limits are a test: `scripts/check-package.mjs`. */
export const p2: Bench = {
  name: 'P2',
  async run() {
    await packageExtension();
    const vsce = join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
    const listed = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      cwd: projectRoot,
    });
    const files = listed.stdout.split(/\r?\n/).filter(Boolean);
    const kilobytes = (path: string) => statSync(path).size / 1000;
    const extension = kilobytes(join(projectRoot, 'dist', 'extension.js'));
    const modules = files.filter(file => file.includes('node_modules')).length;
    return [
      { what: 'read when the editor starts', unit: 'kB', ours: [extension], limits: { most: 100 } },
      { what: 'the package', unit: 'kB', ours: [kilobytes(vsixPath)], limits: { most: 400 } },
      { what: 'files in it', unit: 'files', ours: [files.length], limits: { most: 40 } },
      { what: 'files of node_modules in it', unit: 'files', ours: [modules], limits: { most: 0 } },
    ];
  },
};

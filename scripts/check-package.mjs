/** Packages the extension and looks at what users would get: which files, how many, how large. */
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageExtension, vsixPath } from './lib/build.mjs';
import { projectRoot } from './lib/paths.mjs';

const allowed = [
  /^dist\/[^/]+\.(js|css)$/,
  /^media\/[^/]+$/,
  /^media\/walkthrough\/[^/]+\.svg$/,
  /^l10n\//,
  /^package\.json$/,
  /^package\.nls(\.[\w-]+)?\.json$/,
  /^readme(\.[\w-]+)?\.md$/i,
  /^(changelog\.md|license(\.txt|\.md)?|security\.md)$/i,
];
const needed = [
  'dist/extension.js',
  'dist/table.js',
  'dist/table.css',
  'package.json',
  'package.nls.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];
const maxFiles = 40;
const maxVsix = 400_000;
const maxExtension = 100_000; // what is read when the editor starts

/** @returns {Promise<string[]>} what is wrong */
async function problems() {
  await packageExtension();
  const files = await packedFiles();
  const vsix = statSync(vsixPath).size;
  const extension = statSync(join(projectRoot, 'dist', 'extension.js')).size;
  console.log(`${files.length} files, ${kB(vsix)} packed, dist/extension.js ${kB(extension)}.`);
  return [
    ...files.filter(file => !allowed.some(pattern => pattern.test(file))).map(file => `${file} is packed.`),
    ...needed.filter(file => !files.includes(file)).map(file => `${file} is not packed.`),
    ...(files.length > maxFiles ? [`More than ${maxFiles} files.`] : []),
    ...(vsix > maxVsix ? [`The package is larger than ${kB(maxVsix)}.`] : []),
    ...(extension > maxExtension ? [`dist/extension.js is larger than ${kB(maxExtension)}.`] : []),
  ];
}

async function packedFiles() {
  const vsce = join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: projectRoot });
  return stdout.split(/\r?\n/).filter(Boolean);
}

/** @param {number} bytes */
const kB = bytes => `${(bytes / 1000).toFixed(1)} kB`;

const found = await problems();
for (const problem of found) console.error(`✗ ${problem}`);
process.exitCode = found.length > 0 ? 1 : 0;

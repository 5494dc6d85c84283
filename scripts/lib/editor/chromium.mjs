/** A Chromium to drive: the machine's own, else one from npm. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { librariesIn, pathOf, versionOf } from '../programs.mjs';
import { cached } from './cache.mjs';
import { installInto } from './codeServer.mjs';
import { unpackFile, unpackTar } from './unpack.mjs';

/** @typedef {import('../programs.mjs').Program} Chromium */

const sparticuz = '153.0.0';
const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {Promise<Chromium>} */
export async function chromium() {
  const chosen = process.env['CHROME_PATH'];
  for (const executablePath of chosen ? [chosen] : [...names, macChrome]) {
    if (await versionOf(executablePath)) return { executablePath: await pathOf(executablePath), env: {} };
  }
  if (chosen) throw new Error(`CHROME_PATH is set to ${chosen}, which does not start.`);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Chrome or Chromium is needed: install one, or set CHROME_PATH to it.');
  }
  return fromNpm();
}

/** @returns {Promise<Chromium>} */
async function fromNpm() {
  const folder = await cached(`chromium-${sparticuz}`, 'Chromium', async target => {
    await installInto(target, `@sparticuz/chromium@${sparticuz}`);
    const packed = join(target, 'node_modules', '@sparticuz', 'chromium', 'bin');
    await unpackFile(join(packed, 'chromium.br'), join(target, 'chromium'));
    await unpackTar(join(packed, 'al2023.tar.br'), target);
    rmSync(join(target, 'node_modules'), { recursive: true });
  });
  const executablePath = join(folder, 'chromium');
  for (const env of [{}, libraries(folder)]) {
    if (await versionOf(executablePath, { env })) return { executablePath, env };
  }
  throw new Error(`The Chromium from npm does not start on this machine: ${executablePath} --version`);
}

/** NSS and expat, for machines that do not have them; used only there, since the machine's own fit it better. */
const libraries = /** @param {string} folder */ folder => librariesIn([join(folder, 'lib')]);

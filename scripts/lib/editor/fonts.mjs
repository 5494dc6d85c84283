/** Fonts for a machine that has none with Chinese, as servers and containers do. */
import { execFile } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cache.mjs';
import { installInto } from './codeServer.mjs';

const run = promisify(execFile);
const pack = '@expo-google-fonts/noto-sans-sc';
const faces = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'];

/**
 * What a browser's environment needs so that it finds them.
 * @returns {Promise<Record<string, string>>}
 */
export async function fontsEnv() {
  if (process.platform !== 'linux' || (await hasChinese())) return {};
  const folder = await cached('fonts', 'a Chinese font', async target => {
    await installInto(target, `${pack}@0.4.3`);
    for (const face of faces) {
      copyFileSync(join(target, 'node_modules', pack, face), join(target, face.replace(/.*\//, '')));
    }
    rmSync(join(target, 'node_modules'), { recursive: true });
  });
  const config = join(folder, 'fonts.conf');
  writeFileSync(config, configuration(folder)); // each time: the folder may have been moved
  return { FONTCONFIG_FILE: config };
}

async function hasChinese() {
  try {
    return (await run('fc-list', [':lang=zh-cn', 'family'])).stdout.trim() !== '';
  } catch {
    return false; // no fontconfig, so no fonts either
  }
}

/**
 * The machine's own fonts come first; ours are found for what those do not have.
 * @param {string} folder
 */
const configuration = folder => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
</fontconfig>
`;

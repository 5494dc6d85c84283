/** The extension-host suite: once, and again after a restart of the window. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests, total } from './counts.mjs';
import { runHostTests } from './editor/hostTests.mjs';
import { projectRoot } from './paths.mjs';

const suite = join(projectRoot, 'dist-test', 'host');

/**
 * Files named `*.afterRestart.test.ts` run in a second window that has the first one's state and secrets.
 * @param {import('./editor/versions.mjs').Version} version
 */
export async function hostTests(version) {
  const hasRestart = readdirSync(suite).some(name => name.endsWith('.afterRestart.test.cjs'));
  const profileDir = mkdtempSync(join(tmpdir(), 'cloud-tasks-'));
  try {
    const counts = [await part(version, 'first', profileDir)];
    if (hasRestart) counts.push(await part(version, 'afterRestart', profileDir));
    return total(counts);
  } finally {
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('./editor/versions.mjs').Version} version
 * @param {'first' | 'afterRestart'} name
 * @param {string} profileDir
 */
const part = (version, name, profileDir) =>
  countTests(`host-${version}-${name}`, results =>
    runHostTests({
      version,
      profileDir,
      extensionTestsPath: join(suite, 'index.cjs'),
      env: {
        CLOUD_TASKS_RESULTS: results,
        CLOUD_TASKS_PART: name,
        CLOUD_TASKS_PROFILE: profileDir,
        SSL_CERT_FILE: join(profileDir, 'authorities.pem'), // written by a test
      },
    }),
  );

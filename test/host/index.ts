import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const afterRestart = '.afterRestart.test.cjs';

/** Called by VS Code inside the extension host: runs the tests that are bundled beside this file. */
export async function run(): Promise<void> {
  const restarted = process.env['CLOUD_TASKS_PART'] === 'afterRestart';
  const files = readdirSync(__dirname)
    .filter(name => name.endsWith('.test.cjs') && name.endsWith(afterRestart) === restarted)
    .sort();
  if (files.length === 0) throw new Error(`No tests in ${__dirname}.`);

  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 30_000,
    forbidOnly: process.env['CI'] !== undefined,
  });
  for (const name of files) mocha.addFile(join(__dirname, name));
  await mocha.loadFilesAsync();

  const {
    passes = 0,
    failures = 0,
    pending = 0,
  } = await new Promise<Partial<Mocha.Stats>>(done => {
    const runner = mocha.run(() => done(runner.stats ?? {}));
  });
  const results = process.env['CLOUD_TASKS_RESULTS'];
  if (results) writeFileSync(results, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
  if (failures > 0) throw new Error(`${failures} failed`);
  if (passes === 0) throw new Error('No test ran.');
}

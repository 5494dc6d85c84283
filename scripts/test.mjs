/**
 * `npm test`: every step, even when one fails. `npm test -- unit e2e` runs the steps whose names start so.
 * Runs on Node alone; the rest is installed when missing.
 */
import { ensureDependencies } from './lib/ensure.mjs';

await ensureDependencies();
const { steps } = await import('./lib/steps.mjs');
const { total } = await import('./lib/counts.mjs');

const wanted = process.argv.slice(2);
const unknown = wanted.filter(word => !steps.some(({ name }) => name.startsWith(word)));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. Steps: ${steps.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.some(word => name.startsWith(word)));

/** @type {{ name: string, seconds: string, counts: import('./lib/counts.mjs').Counts }[]} */
const results = [];
for (const { name, run } of chosen) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const started = performance.now();
  const counts = await run().catch(error => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  results.push({ name, seconds: ((performance.now() - started) / 1000).toFixed(1), counts });
}

console.log();
for (const { name, seconds, counts } of results) {
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
  const mark = counts.failed > 0 ? '✗' : '✓';
  console.log(
    `${mark} ${name.padEnd(12)} ${seconds.padStart(6)} s   ${counts.passed} passed, ${counts.failed} failed${skipped}`,
  );
}
const { passed, failed } = total(results.map(({ counts }) => counts));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

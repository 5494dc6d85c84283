/**
 * `npm start`: the extension with its demo in an editor of its own, until Ctrl+C.
 * `npm start -- --check`: the same unseen; prints the tree, leaves a screenshot, ends with 0 when the demo's tasks
 * came up. Runs on Node alone; the rest is installed when missing.
 */
import { ensureDependencies } from './lib/ensure.mjs';

await ensureDependencies();
const { packageExtension, vsixPath } = await import('./lib/build.mjs');
await packageExtension();

if (process.argv.includes('--check')) {
  const { checkDemo } = await import('./lib/demo/check.mjs');
  process.exitCode = (await checkDemo(vsixPath)) ? 0 : 1;
} else {
  const { desktopIsUsable } = await import('./lib/editor/desktop.mjs');
  const { showInBrowser } = await import('./lib/demo/inBrowser.mjs');
  const { showOnDesktop } = await import('./lib/demo/onDesktop.mjs');
  await ((await desktopIsUsable()) ? showOnDesktop(vsixPath) : showInBrowser(vsixPath));
}

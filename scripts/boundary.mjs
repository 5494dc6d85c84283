// Proves the import rule by bundling: the clouds, the simulators and the core must build without the editor. Lint
// does not see `require('vscode')` or `import('vscode')`; a bundler does.
import * as esbuild from 'esbuild';

const entries = [
  'src/clouds/index.ts',
  'src/simulator/demo.ts',
  'src/view/taskOutline.ts',
  'src/view/statusLine.ts',
  'src/core/table/session.ts',
];

await esbuild.build({
  entryPoints: entries,
  bundle: true,
  platform: 'node',
  format: 'esm',
  outdir: 'unused',
  write: false,
  logLevel: 'error',
});
console.log(`${entries.length} entries build without the editor.`);

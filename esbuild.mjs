// Builds dist/: the activation bundle, and one bundle more for each module that is imported dynamically, so that
// nothing heavy is read before it is needed; and script and style of the page of a table. `--production` minifies, `--tests` adds the host tests, `--watch` watches.
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import * as esbuild from 'esbuild';

const production = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  // `import()` becomes a deferred `require`, which every extension host has.
  supported: { 'dynamic-import': false },
};

/** `src/core/http/transport.ts` is built as `core.http.transport.js`. @param {string} file */
const bundleName = file => relative('src', file).split(sep).join('.').replace(/\.ts$/, '');

/**
 * Leaves dynamic imports of our own modules out of a bundle and notes them as bundles of their own.
 *
 * @param {(file: string) => void} found
 * @returns {esbuild.Plugin}
 */
const splitAtDynamicImports = found => ({
  name: 'split-at-dynamic-imports',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = relative('.', `${resolve(resolveDir, path)}.ts`);
      found(file);
      return { path: `./${bundleName(file)}.js`, external: true };
    });
  },
});

/**
 * Has a bundle ask for the editor's API once. For each file that imports it, a bundle would else ask anew and copy the
 * hundreds of names of the API, one by one: milliseconds of the start.
 *
 * @type {esbuild.Plugin}
 */
const editorOnce = {
  name: 'editor-once',
  setup(build) {
    const namespace = 'editor-once';
    build.onResolve({ filter: /^vscode$/ }, ({ path, namespace: from }) =>
      from === namespace ? { path, external: true } : { path, namespace },
    );
    build.onLoad({ filter: /^vscode$/, namespace }, () => ({ contents: "export * from 'vscode';" }));
  },
};

/**
 * The whole of undici has fetch, caches, mocks and web sockets besides, and is twice as large. What is missing here is
 * undefined in the product.
 */
const partsOfUndici = `
  const Dispatcher = require('undici/lib/dispatcher/dispatcher');
  Object.assign(Dispatcher.prototype, require('undici/lib/api'));
  exports.Agent = require('undici/lib/dispatcher/agent');
  exports.Pool = require('undici/lib/dispatcher/pool');
  exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent');
  exports.buildConnector = require('undici/lib/core/connect');
  exports.errors = require('undici/lib/core/errors');
`;

/** Leaves out what we do not use of undici. @type {esbuild.Plugin} */
const lessUndici = {
  name: 'less-undici',
  setup(build) {
    // Its parser comes twice, once for processors with vector instructions, which it needs to find the end of a header a
    // little sooner. The plain one runs everywhere.
    build.onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace('llhttp_simd-wasm', 'llhttp-wasm')),
    }));
    build.onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'less-undici' }));
    build.onLoad({ filter: /./, namespace: 'less-undici' }, () => ({
      contents: partsOfUndici,
      resolveDir: '.',
    }));
  },
};

/** Builds an entry and, in turn, all that it loads later. */
async function buildExtension() {
  const entries = ['src/extension.ts'];
  for (const entry of entries) {
    await esbuild.build({
      ...shared,
      entryPoints: [{ in: entry, out: bundleName(entry) }],
      outdir: 'dist',
      plugins: [
        editorOnce,
        lessUndici,
        splitAtDynamicImports(file => void (entries.includes(file) || entries.push(file))),
      ],
    });
  }
  return entries;
}

/** The page of a table: it runs in a browser, not in Node. */
const buildPages = () =>
  esbuild.build({
    ...shared,
    platform: 'browser',
    target: 'chrome122', // that of the oldest editor we support is newer
    format: 'iife',
    entryPoints: [
      { in: 'src/webview/table/main.ts', out: 'table' },
      { in: 'src/webview/table/table.css', out: 'table' },
    ],
    outdir: 'dist',
  });

async function buildHostTests() {
  const tests = readdirSync('test/host').filter(file => file.endsWith('.test.ts'));
  rmSync('dist-test', { recursive: true, force: true });
  await esbuild.build({
    ...shared,
    minify: false,
    sourcemap: 'inline',
    entryPoints: [
      { in: 'test/host/index.ts', out: 'index' },
      ...tests.map(file => ({ in: `test/host/${file}`, out: basename(file, '.ts') })),
    ],
    outdir: 'dist-test/host',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha', 'yazl'],
  });
}

async function watch() {
  const { watch: watchFiles } = await import('node:fs');
  let timer = setTimeout(() => undefined, 0);
  watchFiles(dirname('src/extension.ts'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void Promise.all([buildExtension(), buildPages()]).catch(() => undefined), 100);
  });
  console.log('Watching src/ …');
}

rmSync('dist', { recursive: true, force: true });
await buildExtension();
await buildPages();
if (process.argv.includes('--tests')) await buildHostTests();
if (process.argv.includes('--watch')) await watch();

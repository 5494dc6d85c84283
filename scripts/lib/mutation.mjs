/** Loaded before Stryker and before every process in which it runs the tests: see stryker.config.mjs. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// Stryker's runner asks for files inside Mocha without their ending, which is `.cjs` since Mocha 12.
require.extensions['.cjs'] ??= require.extensions['.js'];

// Properties with the same values each time, so that no fault is found at one run and missed at the next. Required,
// as the tests are compiled to do: what `import` gives is another copy.
/** @type {typeof import('fast-check')} */ (require('fast-check')).configureGlobal({ seed: 20260102 });

/** Where things of this project stand. */
import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '..', '..');

/** Editors and browsers fetched for tests; git-ignored, kept between runs. */
export const cacheDir = join(projectRoot, '.vscode-test');

/** Screenshots, logs and results of a run; git-ignored. */
export const resultsDir = join(projectRoot, 'test-results');

// `npm run mutate`: how many small faults, put into the files below one at a time, do their tests find?
import './scripts/lib/mutation.mjs';

/** Where a fault would cost most: signing, the meaning of errors, redaction. Each has a test of the same name. */
const files = [
  'core/signing/*',
  'clouds/*/sign',
  'core/errors',
  'core/http/retryAfter',
  'core/http/statusKind',
  'core/http/vendorProblem',
  'clouds/*/errors',
  'clouds/*/objectErrors',
  'core/http/redact',
  'core/records',
];

const isTerminal = process.stdout.isTTY === true;
const nodeArgs = ['--import', './scripts/lib/mutation.mjs', '--import', 'tsx'];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: files.map(file => `src/${file}.ts`),
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  mochaOptions: { spec: files.map(file => `test/${file}.test.ts`) },
  testRunnerNodeArgs: nodeArgs,
  // Its processes load the runner too.
  checkerNodeArgs: nodeArgs,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ['clear-text', 'json', ...(isTerminal ? ['progress'] : [])],
  allowConsoleColors: isTerminal,
  clearTextReporter: { allowColor: isTerminal, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'test-results/mutation.json' },
  // A copy of the project inside the project, so that it finds what is installed.
  tempDirName: 'test-results/mutation',
  cleanTempDir: 'always',
  symlinkNodeModules: false,
  ignorePatterns: ['**', '!src/**', '!test/**', '!scripts/**', '!tsconfig.json', '!package.json'],
  // Faults in what is made when a file is loaded need a new process each. They are worth their time.
  warnings: { slow: false, preprocessorErrors: true, unknownOptions: true, unserializableOptions: true },
};

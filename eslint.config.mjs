import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const clouds = readdirSync('src/clouds', { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

/**
 * `folder` may not import from any of `banned`. Paths are under src/.
 *
 * @param {string} folder @param {string[]} banned @param {string} message
 */
const zone = (folder, banned, message) =>
  banned.map(from => ({ target: `./src/${folder}`, from: `./src/${from}`, message }));

/** The simulator of a cloud: it must not know the provider beside it. @param {string} name */
const simulatorFiles = name =>
  readdirSync(`src/clouds/${name}`).filter(file => file.startsWith('simulator') && file.endsWith('.ts'));

const zones = [
  zone('core', ['clouds', 'simulator', 'view', 'vscode', 'webview', 'extension.ts'], 'core imports core.'),
  zone('clouds', ['simulator', 'view', 'vscode', 'webview', 'extension.ts'], 'A cloud imports core.'),
  zone(
    'simulator',
    ['clouds', 'view', 'vscode', 'webview', 'extension.ts'],
    'The simulator host imports core.',
  ),
  zone(
    'view',
    ['clouds', 'simulator', 'vscode', 'webview', 'extension.ts'],
    'A view is drawn from core data alone.',
  ),
  zone(
    'vscode',
    ['clouds', 'simulator', 'webview', 'extension.ts'],
    'Only extension.ts knows which clouds there are.',
  ),
  zone(
    'webview',
    ['clouds', 'simulator', 'vscode', 'extension.ts'],
    'A page knows the editor by messages alone.',
  ),
  clouds.map(name => ({
    target: `./src/clouds/${name}`,
    from: './src/clouds',
    except: [`./${name}`],
    message: 'One cloud never imports another.',
  })),
  clouds.flatMap(name =>
    simulatorFiles(name).map(file => ({
      target: `./src/clouds/${name}/${file}`,
      from: `./src/clouds/${name}`,
      except: simulatorFiles(name).map(own => `./${own}`),
      message: 'A simulator meets its provider only on the wire.',
    })),
  ),
].flat();

const noVscode = { name: 'vscode', message: 'Only src/vscode and src/extension.ts touch vscode.' };
/** @param {object} options @returns {import('eslint').Linter.RulesRecord} */
const noImport = options => ({ '@typescript-eslint/no-restricted-imports': ['error', options] });

export default tseslint.config(
  { ignores: ['dist/', 'dist-test/', 'node_modules/', '.vscode-test/', 'test-results/', 'coverage/'] },
  js.configs.recommended,
  // The compiler checks these too (`checkJs`), and it knows what is defined.
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], rules: { 'no-undef': 'off' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { typescript: true } },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-control-regex': 'error',
    },
  },
  { files: ['src/{core,clouds,simulator}/**'], rules: noImport({ paths: [noVscode] }) },
  // Pure: neither the editor nor Node.
  {
    files: ['src/{view,webview}/**'],
    rules: noImport({ paths: [noVscode, ...builtinModules], patterns: ['node:*'] }),
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // mocha's functions are void and Assert's are assertions; both are called for their effect.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);

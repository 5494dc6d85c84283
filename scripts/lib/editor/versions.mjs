/** The two editors every change is tried in. */

/** @typedef {'lowest' | 'newest'} Version */
/** @typedef {{ vscode: string, codeServer: string, node: number }} Release */

/**
 * `lowest` is what package.json's `engines.vscode` promises. code-server is VS Code's own server and workbench,
 * published on npm; each release runs on the Node major it was made for.
 * @type {Record<Version, Release>}
 */
export const releases = {
  lowest: { vscode: '1.100.3', codeServer: '4.100.3', node: 20 },
  newest: { vscode: '1.139.1', codeServer: '4.139.1', node: 24 },
};

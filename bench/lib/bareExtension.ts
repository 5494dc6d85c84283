import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Written by hand and small: the least that an extension with one view of its own can be. */
const code = `const vscode = require('vscode');
exports.activate = context => {
  const treeDataProvider = {
    getChildren: () => ['one'],
    getTreeItem: key => new vscode.TreeItem(key),
  };
  context.subscriptions.push(vscode.window.createTreeView('bareView.rows', { treeDataProvider }));
};
`;

export const bareName = 'Bare View';

/** Makes the extension in a folder; it starts when ours does. */
export async function makeBareExtension(folder: string): Promise<void> {
  const manifest = {
    name: 'bare-view',
    displayName: bareName,
    description: 'One view and nothing else.',
    version: '0.0.1',
    publisher: 'cloud-tasks-dev',
    private: true,
    engines: { vscode: '^1.100.0' },
    main: './index.js',
    activationEvents: ['onStartupFinished'],
    extensionKind: ['ui', 'workspace'],
    contributes: { views: { explorer: [{ id: 'bareView.rows', name: 'Bare' }] } },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'index.js'), code);
}

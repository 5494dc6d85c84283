import { arch, homedir, platform, release } from 'node:os';
import * as vscode from 'vscode';
import { hasFields, isText } from '../../core/shapes';
import { diagnosticsText, type Diagnostics, type Facts } from '../../view/diagnosticsText';
import { confirm, showMessage } from '../messages';
import type { Parts } from '../parts';
import { noArgument, type Command } from './command';

/** As the editor gives it; the manifest is our own, and there is a test of it. */
interface Manifest {
  readonly version: string;
  readonly bugs?: unknown;
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, SettingSchema>> };
  };
}

interface SettingSchema {
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
}

const hasAddress = hasFields<{ readonly url: string }>({ url: isText });

/**
 * Writes what helps to find a fault into a new document, for the user to look over: nothing is sent. A program gets the
 * text itself.
 */
export const reportIssue: Command = async (parts, { argument }) => {
  noArgument(argument);
  const text = diagnosticsText(parts.world, await collect(parts));
  if (typeof argument === 'object') return text;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  await vscode.window.showTextDocument(document);
  void offer(document, manifestOf(parts).bugs);
  return undefined;
};

/** Whatever the user makes of the text by then is what is copied. */
async function offer(document: vscode.TextDocument, bugs: unknown): Promise<void> {
  const copy = vscode.l10n.t('Copy');
  const openPage = vscode.l10n.t('Open Issue Page');
  const question = vscode.l10n.t('Look the report over before you pass it on. Nothing has been sent.');
  const page = hasAddress(bugs) ? bugs.url : undefined;
  const choice = await showMessage('info', question, copy, ...(page === undefined ? [] : [openPage]));
  if (choice === copy) {
    await vscode.env.clipboard.writeText(document.getText());
    confirm(vscode.l10n.t('The report was copied.'));
  }
  if (choice === openPage && page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page, true));
}

const manifestOf = ({ extension }: Parts): Manifest => extension.packageJSON as Manifest;

async function collect(parts: Parts): Promise<Diagnostics> {
  const { network, windows, tree, downloads, accounts } = parts;
  const manifest = manifestOf(parts);
  const { properties } = manifest.contributes.configuration;
  const { describeNetwork } = await import('../networkStack');
  const { undici, certificates, ...kind } = await describeNetwork(parts.extension.extensionKind);
  return {
    versions: versions(parts, manifest.version, undici),
    settings: changedSettings(Object.keys(properties)),
    words: Object.values(properties).flatMap(({ enum: words, items }) => words ?? items?.enum ?? []),
    network: {
      proxy: kind.proxy,
      'proxy asks for a password': kind.proxyCredential,
      'hosts without proxy': kind.exceptions,
      'certificates checked': kind.verifyTls,
      'certificates of the system': certificates ?? 'not used',
    },
    window: {
      'calls the clouds': windows.calls,
      'view visible': tree.view.visible,
      focused: vscode.window.state.focused,
      accounts: accounts.list().length,
    },
    calls: { problems: network.calls?.problems() ?? [], timings: network.calls?.timings() ?? [] },
    downloads: downloads.entries().map(({ record }) => record.stage),
    isDemo: id => accounts.isPassing(id),
    home: homedir(),
  };
}

/** Where the editor is a server, its name is an address: only those are said that are the same for everybody. */
const remoteKinds = ['ssh-remote', 'wsl', 'dev-container', 'attached-container', 'codespaces', 'tunnel'];

const remoteKind = (name: string | undefined): string =>
  name === undefined ? 'none' : (remoteKinds.find(kind => kind === name) ?? 'another');

const versions = ({ extension }: Parts, version: string, undici: string): Facts => ({
  'Cloud Tasks': version,
  editor: vscode.env.appName,
  'editor version': vscode.version,
  system: `${platform()} ${release()} ${arch()}`,
  node: process.versions.node,
  undici,
  remote: remoteKind(vscode.env.remoteName),
  'user interface': vscode.env.uiKind === vscode.UIKind.Web ? 'browser' : 'desktop',
  'runs beside': extension.extensionKind === vscode.ExtensionKind.UI ? 'the user interface' : 'the workspace',
  language: vscode.env.language,
});

/** What the user has set of our settings, as it is: whoever shows it makes it fit to be shown. */
function changedSettings(names: readonly string[]): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration();
  const changed = names.flatMap(name => {
    const { defaultValue } = configuration.inspect(name) ?? {};
    const value = configuration.get<unknown>(name);
    return JSON.stringify(value) === JSON.stringify(defaultValue) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(changed);
}

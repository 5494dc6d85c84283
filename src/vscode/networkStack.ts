import { version as undiciVersion } from 'undici/package.json';
import * as vscode from 'vscode';
import { systemCertificates } from '../core/http/certificates';
import {
  networkKind,
  networkSettings,
  userSetting,
  type EditorSettings,
  type NetworkKind,
} from '../core/http/networkSettings';
import { createTransport, type ClosableTransport } from '../core/http/transport';
import { editorCertificates } from './editorCertificates';

export { CallRecord } from '../core/http/callRecord';

/** How the network is reached; the certificates of the system are counted, undefined where they are not asked for. */
export interface NetworkFacts extends NetworkKind {
  readonly certificates: number | undefined;
  readonly undici: string;
}

/** Makes the network stack by the settings of this moment. @param kind where this extension runs */
export async function openTransport(kind: vscode.ExtensionKind): Promise<ClosableTransport> {
  const { editor, certificates } = await readSettings(kind);
  return createTransport({ ...networkSettings(editor, process.env), certificates });
}

/** What the network stack would be made of at this moment, without an address. */
export async function describeNetwork(kind: vscode.ExtensionKind): Promise<NetworkFacts> {
  const { editor, certificates } = await readSettings(kind);
  return {
    ...networkKind(editor, process.env),
    certificates: certificates?.length,
    undici: undiciVersion,
  };
}

async function readSettings(kind: vscode.ExtensionKind) {
  const setting = settings(kind);
  const editor: EditorSettings = {
    proxy: setting<string>('proxy'),
    proxySupport: setting<string>('proxySupport'),
    noProxy: setting<string[]>('noProxy'),
    proxyAuthorization: setting<string | null>('proxyAuthorization'),
    proxyStrictSSL: setting<boolean>('proxyStrictSSL'),
  };
  const certificates =
    setting<boolean>('systemCertificates') === false
      ? undefined
      : await systemCertificates(() => editorCertificates(vscode.env.appRoot), process.env);
  return { editor, certificates };
}

/** The editor's `http.*` settings. */
function settings(kind: vscode.ExtensionKind): <T>(name: string) => T | undefined {
  const http = vscode.workspace.getConfiguration('http');
  const isBeside = vscode.env.remoteName !== undefined && kind === vscode.ExtensionKind.UI;
  return <T>(name: string) => userSetting<T>(http.inspect<T>(name), isBeside);
}

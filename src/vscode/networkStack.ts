import * as vscode from 'vscode';
import { systemCertificates } from '../core/http/certificates';
import { networkSettings, userSetting, type EditorSettings } from '../core/http/networkSettings';
import { createTransport, type ClosableTransport } from '../core/http/transport';
import { editorCertificates } from './editorCertificates';

/** Makes the network stack by the settings of this moment. @param kind where this extension runs */
export async function openTransport(kind: vscode.ExtensionKind): Promise<ClosableTransport> {
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
  return createTransport({ ...networkSettings(editor, process.env), certificates });
}

/** The editor's `http.*` settings. */
function settings(kind: vscode.ExtensionKind): <T>(name: string) => T | undefined {
  const http = vscode.workspace.getConfiguration('http');
  const isBeside = vscode.env.remoteName !== undefined && kind === vscode.ExtensionKind.UI;
  return <T>(name: string) => userSetting<T>(http.inspect<T>(name), isBeside);
}

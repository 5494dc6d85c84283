import * as vscode from 'vscode';
import type { Io, Log } from '../core/cloud';
import { systemClock } from '../core/clock';
import { loggedTransport } from '../core/http/loggedTransport';
import type { ClosableTransport, NetworkSettings } from '../core/http/transport';

/** The editor's `http.*` settings, else the environment's proxies. */
export function networkSettings(env: NodeJS.ProcessEnv = process.env): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const off = http.get<string>('proxySupport') === 'off';
  const fromEnv = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? env['HTTP_PROXY'] ?? env['http_proxy'];
  const noProxy = http.get<string[]>('noProxy') ?? [];
  return {
    proxy: off ? undefined : http.get<string>('proxy') || fromEnv,
    noProxy: [...noProxy, env['NO_PROXY'] ?? env['no_proxy'] ?? ''].filter(Boolean).join(','),
    proxyAuthorization: http.get<string | null>('proxyAuthorization') ?? undefined,
    verifyTls: http.get<boolean>('proxyStrictSSL') ?? true,
  };
}

/** The network stack: loaded on the first call, made anew when the editor's network settings change. */
export class Network implements vscode.Disposable {
  private transport: Promise<ClosableTransport> | undefined;
  private readonly listener: vscode.Disposable;

  constructor(private readonly log: Log) {
    this.listener = vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('http')) this.reset();
    });
  }

  /** For the connections, which keep it: requests go through whatever transport there is at the time. */
  readonly io = (): Promise<Io> =>
    Promise.resolve({ transport: this.stack, clock: systemClock, log: this.log });

  get stack() {
    return loggedTransport(() => this.current(), this.log, systemClock);
  }

  dispose(): void {
    this.listener.dispose();
    this.reset();
  }

  private current(): Promise<ClosableTransport> {
    this.transport ??= import('../core/http/transport').then(({ createTransport }) =>
      createTransport(networkSettings()),
    );
    return this.transport;
  }

  private reset(): void {
    const old = this.transport;
    this.transport = undefined;
    // Calls under way end as network errors. A stack that could not be made needs no closing.
    void old?.then(transport => transport.close()).catch(() => undefined);
  }
}

import * as vscode from 'vscode';
import type { Io, Log } from '../core/cloud';
import { systemClock } from '../core/clock';
import type { CallRecord } from '../core/http/callRecord';
import { loggedTransport } from '../core/http/loggedTransport';
import type { ClosableTransport } from '../core/http/transport';

/** The network stack: loaded on the first call, made anew when the editor's network settings change. */
export class Network implements vscode.Disposable {
  private transport: Promise<ClosableTransport> | undefined;
  /** The ones before it as well, while requests of theirs are under way. */
  private readonly open = new Set<Promise<ClosableTransport>>();
  private readonly listener: vscode.Disposable;

  /** @param kind where this extension runs */
  constructor(
    private readonly log: Log,
    private readonly kind: vscode.ExtensionKind,
  ) {
    this.listener = vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('http')) this.reset();
    });
  }

  /** What the calls of this window came to; undefined before the first. */
  calls: CallRecord | undefined;

  /** For the connections, which keep it: requests go through whatever transport there is at the time. */
  readonly io = async (): Promise<Io> => {
    const { CallRecord } = await import('./networkStack');
    this.calls ??= new CallRecord(systemClock);
    const { stack: transport, log, calls: notes } = this;
    return { transport, clock: systemClock, log, random: Math.random, notes };
  };

  get stack() {
    return loggedTransport(() => this.current(), this.log, systemClock);
  }

  dispose(): void {
    this.listener.dispose();
    for (const transport of this.open) void end(transport, 'destroy');
  }

  private current(): Promise<ClosableTransport> {
    if (!this.transport) {
      this.transport = import('./networkStack').then(({ openTransport }) => openTransport(this.kind));
      this.open.add(this.transport);
    }
    return this.transport;
  }

  /** What is under way ends as it began, a download above all. */
  private reset(): void {
    const old = this.transport;
    this.transport = undefined;
    if (old) void end(old, 'close').then(() => this.open.delete(old));
  }
}

/** A stack that could not be made needs no end. */
const end = (transport: Promise<ClosableTransport>, how: 'close' | 'destroy'): Promise<void> =>
  transport.then(opened => opened[how]()).catch(() => undefined);

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Identity } from '../fakes/certificate';

export interface ProxyOptions {
  /** Who may use it; everybody when absent. */
  readonly credential?: { readonly user: string; readonly password: string };
  /** The status it answers everything with. */
  readonly refusal?: number;
  /** Talks TLS to its clients by this certificate, for 127.0.0.1. */
  readonly identity?: Identity;
}

/** A proxy in a process of its own. Its lookups say that every host is this machine. */
export class ProxyProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** `127.0.0.1:<port>` */
    readonly host: string,
  ) {}

  /** @param root folder of the project */
  static async start(options: ProxyOptions = {}, root = process.cwd()): Promise<ProxyProcess> {
    const script = join(root, 'test', 'harness', 'proxy.mjs');
    const child = fork(script, [JSON.stringify(options)], { execArgv: [] });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new ProxyProcess(child, `127.0.0.1:${port}`);
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  /** What it was asked since the last time: `CONNECT host:port`. */
  async seen(): Promise<readonly string[]> {
    const answer = once(this.child, 'message');
    this.child.send('seen');
    const [{ seen }] = (await answer) as [{ seen: string[] }];
    return seen;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
  }
}

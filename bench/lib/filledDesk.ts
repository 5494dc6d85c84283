import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension, vsixPath } from '../../scripts/lib/build.mjs';
import { writeEntry } from '../../src/core/snapshot/entry';
import { Journal } from '../../src/core/snapshot/journal';
import type { Transport } from '../../src/core/http/request';
import { Desk } from '../../test/ui/desk';
import { answerOf, cdnHeaders, cdnPage, pageOf, type CdnList } from './cdnPages';
import { cdnAccount, cdnService, key } from './cdnService';
import { LeapingClock } from './leapingClock';

/** Tasks that are not over: with each look all of them have gone on, and one is over. */
const running = 50;
const idsPerCall = 10;

/** A pretend CDN that knows as many tasks as it is told, and answers at once. */
class Cdn {
  readonly list: CdnList;
  private calls = 0;
  private readonly server: Server;

  constructor(count: number) {
    this.list = { count, newest: Date.now() - 60_000, stand: index => this.stand(index) };
    this.server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      request.resume();
      if (request.headers['x-acs-action'] === 'DescribeRefreshTaskById') this.calls++;
      // Whatever is asked for are the newest; who knows the ids takes those that he has asked for.
      const body = cdnPage(this.list, pageOf(request.url ?? ''), running);
      response.writeHead(200, { ...cdnHeaders, 'content-length': Buffer.byteLength(body) }).end(body);
    });
  }

  /** How often the unfinished tasks were looked at. */
  get looks(): number {
    return Math.floor(this.calls / (running / idsPerCall));
  }

  async open(): Promise<string> {
    await new Promise<void>(listening => this.server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private stand(index: number): { status: string; process: string } {
    const isOver = index >= running || index < this.looks;
    return isOver
      ? { status: 'Complete', process: '100%' }
      : { status: 'Refreshing', process: `${(this.looks + index) % 100}.5%` };
  }
}

/** A workbench that was closed with so many tasks known, and is opened again. */
export async function withFilledDesk<T>(
  count: number,
  look: (desk: Desk, cdn: Pick<Cdn, 'looks'>) => Promise<T>,
): Promise<T> {
  await packageExtension();
  process.env['CLOUD_TASKS_VSIX'] = vsixPath;
  const profileDir = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
  const cdn = new Cdn(count);
  try {
    const origin = await cdn.open();
    const first = await Desk.open({ profileDir });
    const argument = { cloud: 'alibaba', label: 'bench', services: ['cdn'], verify: false };
    const account = await first.run<string>('cloudTasks.addAccount', {
      ...{ ...argument, credential: key, endpoints: { cdn: origin } },
    });
    await first.close();
    await fill(
      join(first.workbench.dataDir, 'User', 'globalStorage', 'cloud-tasks.cloud-tasks'),
      account,
      cdn.list,
    );
    const desk = await Desk.open({ profileDir });
    try {
      return await look(desk, cdn);
    } finally {
      await desk.close();
    }
  } finally {
    cdn.close();
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Writes the tasks as the window before would have left them, read a moment ago. */
async function fill(storage: string, account: string, list: CdnList): Promise<void> {
  const transport: Transport = {
    send: ({ url }) => Promise.resolve(answerOf(cdnPage(list, pageOf(url)))),
    stream: () => Promise.reject(new Error('There is no file.')),
  };
  const service = cdnService({ ...cdnAccount(), id: account }, transport, new LeapingClock());
  const now = new Date();
  const place = { account, service: 'cdn', region: '' };
  const lines = [
    writeEntry({ kind: 'place', state: { ...place, state: 'ok', refreshedAt: now, wholeAt: now } }),
  ];
  const { signal } = new AbortController();
  for await (const tasks of service.list({ region: '', tracked: [] }, { signal }))
    for (const task of tasks) lines.push(writeEntry({ kind: 'task', task }));
  const folder = join(storage, 'tasks');
  await mkdir(folder, { recursive: true });
  await new Journal(folder).rewrite(lines);
}

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { emptySum, RunningSum } from '../../src/core/download/checksum/sum';
import { fetched } from '../../src/core/download/segments';
import { readRecord, type DownloadRecord } from '../../src/core/downloads/record';
import { testFolder } from '../fakes/folder';
import { testServer } from '../fakes/httpServer';
import { serve, type StoredFile } from '../fakes/storedFile';
import { bytes } from '../fakes/transport';
import { contentOf, recordTexts } from '../harness/downloadLists';
import { buildDownloadWindow, DownloadProcess } from '../harness/downloadProcess';
import type { Death, DownloadEvent, WindowOrder } from '../harness/downloadWindow';

const MiB = 1024 * 1024;
/** All that has gathered: in a body, which stops at 1 MiB, in its socket, which stops at 64 KiB, and one more reading. */
const piece = MiB + 2 * 64 * 1024;
/**
 * What is on disk may be one byte short of being told, the next piece written when the process dies, and another one
 * before that, while the record that tells of the first was being written.
 */
const untoldYet = MiB + 2 * piece;

/** The moment at which a process dies: at one of its steps, or when the server has sent so many bytes. */
type Moment = Death | { readonly sent: number };

/** Chance that is the same on each run (https://github.com/bryc/code/blob/master/jshash/PRNGs.md, splitmix32). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

const crc64Of = (content: Buffer) => {
  const sum = new RunningSum(emptySum('crc64'));
  sum.update(content);
  return sum.sum.value;
};

interface Killed {
  /** Where it is in the end. */
  readonly path: string;
  /** Steps before which a process died. */
  readonly steps: readonly string[];
  readonly kills: number;
  /** Bytes that were on disk when a process died, and had not been told: they are fetched twice. */
  readonly twice: number;
  readonly mostTwice: number;
}

describe('a download whose process ends', () => {
  const living = new Set<DownloadProcess>();
  afterEach(async () => {
    for (const process of living) process.kill();
    await Promise.all([...living].map(process => process.ended()));
  });
  const server = testServer();
  const folder = testFolder();
  const routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>();
  const pathOf = ({ url = '' }: IncomingMessage) => url.split('?')[0] ?? '';

  before(() => {
    server.answer = (request, response) => void routes.get(pathOf(request))?.(request, response);
  });

  function start(
    script: string,
    order: WindowOrder,
    onEvent: (event: DownloadEvent) => void,
  ): DownloadProcess {
    const process = new DownloadProcess(script, order, onEvent);
    living.add(process);
    void process.ended().then(() => living.delete(process));
    return process;
  }

  /** Sends a file as fast as a good line: 1 MiB each 4 ms. */
  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    file: StoredFile,
    onSent: (sent: number) => void = () => undefined,
    last = Infinity,
  ): Promise<void> {
    const headers = request.headers as Readonly<Record<string, string>>;
    const reply = serve({ method: 'GET', url: '', headers }, file);
    const content = bytes(reply.body);
    response.on('error', () => undefined);
    response.writeHead(reply.status ?? 200, reply.headers);
    for (let at = 0; at < content.length && !response.destroyed; at += MiB) {
      const piece = content.subarray(at, Math.min(at + MiB, last));
      await new Promise(resolve => response.write(piece, resolve));
      onSent(at + piece.length);
      if (at + piece.length >= last) return;
      await sleep(4);
    }
    response.end();
  }

  /** One file, the server's side of it, and the processes that fetch it one after another. */
  class Download {
    private readonly home: string;
    private readonly records: string;
    private process: DownloadProcess | undefined;
    private lives = 0;
    private moment: Moment | undefined;
    private asked: (string | undefined)[] = [];
    private readonly steps: string[] = [];
    private readonly twice: number[] = [];

    constructor(
      private readonly script: string,
      private readonly name: string,
      private readonly file: StoredFile,
    ) {
      this.home = folder.at(name);
      this.records = folder.at(`${name}.records`);
      routes.set(`/${name}`, (request, response) => this.answer(request, response));
    }

    /** @param momentOf when the nth process dies, of which so many bytes are still to come; undefined for never */
    async run(momentOf: (kills: number, left: number) => Moment | undefined): Promise<Killed> {
      await mkdir(this.home);
      for (let kills = 0; ; kills++) {
        const before = await this.told();
        const moment = momentOf(kills, this.file.content.length - before);
        const event = await this.live(moment);
        assert.ok(event?.what !== 'failed', event?.what === 'failed' ? event.message : '');
        this.checkRanges(before);
        if (event) return { ...this.figures(kills), path: event.path };
        await this.checkDisk();
      }
    }

    private figures(kills: number) {
      const { steps, twice } = this;
      return { kills, steps, twice: twice.reduce((sum, one) => sum + one, 0), mostTwice: Math.max(...twice) };
    }

    /** @returns what it said at its end; undefined when it was killed */
    private async live(moment: Moment | undefined) {
      let last: Extract<DownloadEvent, { what: 'done' | 'failed' }> | undefined;
      this.moment = moment;
      this.asked = [];
      const order: WindowOrder = {
        ...{ url: `${server.origin}/${this.name}?${++this.lives}`, folder: this.home, records: this.records },
        ...{ adds: true, dead: 100, dies: moment && 'sent' in moment ? undefined : moment },
      };
      this.process = start(this.script, order, event => {
        if (event.what === 'dies') this.steps.push(event.step);
        if (event.what === 'done' || event.what === 'failed') last = event;
      });
      await this.process.ended();
      return last;
    }

    /** There is one record, wherever it is, or none yet. */
    private async record(): Promise<DownloadRecord | undefined> {
      const texts = [...(await recordTexts(this.records)).values()];
      assert.ok(texts.length <= 1, 'two windows have it');
      const [text] = texts;
      if (text === undefined) return undefined;
      const record = readRecord(text);
      assert.ok(record, `it cannot be read: ${text}`);
      return record;
    }

    private async told(): Promise<number> {
      const { remains, stage, received } = (await this.record()) ?? {};
      return stage?.kind === 'finished' ? (received ?? 0) : fetched(remains?.stand?.segments ?? []);
    }

    /** What was told to be on disk is never asked for again; before that there is nothing to ask for but all of it. */
    private checkRanges(told: number): void {
      const isKept = this.file.etag !== undefined && told > 0;
      for (const range of this.asked) assert.equal(range, isKept ? `bytes=${told}-` : undefined);
      assert.ok(this.asked.length <= 1, 'one request is enough');
    }

    /** Little is on disk that was not told, and nothing was told that is not on disk; and no file is there unknown. */
    private async checkDisk(): Promise<void> {
      const files = await readdir(this.home);
      assert.ok(
        files.every(name => ['report.csv', 'report.csv.part'].includes(name)),
        files.join(),
      );
      const told = await this.told();
      if (files.length > 0) assert.ok(await this.record(), 'nobody would know of it');
      const part = join(this.home, 'report.csv.part');
      const whole = existsSync(join(this.home, 'report.csv')) ? this.file.content.length : 0;
      const size = existsSync(part) ? statSync(part).size : whole;
      assert.ok(told <= size, `${told} of ${size} bytes are told`);
      this.twice.push(size - told);
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const { process, moment, lives } = this;
      // One that is dead may have asked before it was.
      if (request.url !== `/${this.name}?${lives}`) return void response.destroy();
      this.asked.push(request.headers.range);
      const last = moment && 'sent' in moment ? moment.sent : Infinity;
      if (last === 0) return process?.kill();
      await send(request, response, this.file, sent => void (sent >= last && process?.kill()), last);
    }
  }

  /** It is whole, has its own name, and nothing is left that is not needed. */
  async function check(name: string, content: Buffer, { path }: Pick<Killed, 'path'>): Promise<void> {
    assert.equal(path, folder.at(`${name}/report.csv`));
    assert.deepEqual(await readdir(folder.at(name)), ['report.csv'], name);
    assert.ok((await readFile(path)).equals(content), name);
    assert.deepEqual(await readdir(folder.at(`${name}.records`)), ['rest'], name);
    const rest = await readdir(folder.at(`${name}.records/rest`));
    assert.equal(rest.length, 1, rest.join());
    const record = readRecord([...(await recordTexts(folder.at(`${name}.records`))).values()][0] ?? '');
    assert.equal(record?.stage.kind, 'finished');
  }

  /** All bytes are there; it has two names; it has the one that it should have. */
  const lastOf = (name: string): Death[] => [
    { before: `link ${name}/report.csv` },
    { before: `unlink ${name}/report.csv.part` },
    { after: `unlink ${name}/report.csv.part` },
  ];

  /** Processes have died where they were to die. */
  function checkDeaths(deaths: readonly Death[], { steps }: Killed): void {
    const wanted = deaths.flatMap(death => Object.entries(death)).map(([when, step]) => `${when} ${step}`);
    assert.deepEqual(
      wanted.filter(step => !steps.includes(step)),
      [],
    );
  }

  it('by 50 kills is whole in the end, and hardly a byte is fetched twice', async () => {
    const kills = 50;
    const script = await buildDownloadWindow(folder.path);
    const content = contentOf(200_000_003, 'large');
    const file = { content, etag: '"large"', headers: { 'x-oss-hash-crc64ecma': crc64Of(content) } };
    const random = seeded(1);
    const part = 'large/report.csv.part';
    const first: Death[] = [
      { before: 'mkdir large.records/*' },
      { before: `open ${part}` },
      { after: `open ${part}` },
    ];
    const last = lastOf('large');
    const result = await new Download(script, 'large', file).run((count, left) => {
      const named = first[count] ?? last[count - kills + last.length];
      if (count >= kills || named) return named;
      if (random() < 0.2) return { before: 1 + Math.floor(random() * 25) };
      if (random() < 0.1) return { sent: 0 };
      return { sent: Math.ceil((left / (kills - count)) * 2 * random()) };
    });
    await check('large', content, result);
    assert.equal(result.kills, kills);
    checkDeaths([...first, ...last], result);
    assert.ok(result.mostTwice <= untoldYet, `${result.mostTwice} bytes at once`);
  }).timeout(120_000);

  const small = contentOf(3 * MiB + 7, 'small');
  const md5 = createHash('md5').update(small).digest('base64');
  const files: Readonly<Record<string, Omit<StoredFile, 'content'>>> = {
    crc32: { etag: '"1"', headers: { 'x-bce-content-crc32': String(crc32(small)) } },
    md5: { etag: '"2"', headers: { 'content-md5': md5 } },
    'no sum': { etag: '"3"' },
    'nothing to know it by': {},
  };

  it('before each of its steps, one after another, is whole in the end, and all files are known', async () => {
    const script = await buildDownloadWindow(folder.path);
    const steps = 16;
    const runs = Object.values(files).map(async (file, index) => {
      const name = `small${index}`;
      const download = new Download(script, name, { ...file, content: small });
      const last = lastOf(name);
      // The nth process dies before its nth step, until it would be about to fetch; then at the end, and on from there.
      const result = await download.run(count => {
        const after = count - steps;
        return after < 0 ? { before: count + 1 } : (last[after] ?? { before: after - last.length + 1 });
      });
      await check(name, small, result);
      checkDeaths(last, result);
      return result.kills;
    });
    await Promise.all(runs);
  }).timeout(60_000);

  it('by itself, as an editor is closed, is gone on with by another window at once', async () => {
    const script = await buildDownloadWindow(folder.path);
    const content = contentOf(40_000_003, 'handed over');
    const file = { content, etag: '"1"', headers: { 'x-oss-hash-crc64ecma': crc64Of(content) } };
    await mkdir(folder.at('home'));
    const events: string[] = [];
    const order = {
      ...{ url: `${server.origin}/file`, folder: folder.at('home'), records: folder.at('home.records') },
      // Nobody is dead to anybody in this test.
      dead: 3_600_000,
    };
    const asked: (string | undefined)[] = [];
    const sizes: number[] = [];
    routes.set('/file', async (request, response) => {
      asked.push(request.headers.range);
      if (asked.length > 1) sizes.push(statSync(folder.at('home/report.csv.part')).size);
      let isAsked = asked.length > 1;
      await send(request, response, file, sent => {
        if (!isAsked && sent > content.length / 2) first.close();
        isAsked ||= sent > content.length / 2;
      });
    });
    const looks = new Promise<void>(resolve => {
      start(script, { ...order, adds: false }, event => {
        events.push(`second ${event.what}`);
        if (event.what === 'looks') resolve();
      });
    });
    await looks;
    const first = start(script, { ...order, adds: true }, ({ what }) => events.push(`first ${what}`));
    await Promise.all([...living].map(process => process.ended()));
    assert.deepEqual(events.sort(), ['first closed', 'first looks', 'second done', 'second looks']);
    assert.deepEqual(asked, [undefined, `bytes=${sizes[0]}-`], 'no byte twice');
    await check('home', content, { path: folder.at('home/report.csv') });
  }).timeout(20_000);
});

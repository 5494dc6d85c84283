import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { emptySum, RunningSum } from '../../src/core/download/checksum/sum';
import { fetched } from '../../src/core/download/segments';
import type { SavedTransfer } from '../../src/core/download/transfer';
import { testFolder } from '../fakes/folder';
import { testServer } from '../fakes/httpServer';
import { serve, type StoredFile } from '../fakes/storedFile';
import { bytes } from '../fakes/transport';
import { buildDownloadWindow, DownloadProcess } from '../harness/downloadProcess';
import type { DownloadEvent } from '../harness/downloadWindow';

const MiB = 1024 * 1024;
/**
 * A piece that is on disk may be one byte short of being told, and the next one written when the process dies. A piece
 * is all that has gathered meanwhile: in a body and in its socket, each of which stops at 64 KiB, and one more reading.
 */
const untold = MiB + 3 * 64 * 1024;
const killsOfEach = 10;

/** The moment at which a process dies: at a word of its own, or when the server has sent so much of the body. */
type Moment = 'begins' | 'whole' | { readonly share: number };

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

/** The last one is always when all bytes are there: nobody knows then whether the file has its name already. */
function momentOf(random: () => number, kills: number): Moment | undefined {
  if (kills === killsOfEach) return undefined;
  if (kills === killsOfEach - 1) return 'whole';
  if (random() < 0.1) return 'begins';
  return { share: random() < 0.1 ? 0 : random() * 0.4 };
}

/** 40 MB, the same on each run, in which no two places are alike. */
function contentOf(seed: string): Buffer {
  const content = Buffer.alloc(40_000_003);
  const block = createHash('shake256', { outputLength: 64 * 1024 })
    .update(seed)
    .digest();
  for (let at = 0; at < content.length; at += block.length) {
    block.copy(content, at);
    content.writeUInt32BE(at, Math.min(at, content.length - 4));
  }
  return content;
}

const crc64Of = (content: Buffer) => {
  const sum = new RunningSum(emptySum('crc64'));
  sum.update(content);
  return sum.sum.value;
};

/** What the answer says of the content. */
const checksums: Readonly<Record<string, (content: Buffer) => Readonly<Record<string, string>>>> = {
  'a CRC-64': content => ({ 'x-oss-hash-crc64ecma': crc64Of(content) }),
  'a CRC-32': content => ({ 'x-bce-content-crc32': String(crc32(content)) }),
  'an MD5': content => ({ 'content-md5': createHash('md5').update(content).digest('base64') }),
  'no checksum': () => ({}),
  'a CRC-64 again': content => ({ 'x-oss-hash-crc64ecma': crc64Of(content) }),
};

describe('a download whose process is killed again and again', () => {
  const living = new Set<DownloadProcess>();
  afterEach(async () => {
    for (const process of living) process.kill();
    await Promise.all([...living].map(process => process.ended()));
  });
  const pathOf = ({ url = '' }: IncomingMessage) => url.split('?')[0] ?? '';
  const server = testServer();
  const folder = testFolder();
  const routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>();

  before(() => {
    server.answer = (request, response) => void routes.get(pathOf(request))?.(request, response);
  });

  /** One file, the server's side of it, and the processes that fetch it one after another. */
  class Download {
    private readonly record: string;
    private readonly home: string;
    private process: DownloadProcess | undefined;
    private lives = 0;
    private moment: Moment | undefined;
    private asked: (string | undefined)[] = [];
    kills = 0;
    /** Bytes that all processes together have put on disk. */
    written = 0;

    constructor(
      private readonly script: string,
      private readonly name: string,
      private readonly file: StoredFile,
    ) {
      this.home = folder.at(name);
      this.record = folder.at(`${name}.json`);
      routes.set(`/${name}`, (request, response) => this.answer(request, response));
    }

    /** @returns where the file is */
    async run(random: () => number): Promise<string> {
      await mkdir(this.home);
      for (;;) {
        const moment = momentOf(random, this.kills);
        const before = this.saved;
        const event = await this.live(moment);
        if (moment) this.kills++;
        assert.ok(event?.what !== 'failed', event?.what === 'failed' ? event.message : '');
        this.checkRanges(before);
        this.checkDisk(before);
        // It was killed before it could tell of its part file; whoever finds that knows nothing of it.
        if (!this.saved) await rm(join(this.home, 'report.csv.part'), { force: true });
        if (event) return event.path;
      }
    }

    /** @returns what it said at its end; undefined when it was killed */
    private async live(moment: Moment | undefined) {
      let last: Extract<DownloadEvent, { what: 'done' | 'failed' }> | undefined;
      this.moment = moment;
      this.asked = [];
      const process = new DownloadProcess(
        this.script,
        [`${server.origin}/${this.name}?${++this.lives}`, this.home, this.record],
        event => {
          if (event.what === moment) process.kill();
          if (event.what === 'done' || event.what === 'failed') last = event;
        },
      );
      this.process = process;
      living.add(process);
      await process.ended();
      living.delete(process);
      return last;
    }

    private get saved(): SavedTransfer | undefined {
      if (!existsSync(this.record)) return undefined;
      return JSON.parse(readFileSync(this.record, 'utf8')) as SavedTransfer;
    }

    /** What was told to be on disk is never asked for again; before that there is nothing to ask for but all of it. */
    private checkRanges(before: SavedTransfer | undefined): void {
      const told = fetched(before?.segments ?? []);
      for (const range of this.asked) assert.equal(range, told > 0 ? `bytes=${told}-` : undefined);
      assert.ok(this.asked.length <= 1, 'one request is enough');
    }

    /** Little is on disk that was not told, and nothing was told that is not on disk. */
    private checkDisk(before: SavedTransfer | undefined): void {
      const told = fetched(this.saved?.segments ?? []);
      const part = join(this.home, 'report.csv.part');
      const whole = existsSync(join(this.home, 'report.csv')) ? this.file.content.length : 0;
      const size = existsSync(part) ? statSync(part).size : whole;
      assert.ok(told <= size && size <= told + untold, `${told} of ${size} bytes are told`);
      if (this.asked.length > 0) this.written += size - fetched(before?.segments ?? []);
    }

    /** As fast as a good line: all of it in half a second. */
    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const { process, moment, lives } = this;
      // One that is dead may have asked before it was.
      if (request.url !== `/${this.name}?${lives}`) return void response.destroy();
      const headers = request.headers as Readonly<Record<string, string>>;
      const {
        status = 200,
        headers: answered = {},
        body,
      } = serve({ method: 'GET', url: '', headers }, this.file);
      this.asked.push(headers['range']);
      const content = bytes(body);
      const last = typeof moment === 'object' ? Math.floor(content.length * moment.share) : Infinity;
      response.on('error', () => undefined);
      if (last === 0) return process?.kill();
      response.writeHead(status, answered);
      for (let at = 0; at < content.length && !response.destroyed; at += MiB) {
        const piece = content.subarray(at, Math.min(at + MiB, last));
        await new Promise(resolve => response.write(piece, resolve));
        if (at + piece.length >= last) return process?.kill();
        await sleep(12);
      }
      response.end();
    }
  }

  it('is whole in the end, and hardly a byte is fetched twice', async () => {
    const script = await buildDownloadWindow(folder.path);
    const downloads = Object.entries(checksums).map(async ([name, headersOf], index) => {
      const content = contentOf(name);
      const file = { content, etag: `"${index}"`, headers: headersOf(content) };
      const download = new Download(script, `${index}`, file);
      const path = await download.run(seeded(index + 1));
      assert.equal(path, folder.at(`${index}/report.csv`));
      assert.deepEqual(await readdir(folder.at(`${index}`)), ['report.csv'], name);
      assert.ok((await readFile(path)).equals(content), name);
      assert.ok(download.written <= content.length + download.kills * untold);
      return download.kills;
    });
    const kills = await Promise.all(downloads);
    assert.equal(
      kills.reduce((sum, count) => sum + count),
      killsOfEach * downloads.length,
    );
  }).timeout(60_000);
});

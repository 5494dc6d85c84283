import type { FileSource } from '../../src/core/cloud';
import type { HttpRequest } from '../../src/core/http/request';
import { inPieces, serve, sourceAt, type StoredFile } from './storedFile';
import { bytes, FakeTransport, type Reply } from './transport';

const pieceSize = 64 * 1024;

/** Lets bytes of a file through, as far as a test says. */
class Valve {
  private reached = Infinity;
  private readonly waiting = new Set<() => void>();

  get limit(): number {
    return this.reached;
  }

  set limit(bytes: number) {
    this.reached = bytes;
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves when bytes before `at` are let through. */
  async pass(at: number, signal: AbortSignal | undefined): Promise<void> {
    while (at > this.reached) {
      signal?.throwIfAborted();
      await new Promise<void>(resolve => {
        const wake = () => {
          this.waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.waiting.add(wake);
        signal?.addEventListener('abort', wake);
      });
    }
    signal?.throwIfAborted();
  }
}

interface Served {
  stored: StoredFile;
  readonly valve: Valve;
  /** What is answered instead. */
  reply?: Reply | undefined;
}

/** One request, as far as it matters. */
export interface Asked {
  readonly file: string;
  readonly range: string | undefined;
  readonly ifMatch: string | undefined;
}

/** Files of a cloud by their tasks, each of which comes as far as a test lets it. */
export class PacedServer {
  private readonly files = new Map<string, Served>();
  readonly asked: Asked[] = [];
  /** Bytes of bodies that are under way now, by file: how many requests are at it at once. */
  readonly underway = new Map<string, number>();

  put(file: string, stored: StoredFile): void {
    const { valve = new Valve() } = this.files.get(file) ?? {};
    this.files.set(file, { stored, valve });
  }

  /** No byte from there on comes. */
  holdAt(file: string, limit: number): void {
    this.of(file).valve.limit = limit;
  }

  release(file: string): void {
    this.holdAt(file, Infinity);
  }

  /** Has it answered so, until it is undefined again. */
  answer(file: string, reply: Reply | undefined): void {
    this.of(file).reply = reply;
  }

  transport(): FakeTransport {
    return new FakeTransport((request, _number, signal) => this.reply(request, signal));
  }

  source(file: string, more: Partial<FileSource> = {}): FileSource {
    return sourceAt(`https://files.example.com/${encodeURIComponent(file)}`, { name: file, ...more });
  }

  private of(file: string): Served {
    const served = this.files.get(file);
    if (!served) throw new Error(`There is no file ${file}.`);
    return served;
  }

  private reply(request: HttpRequest, signal: AbortSignal | undefined): Reply {
    const file = decodeURIComponent(new URL(request.url).pathname.slice(1));
    const { stored, valve, reply } = this.of(file);
    this.asked.push({ file, range: request.headers['range'], ifMatch: request.headers['if-match'] });
    const answer = reply ?? serve(request, stored);
    if (answer.chunks) return answer;
    const body = bytes(answer.body);
    const [, first = '0'] = /^bytes (\d+)-/.exec(answer.headers?.['content-range'] ?? '') ?? [];
    return { ...answer, chunks: this.flow(file, body, Number(first), valve, signal) };
  }

  private async *flow(
    file: string,
    body: Buffer,
    start: number,
    valve: Valve,
    signal: AbortSignal | undefined,
  ) {
    this.underway.set(file, (this.underway.get(file) ?? 0) + 1);
    try {
      let at = start;
      for (const piece of inPieces(body, pieceSize)) {
        at += piece.length;
        await valve.pass(at, signal);
        yield piece;
      }
    } finally {
      this.underway.set(file, (this.underway.get(file) ?? 1) - 1);
    }
  }
}

import { abortable } from '../abortable';
import type { Clock } from '../clock';
import type { FileSource } from '../cloud';
import { CloudError, placed } from '../errors';
import type { HttpAnswer, HttpStream, Transport } from '../http/request';
import { linkExpiry } from '../link';
import { rangeHeaders, readReply, type Reply, type Wanted } from './remoteFile';

export interface SourcesParts {
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
  /** Asks for the file anew. */
  readonly source: (signal: AbortSignal) => Promise<FileSource>;
  /** Ends it all. */
  readonly signal: AbortSignal;
}

type Asked = FileSource & { readonly askedAt: number };

/** An answer that is the file, or a part of it. */
export type Opened = Exclude<Reply, { kind: 'refused' }> & {
  readonly stream: HttpStream;
  readonly source: FileSource;
};

/** An error answer is read this far; it is never written to the file. */
const maxErrorBytes = 64 * 1024;

/** Answers of a server of files that a fresh link may mend: OSS says 403, BOS 400 or 403. */
const maybeDead = new Set([400, 401, 403]);

/** The same file asked for as often as it takes, over links that die meanwhile: each is used as long as it lives. */
export class Sources {
  private current: Promise<Asked> | undefined;

  constructor(private readonly parts: SourcesParts) {}

  /**
   * Asks for bytes: with a fresh link where the one at hand has expired or is refused.
   *
   * @returns undefined where the file has nothing to know it by, so that nobody can go on with it
   * @throws CloudError with the place in it
   */
  async open(wanted: Wanted, signal: AbortSignal): Promise<Opened | undefined> {
    const headers = rangeHeaders(wanted);
    if (!headers) return undefined;
    for (let attempt = 1; ; attempt++) {
      const source = await abortable(this.live(), signal);
      const asked = this.current;
      try {
        const { request } = source;
        const sent = { ...request, headers: { ...request.headers, ...headers } };
        const stream = await this.parts.transport.stream(sent, { signal });
        const reply = readReply(stream, wanted);
        if (reply.kind !== 'refused') return { ...reply, stream, source };
        const answer = await readError(stream);
        const isStale = source.isStale ? source.isStale(answer) : maybeDead.has(stream.status);
        if (attempt > 1 || !isStale) throw new CloudError(source.problem(answer));
      } catch (error) {
        throw placed(error, source.place ?? {});
      }
      // Of those who were refused together one asks for all.
      if (asked) this.drop(asked);
    }
  }

  private live(): Promise<Asked> {
    const asked = this.current ?? this.ask();
    return asked.then(source => (this.isOver(source) ? this.renewed(asked) : source));
  }

  /** One for all who wait. */
  private ask(): Promise<Asked> {
    const { clock, source, signal } = this.parts;
    const asked = source(signal).then(found => ({ ...found, askedAt: clock.now() }));
    asked.catch(() => this.drop(asked));
    this.current = asked;
    return asked;
  }

  private renewed(old: Promise<Asked>): Promise<Asked> {
    this.drop(old);
    return this.current ?? this.ask();
  }

  private drop(asked: Promise<Asked>): void {
    if (this.current === asked) this.current = undefined;
  }

  /** One that seems to be over from the beginning is not: this computer's clock is wrong. */
  private isOver({ request: { url }, askedAt }: Asked): boolean {
    const expiry = (URL.canParse(url) ? linkExpiry(url) : undefined)?.getTime() ?? Infinity;
    return askedAt < expiry && expiry <= this.parts.clock.now();
  }
}

async function readError(stream: HttpStream): Promise<HttpAnswer> {
  const { status, headers } = stream;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxErrorBytes) break;
  }
  stream.abort();
  return { status, headers, body: Buffer.concat(chunks) };
}

import type {
  CallReason,
  HttpAnswer,
  HttpRequest,
  HttpStream,
  SendOptions,
  Transport,
} from '../../src/core/http/request';

/** An answer as a test writes it: JSON for an object, bytes as they are for the rest. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | object;
  /** The pieces a stream comes in; the body as one piece when absent. An error breaks the stream. */
  readonly chunks?: readonly (Buffer | Error)[] | AsyncIterable<Buffer | Error>;
}

export const bytes = (body: Reply['body']): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/** A whole answer, for the functions that read one. */
export const answerOf = ({ status = 200, headers = {}, body }: Reply): HttpAnswer => ({
  status,
  headers,
  body: bytes(body),
});

type Script = (
  request: HttpRequest,
  number: number,
  signal: AbortSignal | undefined,
) => Reply | Promise<Reply>;

/** Answers by a script and keeps what it was asked. */
export class FakeTransport implements Transport {
  readonly requests: HttpRequest[] = [];
  /** Why each was made. */
  readonly reasons: (CallReason | undefined)[] = [];
  /** Streams that were dropped by their reader. */
  aborted = 0;
  private readonly script: Script;

  /** @param script a function, or the replies in their order, of which the last is repeated */
  constructor(script: Script | readonly Reply[]) {
    this.script =
      typeof script === 'function'
        ? script
        : (_request, number) => script[Math.min(number, script.length) - 1] ?? {};
  }

  get last(): HttpRequest {
    const last = this.requests.at(-1);
    if (!last) throw new Error('Nothing was sent.');
    return last;
  }

  async send(request: HttpRequest, options: SendOptions = {}): Promise<HttpAnswer> {
    return answerOf(await this.reply(request, options));
  }

  async stream(request: HttpRequest, options: SendOptions = {}): Promise<HttpStream> {
    const reply = await this.reply(request, options);
    const { status, headers, body } = answerOf(reply);
    return {
      status,
      headers,
      body: pieces(reply.chunks ?? (body.length > 0 ? [body] : []), options.signal),
      abort: () => void this.aborted++,
    };
  }

  private async reply(request: HttpRequest, { signal, reason }: SendOptions): Promise<Reply> {
    this.requests.push(request);
    this.reasons.push(reason);
    return this.script(request, this.requests.length, signal);
  }
}

async function* pieces(chunks: NonNullable<Reply['chunks']>, signal: AbortSignal | undefined) {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (chunk instanceof Error) throw chunk;
    yield chunk;
  }
}

/** A request as plain data; what is signed is exactly what is sent. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, percent-encoded; passed through untouched. */
  readonly url: string;
  /** Without `host`, which is always the URL's own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpHead {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole answer, at most {@link SendOptions.maxBytes} long. */
export interface HttpAnswer extends HttpHead {
  readonly body: Buffer;
}

/** An answer whose body is still under way. */
export interface HttpStream extends HttpHead {
  readonly body: AsyncIterable<Buffer>;
  /** Drops the connection; the rest of the body is not read. */
  abort(): void;
}

/**
 * Why a request is made that nobody asked for by name: `asked` is a refresh by the user, `whole` and `news` are
 * readings of a list that are due, `unfinished` is a look at tasks that are not over, `access` fetches a token or a
 * project's id for one of those, `retry` and `clock` make a call again.
 */
export const callReasons = ['asked', 'whole', 'news', 'unfinished', 'access', 'retry', 'clock'] as const;
export type CallReason = (typeof callReasons)[number];

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** For the log; absent for what a command of the user needs. */
  readonly reason?: CallReason | undefined;
  /** Bytes of body that are read at the most; more is a `protocol` error. */
  readonly maxBytes?: number;
}

/**
 * Sends requests over HTTP. It follows no redirect, retries nothing and throws a CloudError of kind `network`,
 * `tls`, `proxy`, `timeout`, `protocol` or `cancelled` when there is no answer. Every status is an answer.
 */
export interface Transport {
  send(request: HttpRequest, options?: SendOptions): Promise<HttpAnswer>;
  stream(request: HttpRequest, options?: SendOptions): Promise<HttpStream>;
}

/** How long is waited, milliseconds. */
export interface TimeLimits {
  /** For a connection, its TLS included; the proxy's is counted apart. */
  readonly connect: number;
  /** From the request to the head of its answer. */
  readonly headers: number;
  /** For a further byte of a body. Not a limit for all of it: files may be large. */
  readonly idle: number;
  /** For a whole answer that is no file: one that comes byte by byte holds up all that waits for it. */
  readonly total: number;
}

export const timeLimits: TimeLimits = { connect: 10_000, headers: 30_000, idle: 30_000, total: 120_000 };

/**
 * What went wrong between us and the proxy, as against what is behind it: undici alone gives both as the same errors.
 * It has no `code` of its own, since for some codes undici would try again without end.
 */
export class ProxyFault extends Error {
  override readonly name = 'ProxyFault';

  /** @param status the proxy's answer to being asked for a tunnel; undefined when there was none */
  constructor(
    readonly status: number | undefined,
    cause?: unknown,
  ) {
    super('The proxy is in the way.', { cause });
  }

  /** Of an attempt to have the proxy do a request by itself, where undici tells of one status only, and in words. */
  static ofRequest(cause: unknown): ProxyFault {
    const asksForCredential = cause instanceof Error && /\(407\)$/.test(cause.message);
    return new ProxyFault(asksForCredential ? 407 : undefined, cause);
  }
}

import { Agent, errors, type Dispatcher } from 'undici';
import { isLoopback } from '../endpoint';
import { CloudError, isCloudError } from '../errors';
import { inOurWords } from '../reasons';
import { arriving, wholeBody } from './answerBody';
import { bypass } from './bypass';
import { secureContext } from './certificates';
import { Deadline } from './deadline';
import type { NetworkSettings } from './networkSettings';
import { createPool } from './pool';
import { createProxyAgent, type AgentOptions } from './proxy';
import { ProxyFault } from './proxyFault';
import type { HttpAnswer, HttpHead, HttpRequest, HttpStream, SendOptions, Transport } from './request';
import { timeLimits, type TimeLimits } from './timeLimits';
import { transportProblem } from './transportProblem';
import { Underway } from './underway';

/** Huawei's `X-Subject-Token` may be 32 kB; Node's own limit for all headers is 16 kB. */
const maxHeaderSize = 128 * 1024;
const maxAnswerBytes = 32 * 1024 * 1024;
/** What has come of a body meanwhile is handed out in one piece: a large file in pieces of 64 KiB costs half as much again. */
const mostUnread = 1024 * 1024;

export interface ClosableTransport extends Transport {
  /** Takes no new request; resolves when those under way have ended by themselves. */
  close(): Promise<void>;
  /** Ends the requests under way as well, also after a `close`: they fail as ones of kind `network`. */
  destroy(): Promise<void>;
}

/** HTTP over undici, with connections kept and reused. */
export const createTransport = (
  settings: NetworkSettings,
  limits: TimeLimits = timeLimits,
): ClosableTransport => new UndiciTransport(settings, limits);

/** The way that a request takes. */
interface Route {
  readonly dispatcher: Dispatcher;
  /** The proxy does the request itself, so that the connection is one to the proxy. */
  readonly byProxy: boolean;
}

type Answer = Dispatcher.ResponseData;

class UndiciTransport implements ClosableTransport {
  private readonly direct: Dispatcher;
  /** Why there is none, where its address cannot be used: that is no matter for who does not go through it. */
  private readonly proxied: Dispatcher | CloudError | undefined;
  private readonly bypasses: (url: URL) => boolean;
  private readonly underway = new Underway();
  private closed = false;

  private readonly total: number;

  constructor(settings: NetworkSettings, { connect: timeout, headers, idle, total }: TimeLimits) {
    this.total = total;
    const context = secureContext(settings.certificates);
    const tls = { rejectUnauthorized: settings.verifyTls, ...(context && { secureContext: context }) };
    const options = {
      connect: { ...tls, timeout },
      headersTimeout: headers,
      bodyTimeout: idle,
      maxHeaderSize,
    };
    this.proxied = proxyOrProblem(settings, options);
    this.direct = new Agent({ ...options, factory: createPool });
    this.bypasses = bypass(settings.noProxy);
  }

  async send(
    request: HttpRequest,
    { signal, maxBytes = maxAnswerBytes }: SendOptions = {},
  ): Promise<HttpAnswer> {
    const deadline = new Deadline(this.total, signal);
    try {
      const answer = await this.open(request, deadline.signal);
      const { status, headers } = head(answer);
      const bounds = { maxBytes, signal: deadline.signal };
      return { status, headers, body: await wholeBody(answer.body, headers['content-encoding'], bounds) };
    } catch (error) {
      if (!deadline.isOver) throw error;
      throw new CloudError({ kind: 'timeout', ...inOurWords('tooSlow') });
    } finally {
      deadline.release();
    }
  }

  async stream(request: HttpRequest, { signal, maxBytes = Infinity }: SendOptions = {}): Promise<HttpStream> {
    const answer = await this.open(request, signal);
    return {
      ...head(answer),
      body: arriving(answer.body as AsyncIterable<Buffer>, { maxBytes, signal }),
      abort: () => {
        // Nobody reads it any more, so nobody is there to take the error that the end of an unread body is.
        answer.body.on('error', () => undefined);
        answer.body.destroy();
      },
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.underway.over();
    await this.destroy();
  }

  async destroy(): Promise<void> {
    this.closed = true;
    const { direct, proxied } = this;
    await Promise.all([direct.destroy(), isCloudError(proxied) ? undefined : proxied?.destroy()]);
  }

  private async open(
    { method, url, headers, body }: HttpRequest,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const address = new URL(url);
    const { dispatcher, byProxy } = this.routeTo(address);
    this.underway.begin();
    try {
      if (this.closed) throw new errors.ClientClosedError();
      const { origin, pathname, search } = address;
      const answer = await dispatcher.request({
        origin,
        path: pathname + search,
        method: method,
        // Compressed bodies would make lengths, ranges and ETags speak of something else.
        headers: { 'accept-encoding': 'identity', ...headers },
        body: body ?? null,
        signal: signal ?? null,
        highWaterMark: mostUnread,
      });
      answer.body.once('close', () => this.underway.end());
      return answer;
    } catch (error) {
      this.underway.end();
      throw new CloudError(transportProblem(byProxy ? ProxyFault.ofRequest(error) : error, signal));
    }
  }

  private routeTo(url: URL): Route {
    if (!this.proxied || isLoopback(url.hostname) || this.bypasses(url))
      return { dispatcher: this.direct, byProxy: false };
    if (isCloudError(this.proxied)) throw this.proxied;
    return { dispatcher: this.proxied, byProxy: url.protocol === 'http:' };
  }
}

function proxyOrProblem(
  settings: NetworkSettings,
  options: AgentOptions,
): Dispatcher | CloudError | undefined {
  try {
    return createProxyAgent(settings, options);
  } catch (error) {
    if (isCloudError(error)) return error;
    throw error;
  }
}

const head = ({ statusCode, headers }: Answer): HttpHead => ({
  status: statusCode,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  ),
});

import { Agent, EnvHttpProxyAgent, request as undiciRequest, type Dispatcher } from 'undici';
import { isLoopback } from '../endpoint';
import { CloudError } from '../errors';
import type { HttpAnswer, HttpHead, HttpRequest, HttpStream, SendOptions, Transport } from './request';
import { transportProblem } from './transportProblem';
import { inOurWords } from '../reasons';

/** How to reach the network, as the editor and the environment have it. */
export interface NetworkSettings {
  /** Proxy for all addresses but those of `noProxy`; undefined = none. May hold a user name and password. */
  readonly proxy?: string | undefined;
  /** Comma-separated hosts that are reached directly, as in `NO_PROXY`. Loopback always is. */
  readonly noProxy: string;
  /** Value of `Proxy-Authorization`. */
  readonly proxyAuthorization?: string | undefined;
  /** False only when the user has turned certificate checks off (`http.proxyStrictSSL`). */
  readonly verifyTls: boolean;
  /** PEM certificates to trust; undefined = Node's own. */
  readonly certificates?: readonly string[] | undefined;
}

const connectTimeout = 10_000;
/** Without a byte for this long a connection is given up. An idle limit, not a total one: files may be large. */
const idleTimeout = 30_000;
/** Huawei's `X-Subject-Token` may be 32 kB; Node's own limit for all headers is 16 kB. */
const maxHeaderSize = 128 * 1024;
const maxAnswerBytes = 32 * 1024 * 1024;

export interface ClosableTransport extends Transport {
  close(): Promise<void>;
}

/** HTTP over undici, with connections kept and reused. */
export function createTransport(settings: NetworkSettings): ClosableTransport {
  const { direct, proxied } = createDispatchers(settings);
  const dispatcherFor = ({ url }: HttpRequest) => (isLoopback(new URL(url).hostname) ? direct : proxied);
  return {
    send: (request, options = {}) => send(dispatcherFor(request), request, options),
    stream: (request, options = {}) => stream(dispatcherFor(request), request, options),
    close: async () => void (await Promise.all([direct.destroy(), proxied.destroy()])),
  };
}

function createDispatchers(settings: NetworkSettings): { direct: Dispatcher; proxied: Dispatcher } {
  const tls = {
    rejectUnauthorized: settings.verifyTls,
    ...(settings.certificates && { ca: [...settings.certificates] }),
  };
  const options = {
    connect: { ...tls, timeout: connectTimeout },
    headersTimeout: idleTimeout,
    bodyTimeout: idleTimeout,
    maxHeaderSize,
  };
  const proxy = {
    // An empty proxy address stands for "none": left out, undici would look at the environment by itself.
    httpProxy: settings.proxy ?? '',
    httpsProxy: settings.proxy ?? '',
    noProxy: settings.noProxy,
    ...(settings.proxyAuthorization && { token: settings.proxyAuthorization }),
    requestTls: tls,
    proxyTls: tls,
  };
  try {
    return { direct: new Agent(options), proxied: new EnvHttpProxyAgent({ ...options, ...proxy }) };
  } catch {
    throw new CloudError({ kind: 'proxy', ...inOurWords('proxyAddress') });
  }
}

type Answer = Dispatcher.ResponseData;

async function open(
  dispatcher: Dispatcher,
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  try {
    return await undiciRequest(url, {
      dispatcher,
      method: method,
      // Compressed bodies would make lengths, ranges and ETags speak of something else.
      headers: { 'accept-encoding': 'identity', ...headers },
      body: body ?? null,
      signal: signal ?? null,
    });
  } catch (error) {
    throw new CloudError(transportProblem(error, signal));
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

async function* chunks({ body }: Answer, maxBytes: number, signal: AbortSignal | undefined) {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new CloudError({ kind: 'protocol', ...inOurWords('tooLarge') });
      yield chunk;
    }
  } catch (error) {
    throw error instanceof CloudError ? error : new CloudError(transportProblem(error, signal));
  }
}

async function send(dispatcher: Dispatcher, request: HttpRequest, options: SendOptions): Promise<HttpAnswer> {
  const answer = await open(dispatcher, request, options.signal);
  const body: Buffer[] = [];
  for await (const chunk of chunks(answer, options.maxBytes ?? maxAnswerBytes, options.signal))
    body.push(chunk);
  return { ...head(answer), body: Buffer.concat(body) };
}

async function stream(
  dispatcher: Dispatcher,
  request: HttpRequest,
  options: SendOptions,
): Promise<HttpStream> {
  const answer = await open(dispatcher, request, options.signal);
  return {
    ...head(answer),
    body: chunks(answer, options.maxBytes ?? Infinity, options.signal),
    abort: () => {
      // Nobody reads it any more, so nobody is there to take the error that the end of an unread body is.
      answer.body.on('error', () => undefined);
      answer.body.destroy();
    },
  };
}

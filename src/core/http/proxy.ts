import { Pool, ProxyAgent, type Agent, type buildConnector, type Dispatcher } from 'undici';
import { CloudError } from '../errors';
import { inOurWords } from '../reasons';
import type { NetworkSettings } from './networkSettings';
import { createPool } from './pool';
import { ProxyFault } from './proxyFault';

/** Of an agent that connects by itself. */
export interface AgentOptions extends Agent.Options {
  readonly connect: buildConnector.BuildOptions;
}

/**
 * Sends by way of the proxy: through a tunnel (`CONNECT`) to an https address, in the proxy's own hands to an http one.
 * Undefined when there is no proxy.
 *
 * @throws CloudError when its address cannot be used
 */
export function createProxyAgent(
  { proxy, proxyAuthorization }: NetworkSettings,
  options: AgentOptions,
): Dispatcher | undefined {
  if (!proxy) return undefined;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
    if (!/^https?:$/.test(url.protocol)) throw new TypeError('That is no proxy for HTTP.');
    const token = proxyAuthorization ?? basic(url);
    return new ProxyAgent({
      ...options,
      uri: url.origin,
      ...(token && { token }),
      requestTls: options.connect,
      proxyTls: options.connect,
      proxyTunnel: false,
      factory: createPool,
      clientFactory: (origin, own) => new Tunnels(origin, { ...options, ...own }),
    });
  } catch {
    throw new CloudError({ kind: 'proxy', ...inOurWords('proxyAddress') });
  }
}

/** The credential in the address of a proxy, as `Proxy-Authorization` has it. */
function basic({ username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  const credential = [username, password].map(asTyped).join(':');
  return `Basic ${Buffer.from(credential).toString('base64')}`;
}

/** Without its escapes; as it is when a percent sign in it begins none. */
function asTyped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The connections to a proxy. What fails while one is made into a tunnel is told as a {@link ProxyFault}. */
class Tunnels extends Pool {
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(options: Dispatcher.ConnectOptions, callback: Callback): void;
  override connect(options: Dispatcher.ConnectOptions, callback?: Callback): unknown {
    if (callback) return super.connect(options, callback);
    return super.connect(options).then(opened, (error: unknown) => {
      throw new ProxyFault(undefined, error);
    });
  }
}

type Callback = (error: Error | null, data: Dispatcher.ConnectData) => void;

function opened(answer: Dispatcher.ConnectData): Dispatcher.ConnectData {
  if (answer.statusCode === 200) return answer;
  answer.socket.on('error', () => undefined).destroy();
  throw new ProxyFault(answer.statusCode);
}

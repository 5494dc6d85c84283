/** How to reach the network, as the editor and the environment have it. */
export interface NetworkSettings {
  /** Proxy for all addresses but those of `noProxy`; undefined = none. May hold a user name and password. */
  readonly proxy?: string | undefined;
  /** Comma-separated hosts that are reached directly, as in `NO_PROXY`. Loopback always is. */
  readonly noProxy: string;
  /** Value of `Proxy-Authorization`; wins over a user name in the address of the proxy. */
  readonly proxyAuthorization?: string | undefined;
  /** False only when the user has turned certificate checks off (`http.proxyStrictSSL`). */
  readonly verifyTls: boolean;
  /** PEM certificates to trust besides Node's own. */
  readonly certificates?: readonly string[] | undefined;
}

/** The editor's `http.*` settings; each as the user has it, and undefined where there is none. */
export interface EditorSettings {
  readonly proxy?: string | undefined;
  readonly proxySupport?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
  readonly proxyAuthorization?: string | null | undefined;
  readonly proxyStrictSSL?: boolean | undefined;
}

/**
 * What VS Code makes of the same settings and variables for its own requests and those of its extensions
 * (`createProxyResolver` in github.com/microsoft/vscode-proxy-agent): a setting wins over the environment, the name in
 * lower case over the one in upper case, `https` over `http`, and a list of exceptions in the settings replaces the
 * environment's. Of `proxySupport` only `off` makes a difference: the other values tell how to treat an agent that an
 * extension brings along, and ours has none.
 */
export function networkSettings(editor: EditorSettings, env: NodeJS.ProcessEnv): NetworkSettings {
  const { proxy, proxySupport, noProxy = [], proxyAuthorization, proxyStrictSSL = true } = editor;
  const given = [proxy, ...['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].map(name => env[name])];
  return {
    proxy: proxySupport === 'off' ? undefined : given.map(address => address?.trim()).find(Boolean),
    noProxy: noProxy.length > 0 ? noProxy.join(',') : env['no_proxy'] || env['NO_PROXY'] || '',
    proxyAuthorization: proxyAuthorization || undefined,
    verifyTls: proxyStrictSSL,
  };
}

/** How the network is reached, without an address or a name: for a report that anybody may read. */
export interface NetworkKind {
  /** Where the proxy comes from; `off` where there is one that must not be used. */
  readonly proxy: 'none' | 'settings' | 'environment' | 'off';
  readonly proxyCredential: boolean;
  /** How many hosts are reached without the proxy. */
  readonly exceptions: number;
  readonly verifyTls: boolean;
}

export function networkKind(editor: EditorSettings, env: NodeJS.ProcessEnv): NetworkKind {
  const { proxySupport, ...others } = editor;
  const { proxy, proxyAuthorization, noProxy, verifyTls } = networkSettings(others, env);
  const from = editor.proxy?.trim() ? 'settings' : 'environment';
  return {
    proxy: proxy === undefined ? 'none' : proxySupport === 'off' ? 'off' : from,
    proxyCredential: proxyAuthorization !== undefined || /^[^/]*\/\/[^/]*@/.test(proxy ?? ''),
    exceptions: noProxy.split(',').filter(host => host.trim() !== '').length,
    verifyTls,
  };
}

/** What the editor tells of a setting. It has `globalLocalValue` and does not declare it: its own requests go by it. */
export interface InspectedSetting<T> {
  readonly defaultValue?: T;
  readonly globalValue?: T;
  readonly globalLocalValue?: T;
}

/**
 * A setting as the user has it; what a workspace says of it never counts.
 *
 * @param isBeside the window is connected to another machine, and this code does not run there: the settings of that
 * machine, which go before the user's own, are not meant
 */
export const userSetting = <T>(
  { defaultValue, globalValue, globalLocalValue }: InspectedSetting<T> = {},
  isBeside: boolean,
): T | undefined => (isBeside ? globalLocalValue : globalValue) ?? defaultValue;

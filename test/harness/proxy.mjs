/**
 * A real proxy for HTTP, run as a process of its own by `proxyProcess.ts`, and ended with the one that started it.
 * Every host name leads to loopback.
 */
import { RequestError, Server } from 'proxy-chain';

/** @type {import('./proxyProcess.ts').ProxyOptions} */
const { credential, refusal, identity } = JSON.parse(process.argv[2] ?? '{}');

/** @type {string[]} */
const seen = [];

/** @type {import('node:net').LookupFunction} */
const lookup = (_host, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

/** @type {import('proxy-chain').PrepareRequestFunction} */
const prepareRequestFunction = ({ request, hostname, port, isHttp, username, password }) => {
  seen.push(`${isHttp ? request.method : 'CONNECT'} ${hostname}:${port}`);
  if (refusal) throw new RequestError('This proxy refuses.', refusal);
  const isKnown = !credential || (username === credential.user && password === credential.password);
  return {
    requestAuthentication: !isKnown,
    dnsLookup: /** @type {typeof import('node:dns').lookup} */ (/** @type {unknown} */ (lookup)),
  };
};

const options = { host: '127.0.0.1', port: 0, prepareRequestFunction };
const server = new Server(
  identity ? { ...options, serverType: 'https', httpsOptions: identity } : { ...options, serverType: 'http' },
);
await server.listen();

process.on('message', () => process.send?.({ seen: seen.splice(0) }));
process.on('disconnect', () => process.exit());
process.send?.({ port: server.port });

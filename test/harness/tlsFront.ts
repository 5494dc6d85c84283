import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Identity } from '../fakes/certificate';

/** What a cloud has before its servers: takes TLS off and hands all of it on. */
export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** @param origin of a server on loopback that talks plain HTTP */
export async function tlsFront(identity: Identity, origin: string): Promise<TlsFront> {
  const { hostname, port } = new URL(origin);
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer({ key: identity.key, cert: identity.cert }, client => {
    const behind = kept(connect(Number(port), hostname));
    kept(client).pipe(behind).pipe(client);
    client.on('close', () => behind.destroy());
    behind.on('close', () => client.destroy());
  });
  // A client that does not trust the certificate.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

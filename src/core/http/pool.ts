import type { Socket } from 'node:net';
import { buildConnector, errors, Pool } from 'undici';

/**
 * The connections to one origin, for an agent of undici. They may end while nobody has room for what has come, as when
 * a server closes behind a file that is written more slowly than it comes: undici 7 throws an error then that nobody
 * can catch, and its request never ends. Version 8 does not, and needs a newer Node than the editors have.
 */
export function createPool(origin: string | URL, options: Pool.Options): Pool {
  const given = options.connect;
  const connector = typeof given === 'function' ? given : buildConnector({ ...given });
  const connect: buildConnector.connector = (asked, done) =>
    connector(asked, (...[error, socket]) => (error ? done(error, null) : done(null, patient(socket))));
  return new Pool(origin, { ...options, connect });
}

/** Has a connection tell of its end when all that came before has been taken. */
function patient<Connection extends Socket>(socket: Connection): Connection {
  const push = socket.push.bind(socket);
  const read = socket.read.bind(socket);
  const destroy = socket.destroy.bind(socket);
  /** undici reads until there is nothing more, and stops before that only where it has no room. */
  let isEmptied = true;
  let isOver = false;
  return Object.assign(socket, {
    push(chunk: unknown, encoding?: BufferEncoding): boolean {
      if (chunk !== null || (isEmptied && socket.readableLength === 0)) return push(chunk, encoding);
      isOver = true;
      return false;
    },
    read(size?: number): unknown {
      const chunk: unknown = read(size);
      if (size !== undefined) return chunk; // Node's own, which takes nothing
      isEmptied = chunk === null;
      if (isEmptied && isOver) {
        isOver = false;
        process.nextTick(push, null);
      }
      return chunk;
    },
    // Of a reset it believes that all had come before.
    destroy(error?: NodeJS.ErrnoException): Connection {
      const isReset = error?.code === 'ECONNRESET' && !isEmptied;
      return destroy(isReset ? new errors.SocketError(error.message) : error);
    },
  });
}

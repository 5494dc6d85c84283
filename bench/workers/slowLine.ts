// A line before a server that is far away: `<port> <milliseconds each way> <bytes a second of each connection>`.
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { tell } from '../lib/tell';

const [port = 0, delay = 0, rate = Infinity] = process.argv.slice(2).map(Number);

/** More is not taken from who sends; it is more than ever is on the way. */
const mostOnTheWay = 1024 * 1024;

/** Hands on what comes, later and no faster than the line is. */
function carry(from: Socket, to: Socket, bytesPerSecond: number): void {
  let onTheWay = 0;
  /** When the line will have taken all that has come so far. */
  let free = 0;
  const later = (at: number, work: () => void) => setTimeout(work, at - performance.now());
  from.on('data', (chunk: Buffer) => {
    free = Math.max(free, performance.now()) + (chunk.length / bytesPerSecond) * 1000;
    onTheWay += chunk.length;
    if (onTheWay > mostOnTheWay) from.pause();
    later(free + delay, () => {
      onTheWay -= chunk.length;
      to.write(chunk);
      from.resume();
    });
  });
  from.on('end', () => later(free + delay, () => to.end()));
  from.on('error', () => to.destroy());
  from.on('close', () => later(free + delay, () => to.destroy()));
}

const server = createServer(client => {
  client.pause();
  client.setNoDelay();
  // A connection takes its time as well: there and back.
  setTimeout(() => {
    const behind = connect(port, '127.0.0.1').setNoDelay();
    carry(client, behind, Infinity);
    carry(behind, client, rate);
    client.resume();
  }, 2 * delay);
});
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));

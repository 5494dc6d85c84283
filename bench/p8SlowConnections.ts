import { buildWorkers, startWorker } from './lib/children';
import { runDownload } from './lib/runDownload';
import { aria2c } from './lib/fetcher';
import type { Bench } from './lib/row';
import { inTurn } from './lib/statistics';
import { withNginx } from './lib/withNginx';

const MB = 1e6;
const size = 256 * MB;
/** Milliseconds there and back; bytes a second of each connection. */
const line = { latency: 40, rate: 10 * MB };
const rounds = 5;

/** A server that is far away and gives no connection all that it has: how soon we come to use several, and how well. */
export const p8: Bench = {
  name: 'P8',
  async run() {
    await buildWorkers('downloadOurs', 'slowLine');
    return withNginx({ file: size }, {}, async ({ port, folder }) => {
      const { told, stop } = await startWorker<{ readonly port: number }>('slowLine', [
        port,
        line.latency / 2,
        line.rate,
      ]);
      try {
        const url = `http://127.0.0.1:${told.port}/file`;
        const peer = await aria2c();
        const { ours, peers } = await inTurn<'ours' | 'peers', readonly number[]>(
          {
            ours: async () => [(await runDownload('downloadOurs', url, folder, size)).wall],
            peers: () => peer.fetch(url, folder, size),
          },
          { rounds, warmUp: 0 },
        );
        const speeds = (all: readonly (readonly number[])[]) =>
          all.flat().map(wall => size / MB / (wall / 1000));
        return [
          {
            what: `${size / MB} MB over connections of ${line.rate / MB} MB/s, ${line.latency} ms away`,
            unit: 'MB/s',
            ours: speeds(ours),
            peer: { name: `${peer.name}, 4 connections`, samples: speeds(peers) },
            limits: { leastOfPeer: 0.95 },
          },
        ];
      } finally {
        await stop();
      }
    });
  },
};

import { buildWorkers } from './lib/children';
import { runDownload } from './lib/runDownload';
import { curl } from './lib/fetcher';
import type { Bench, Row } from './lib/row';
import { inTurn, type Samples } from './lib/statistics';
import { withNginx, type Served } from './lib/withNginx';
import { md5OfZeros, sumOfZeros } from './lib/zeros';

const MB = 1e6;
const GiB = 2 ** 30;
/** By the names of the files. */
const sizes = { empty: 0, '10MB': 10 * MB, '100MB': 100 * MB, '1GiB': GiB, '4GiB': 4 * GiB } as const;
type Name = keyof typeof sizes;

const large = '1GiB';
const rounds = { race: 5, memory: 3 };
/** What is left of the disk when a file is on it, at the least. */
const spare = GiB;

/** A large file from nginx over loopback: our download, `curl -o`, a bare request. */
export const p7: Bench = {
  name: 'P7',
  async run() {
    await buildWorkers('downloadOurs', 'downloadFloor');
    const size = sizes[large];
    const headers = {
      crc64: { 'x-oss-hash-crc64ecma': sumOfZeros('crc64', size) },
      crc32: { 'x-bce-content-crc32': sumOfZeros('crc32', size) },
      md5: { 'content-md5': md5OfZeros(size) },
    };
    return withNginx(sizes, headers, async served => [...(await race(served)), ...(await memory(served))]);
  },
};

async function race({ origin, folder, room }: Served): Promise<Row[]> {
  const size = sizes[large];
  if (room < size + spare) return [leftOut(`${large} fetched`, 'MB/s', room)];
  /** Milliseconds of it, and of the processor. */
  const by = (worker: string, path: string) => async () => {
    const { wall, cpu } = await runDownload(worker, `${origin}/${path}${large}`, folder, size);
    return [wall, cpu];
  };
  const peer = await curl();
  const results = await inTurn<string, readonly number[]>(
    {
      crc64: by('downloadOurs', 'crc64/'),
      curl: () => peer.fetch(`${origin}/${large}`, folder, size),
      crc32: by('downloadOurs', 'crc32/'),
      md5: by('downloadOurs', 'md5/'),
      none: by('downloadOurs', ''),
      floor: by('downloadFloor', ''),
    },
    { rounds: rounds.race },
  );
  const figures = (who: string, index: 0 | 1): Samples =>
    (results[who] ?? []).flatMap(all => all[index] ?? []);
  const speeds = (who: string): Samples => figures(who, 0).map(wall => size / MB / (wall / 1000));
  const row = (what: string, who: string, limits?: Row['limits']): Row => ({
    ...{ what: `${large} fetched, ${what}`, unit: 'MB/s', ours: speeds(who) },
    peer: { name: peer.name, samples: speeds('curl') },
    floor: { name: 'bare request', samples: speeds('floor') },
    ...(limits && { limits }),
  });
  return [
    row('CRC-64 checked', 'crc64', { leastOfPeer: 0.9 }),
    row('CRC-32 checked', 'crc32', { leastOfPeer: 0.9 }),
    row('MD5 checked', 'md5'), // which alone takes longer than curl for all
    row('nothing checked', 'none', { leastOfPeer: 0.9 }),
    {
      ...{ what: `${large} fetched, CRC-64 checked: CPU`, unit: 'ms', ours: figures('crc64', 1) },
      floor: { name: 'bare request', samples: figures('floor', 1) },
    },
  ];
}

/** The most that a process ever had, without what one has that has fetched nothing. */
async function memory({ origin, folder, room }: Served): Promise<Row[]> {
  const by = (worker: string, name: Name) => async () =>
    (await runDownload(worker, `${origin}/${name}`, folder, sizes[name])).memory;
  const rows: Row[] = [];
  for (const name of ['10MB', '100MB', '1GiB', '4GiB'] as const) {
    const what = `${name} fetched: memory`;
    if (room < sizes[name] + spare) {
      rows.push(leftOut(what, 'MB', room));
      continue;
    }
    const { ours, idle, floor, idleFloor } = await inTurn(
      {
        ...{ ours: by('downloadOurs', name), idle: by('downloadOurs', 'empty') },
        ...{ floor: by('downloadFloor', name), idleFloor: by('downloadFloor', 'empty') },
      },
      { rounds: rounds.memory, warmUp: 0 },
    );
    const beside = (some: Samples, none: Samples) => some.map((most, round) => most - (none[round] ?? NaN));
    rows.push({
      ...{ what, unit: 'MB', ours: beside(ours, idle), limits: { most: 64 } },
      floor: { name: 'bare request', samples: beside(floor, idleFloor) },
    });
  }
  return rows;
}

const leftOut = (what: string, unit: Row['unit'], room: number): Row => ({
  what: `${what}: left out, ${(room / 1e9).toFixed(0)} GB of room`,
  unit,
  ours: [],
});

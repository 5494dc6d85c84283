import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { request } from 'undici';
import { objectProblem } from '../../src/clouds/alibaba/objectErrors';
import { systemClock, type Clock } from '../../src/core/clock';
import { emptySum, RunningSum } from '../../src/core/download/checksum/sum';
import { PartFile } from '../../src/core/download/partFile';
import { sizes as usualSizes } from '../../src/core/download/sizes';
import { Transfer, type SavedTransfer, type TransferProgress } from '../../src/core/download/transfer';
import type { ErrorKind } from '../../src/core/errors';
import { createTransport, type ClosableTransport } from '../../src/core/http/transport';
import { HurriedClock } from '../fakes/clock';
import { testFolder } from '../fakes/folder';
import { sourceAt } from '../fakes/storedFile';
import { problemWith } from '../harness/problems';
import { servedFiles } from '../harness/servers/servedFiles';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** Bytes of which no two places are alike, the same on each run. */
function noise(size: number, seed: string): Buffer {
  const block = createHash('shake256', { outputLength: MiB }).update(seed).digest();
  const content = Buffer.alloc(size);
  for (let at = 0; at < size; at += MiB) {
    block.copy(content, at);
    content.writeUInt32BE(at, Math.min(at, size - 4));
  }
  return content;
}

function crc64(content: Buffer): string {
  const sum = new RunningSum(emptySum('crc64'));
  sum.update(content);
  return sum.sum.value;
}

const large = noise(24 * MiB + 5, 'large');
const other = noise(22 * MiB + 3, 'other');
const table = Buffer.from('id,name,severity\r\n'.repeat(50_000));
/** Names that a link has to escape, and one that looks like another that is escaped. */
const names = ['two words.csv', '100%.csv', '%41.csv', 'A.csv', '漏洞 列表.csv', `it's #1 & a+b;c=d.csv`];

describe('downloads from a server of files', () => {
  const folder = testFolder();
  const files = servedFiles(
    {
      'large.bin': large,
      'other.bin': other,
      'table.csv': table,
      'empty.csv': Buffer.alloc(0),
      '.hidden': Buffer.from('hidden'),
      ...Object.fromEntries(names.map(name => [name, Buffer.from(`This is ${name}.`)])),
    },
    { 'x-oss-hash-crc64ecma': crc64(large) },
  );

  let transport: ClosableTransport;
  const opened: Transfer[] = [];
  beforeEach(() => void (transport = createTransport({ noProxy: '', verifyTls: true })));
  afterEach(async () => {
    for (const { part } of opened.splice(0)) await part?.discard();
    await transport.destroy();
  });

  interface Wish {
    /** What a wait is for; nobody waits in vain when absent. */
    readonly sleep?: Clock['sleep'];
    readonly signal?: AbortSignal;
    readonly saved?: SavedTransfer | undefined;
    readonly onProgress?: (progress: TransferProgress) => void;
    readonly sizes?: typeof usualSizes;
  }

  function transferOf(url: string, wish: Wish = {}): Transfer {
    const { sleep, signal = new AbortController().signal, saved, onProgress, sizes } = wish;
    const transfer = new Transfer(
      { transport, clock: { ...systemClock, ...(sleep && { sleep }) }, random: () => 0 },
      {
        source: () => Promise.resolve(sourceAt(url, { problem: answer => objectProblem(answer, 'cdn') })),
        create: ({ name }) => PartFile.create(folder.at(name), false),
        saved,
        onProgress,
      },
      signal,
      sizes,
    );
    opened.push(transfer);
    return transfer;
  }

  /** @returns where the file is */
  const finished = async (transfer: Transfer) => (await transfer.run()).finish();

  const assertSame = async (path: string, name: string) =>
    assert.ok((await readFile(path)).equals(await readFile(files.at(name))), `${path} is not ${name}`);

  /** Once, when so many bytes have come; and how many there were in the end. */
  function after(bytes: number, work: () => void) {
    const seen = { received: 0, done: false };
    const onProgress = ({ received }: TransferProgress) => {
      seen.received = received;
      if (received < bytes || seen.done) return;
      seen.done = true;
      work();
    };
    return { seen, onProgress };
  }

  /** Fetches so many bytes as a process that is ended then, and leaves them. */
  async function leftBehind(url: string, bytes: number): Promise<SavedTransfer> {
    const user = new AbortController();
    const { onProgress } = after(bytes, () => user.abort());
    const transfer = transferOf(url, { signal: user.signal, onProgress });
    await assert.rejects(transfer.run(), problemWith({ kind: 'cancelled' }));
    await transfer.part?.release();
    opened.pop();
    return JSON.parse(JSON.stringify(transfer.stand)) as SavedTransfer;
  }

  /** Puts another file in the place of one, until the test is over. */
  async function replace(name: string, content: Buffer): Promise<void> {
    await writeFile(files.at(name), content);
    // Servers tell files apart by size and time, and may do so by the second.
    await utimes(files.at(name), new Date(), new Date(Date.now() + 5_000));
  }

  it('take a whole file as it is, and know it by what the server says of it', async () => {
    const link = files.link('files', 'large.bin');
    const transfer = transferOf(link.url);
    const path = await finished(transfer);
    await assertSame(path, 'large.bin');
    const [asked, ...more] = await link.served(1);
    assert.deepEqual([asked?.status, asked?.range, asked?.acceptEncoding, more], [200, '', 'identity', []]);
    const { size, etag, lastModified, checksum } = transfer.stand?.file ?? {};
    assert.deepEqual([size, checksum], [large.length, undefined]);
    assert.match(etag ?? '', /^"[\da-f]+-[\da-f]+"$/);
    const { mtimeMs } = await stat(files.at('large.bin'));
    assert.equal(Date.parse(lastModified ?? ''), Math.floor(mtimeMs / 1000) * 1000);
  });

  it('take an empty file', async () => {
    const path = await finished(transferOf(files.link('files', 'empty.csv').url));
    assert.equal((await stat(path)).size, 0);
  });

  for (const name of names)
    it(`find ${JSON.stringify(name)}, whatever of it has to be escaped`, async () => {
      await assertSame(await finished(transferOf(files.link('files', name).url)), name);
    });

  it('go on after a restart with the bytes that are missing', async () => {
    const link = files.link('files', 'large.bin');
    const saved = await leftBehind(link.url, 5 * MiB);
    await assertSame(await finished(transferOf(link.url, { saved })), 'large.bin');
    const [, { status, range, ifMatch } = assert.fail(), ...more] = await link.served(2);
    const at = saved.segments[0]?.at ?? 0;
    assert.ok(at >= 5 * MiB && at < large.length);
    assert.deepEqual([status, range, ifMatch, more], [206, `bytes=${at}-`, saved.file.etag, []]);
  });

  it('begin anew when the file was replaced before a restart', async () => {
    const link = files.link('files', 'large.bin');
    const saved = await leftBehind(link.url, 5 * MiB);
    await replace('large.bin', other);
    try {
      await assertSame(await finished(transferOf(link.url, { saved })), 'large.bin');
    } finally {
      await replace('large.bin', large);
    }
    const statuses = (await link.served(3)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 412, 200]);
  });

  it('hold a file against the sum that the server says', async () => {
    const link = files.link('summed', 'large.bin');
    const transfer = transferOf(link.url);
    await assertSame(await finished(transfer), 'large.bin');
    assert.deepEqual(transfer.stand?.file.checksum, { algorithm: 'crc64', value: crc64(large) });
    assert.equal((await link.served(1)).length, 1);
  });

  it('take no file whose sum is another, neither then nor when it has come once more', async () => {
    const link = files.link('summed', 'other.bin');
    await assert.rejects(
      transferOf(link.url).run(),
      problemWith({ kind: 'protocol', reason: 'badChecksum' }),
    );
    assert.equal((await link.served(2)).length, 2);
  });

  it('go on from the byte they have reached when the connection breaks', async () => {
    const link = files.link('slow', 'large.bin');
    const { seen, onProgress } = after(2 * MiB, () => void files.server.cut());
    let reached = 0;
    const sleep: Clock['sleep'] = () => Promise.resolve(void (reached = seen.received));
    await assertSame(await finished(transferOf(link.url, { onProgress, sleep })), 'large.bin');
    const [first, second, ...more] = await link.served(2);
    assert.ok(reached >= 2 * MiB && reached < large.length);
    assert.deepEqual([first?.range, second?.range, more], ['', `bytes=${reached}-`, []]);
    assert.match(second?.ifMatch ?? '', /^"/);
  });

  it('go on from there when the server was away for a time', async () => {
    const link = files.link('slow', 'large.bin');
    let halted: Promise<void> | undefined;
    const { seen, onProgress } = after(2 * MiB, () => void (halted = files.server.halt()));
    let reached = 0;
    const sleep = async () => {
      reached = seen.received;
      await halted;
      await files.server.resume();
    };
    await assertSame(await finished(transferOf(link.url, { onProgress, sleep })), 'large.bin');
    const last = (await link.served(1)).at(-1);
    assert.deepEqual([last?.status, last?.range], [206, `bytes=${reached}-`]);
  });

  it('begin anew when the file was replaced before the connection broke', async () => {
    const link = files.link('slow', 'other.bin');
    const { onProgress } = after(2 * MiB, () => void files.server.cut());
    const sleep = () => replace('other.bin', large);
    try {
      await assertSame(await finished(transferOf(link.url, { onProgress, sleep })), 'other.bin');
    } finally {
      await replace('other.bin', other);
    }
    const asked = await link.served(3);
    assert.deepEqual(
      asked.map(({ status }) => status),
      [200, 412, 200],
    );
  });

  it('begin anew after a break where the server knows no ranges', async () => {
    const link = files.link('whole', 'large.bin');
    const { seen, onProgress } = after(2 * MiB, () => void files.server.cut());
    let reached = 0;
    const sleep: Clock['sleep'] = () => Promise.resolve(void (reached = seen.received));
    await assertSame(await finished(transferOf(link.url, { onProgress, sleep })), 'large.bin');
    const asked = (await link.served(2)).map(({ status, range }) => [status, range]);
    assert.deepEqual(asked, [
      [200, ''],
      [200, `bytes=${reached}-`],
    ]);
  });

  const sparse = process.platform === 'win32' ? it.skip : it; // there all of it would be written
  sparse('reach what lies behind 4 GiB', async () => {
    const size = 5 * GiB + 7;
    const tail = noise(3 * MiB, 'tail');
    await writeFile(files.at('sparse.bin'), '');
    await truncate(files.at('sparse.bin'), size - tail.length);
    const file = await open(files.at('sparse.bin'), 'a');
    await file.write(tail);
    await file.close();
    const link = files.link('files', 'sparse.bin');
    const { headers, body } = await request(link.url, { method: 'HEAD' });
    await body.dump();
    const part = await PartFile.create(folder.at('sparse.bin'), false);
    await part.release();
    await truncate(part.place.part, size - tail.length);
    const saved: SavedTransfer = {
      place: part.place,
      file: { size, etag: String(headers['etag']) },
      segments: [{ start: 0, at: size - tail.length, end: size }],
    };
    const path = await finished(transferOf(link.url, { saved }));
    const [, { status, range } = assert.fail()] = await link.served(2);
    assert.deepEqual([status, range], [206, `bytes=${size - tail.length}-`]);
    assert.equal((await stat(path)).size, size);
    const got = Buffer.alloc(tail.length);
    const result = await open(path);
    await result.read(got, 0, got.length, size - tail.length);
    await result.close();
    assert.ok(got.equals(tail));
  });

  interface Refusal {
    readonly kind: string;
    readonly name: string;
    readonly status: number;
    readonly problem: ErrorKind;
    /** How often it is asked in all. */
    readonly tries: number;
  }

  const refuses = ({ kind, name, status, problem, tries }: Refusal) =>
    it(`take no page for a file when the server says ${status}`, async () => {
      const link = files.link(kind, name);
      const clock = new HurriedClock();
      const sleep: Clock['sleep'] = (ms, signal) => clock.sleep(ms, signal);
      await assert.rejects(transferOf(link.url, { sleep }).run(), problemWith({ kind: problem, status }));
      assert.deepEqual(await folder.files(), []);
      assert.equal((await link.served(tries)).length, tries);
    });

  refuses({ kind: 'files', name: 'missing.csv', status: 404, problem: 'notFound', tries: 1 });
  // A fresh link might have mended it.
  refuses({ kind: 'files', name: '.hidden', status: 403, problem: 'permission', tries: 2 });

  describe('that also packs, limits and fails', () => {
    before(function () {
      if (!files.server.isVersatile) this.skip();
    });

    for (const status of [500, 502, 503])
      refuses({ kind: `${status}`, name: 'table.csv', status, problem: 'server', tries: 4 });

    it('are not packed on their way', async () => {
      const link = files.link('packed', 'table.csv');
      const { headers, body } = await request(link.url, { headers: { 'accept-encoding': 'gzip' } });
      assert.equal(headers['content-encoding'], 'gzip', 'who asks for it gets it packed');
      await body.dump();
      await assertSame(await finished(transferOf(link.url)), 'table.csv');
    });

    it('take all of a file behind which the server closes', async () => {
      await assertSame(await finished(transferOf(files.link('closing', 'large.bin').url)), 'large.bin');
    });

    for (const kind of ['chunked', 'unmeasured'])
      it(`take all of a file that comes ${kind}`, async () => {
        const totals = new Set<number | undefined>();
        const onProgress = ({ total }: TransferProgress) => void totals.add(total);
        const link = files.link(kind, 'table.csv');
        await assertSame(await finished(transferOf(link.url, { onProgress })), 'table.csv');
        assert.deepEqual([...totals], [undefined]);
      });

    it('begin anew when a file of no known length breaks off', async () => {
      const link = files.link('chunked', 'large.bin');
      const { onProgress } = after(2 * MiB, () => void files.server.cut());
      const sleep: Clock['sleep'] = () => Promise.resolve();
      await assertSame(await finished(transferOf(link.url, { onProgress, sleep })), 'large.bin');
      const asked = (await link.served(2)).map(({ status, range }) => [status, range]);
      assert.deepEqual(asked, [
        [200, ''],
        [200, ''],
      ]);
    });

    it('come over several connections where each is slow', async () => {
      const link = files.link('narrow', 'large.bin');
      const sizes = { ...usualSizes, helping: MiB, dividing: MiB };
      await assertSame(await finished(transferOf(link.url, { sizes })), 'large.bin');
      const [first, ...helpers] = (await link.served(4)).toSorted((a, b) => a.range.localeCompare(b.range));
      assert.deepEqual([first?.status, first?.range], [200, '']);
      for (const { status, range, ifMatch } of helpers) {
        assert.equal(status, 206);
        assert.match(range, /^bytes=\d+-\d*$/);
        assert.match(ifMatch, /^"/);
      }
    });
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { emptySum, RunningSum } from '../../../src/core/download/checksum/sum';
import type { NewBeginning } from '../../../src/core/download/newBeginning';
import { PartFile } from '../../../src/core/download/partFile';
import { Transfer, type SavedTransfer, type TransferOrder } from '../../../src/core/download/transfer';
import { isRefusal } from '../../../src/core/refusal';
import { HurriedClock, settle } from '../../fakes/clock';
import { testFolder } from '../../fakes/folder';
import { broken, inPieces, rangeOf, serve, sourceAt, type StoredFile } from '../../fakes/storedFile';
import { FakeTransport, type Reply } from '../../fakes/transport';
import { problemWith } from '../../harness/problems';

const never = new AbortController().signal;
const kB = 1024;
/** Small ones, so that small files show what large ones do. */
const sizes = { telling: 4 * kB, helping: 32 * kB, dividing: 8 * kB };

const noise = (size: number, seed: string): Buffer => {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
    createHash('sha256').update(`${seed} ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, size);
};
const content = noise(100 * kB, 'one');

function crc64(bytes: Buffer): string {
  const sum = new RunningSum(emptySum('crc64'));
  sum.update(bytes);
  return sum.sum.value;
}

const sumOf = (bytes: Buffer) => ({ 'x-oss-hash-crc64ecma': crc64(bytes) });
const stored: StoredFile = { content, etag: '"one"', headers: sumOf(content) };
const other: StoredFile = { ...stored, content: noise(90 * kB, 'two'), etag: '"two"' };
const others = { ...other, headers: sumOf(other.content) };

/** An answer that comes piece by piece, and may break. */
const arriving = (reply: Reply, until = Infinity) => {
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.alloc(0);
  const chunks: (Buffer | Error)[] = inPieces(body.subarray(0, until), kB);
  return { ...reply, chunks: until < body.length ? [...chunks, broken()] : chunks };
};

describe('Transfer', () => {
  const folder = testFolder();

  interface World {
    readonly replies: ConstructorParameters<typeof FakeTransport>[0];
    readonly saved?: SavedTransfer | undefined;
    readonly signal?: AbortSignal;
    readonly order?: Partial<TransferOrder>;
  }

  const opened: Transfer[] = [];
  afterEach(async () => {
    for (const { part } of opened.splice(0)) await part?.discard();
  });

  function open({ replies, saved, signal = never, order }: World) {
    const clock = new HurriedClock();
    const transport = new FakeTransport(replies);
    const stands: SavedTransfer[] = [];
    const transfer = new Transfer(
      { transport, clock, random: () => 0 },
      {
        source: () => Promise.resolve(sourceAt('https://files.example.com/1')),
        create: ({ name }) => PartFile.create(folder.at(name), false),
        saved,
        // As it would be read back.
        onStand: stand => void stands.push(JSON.parse(JSON.stringify(stand)) as SavedTransfer),
        ...order,
      },
      signal,
      sizes,
    );
    opened.push(transfer);
    const ranges = () => transport.requests.map(({ headers }) => headers['range']);
    return { transfer, transport, clock, stands, ranges };
  }

  const finished = async (transfer: Transfer) => readFile(await (await transfer.run()).finish());

  /** Fetches until it breaks for good, as when the process is killed; the part file stays. */
  async function leftBehind(file: StoredFile, until: number): Promise<SavedTransfer> {
    const gone = new Error('killed');
    const { chunks, ...reply } = arriving(serve({ method: 'GET', url: '', headers: {} }, file), until);
    const { transfer, stands } = open({
      replies: [{ ...reply, chunks: [...chunks.filter(chunk => Buffer.isBuffer(chunk)), gone] }],
    });
    await assert.rejects(transfer.run(), gone);
    await transfer.part?.release();
    const saved = stands.at(-1);
    assert.ok(saved);
    return saved;
  }

  describe('goes on after a restart', () => {
    it('where the process before it had told that it was', async () => {
      const saved = await leftBehind(stored, 50.5 * kB);
      assert.deepEqual(
        saved.segments.map(({ start, at, end }) => [start, at, end]),
        [[0, 48 * kB, 100 * kB]],
      );
      const { transfer, transport, ranges } = open({ replies: request => serve(request, stored), saved });
      assert.ok((await finished(transfer)).equals(content));
      assert.deepEqual(ranges(), [`bytes=${48 * kB}-`]);
      assert.equal(transport.last.headers['if-match'], '"one"');
      assert.deepEqual(await folder.files(), ['report.csv']);
    });

    it('with no request when nothing is left but the name', async () => {
      const saved = await leftBehind(stored, 100 * kB);
      const { transfer, ranges } = open({ replies: [], saved });
      assert.ok((await finished(transfer)).equals(content));
      assert.deepEqual(ranges(), []);
    });

    const damages: Readonly<Record<string, (part: string) => Promise<void>>> = {
      'is gone': part => rm(part),
      'is empty': part => writeFile(part, ''),
      'is shorter than it was': async part => writeFile(part, (await readFile(part)).subarray(0, 9 * kB)),
      'has other bytes': async part => writeFile(part, (await readFile(part)).fill(0, 5, 9)),
      'is that of another program': part => writeFile(part, noise(200 * kB, 'theirs')),
    };
    for (const [what, damage] of Object.entries(damages)) {
      it(`from the beginning when the part file ${what}`, async () => {
        const saved = await leftBehind(stored, 50 * kB);
        await damage(saved.place.part);
        const { transfer, ranges } = open({ replies: request => serve(request, stored), saved });
        assert.ok((await finished(transfer)).equals(content));
        assert.deepEqual(ranges(), [undefined]);
        assert.deepEqual(await folder.files(), ['report.csv']);
      });
    }

    it('and sees at the end that the part file was damaged where no sum told it before', async () => {
      const { segments, ...saved } = await leftBehind(stored, 50 * kB);
      await damages['has other bytes']?.(saved.place.part);
      const unsummed = segments.map(({ start, at, end }) => ({ start, at, end }));
      const { transfer, ranges } = open({
        replies: request => serve(request, stored),
        saved: { ...saved, segments: unsummed },
      });
      assert.ok((await finished(transfer)).equals(content));
      assert.deepEqual(ranges(), [`bytes=${48 * kB}-`, undefined]);
    });

    const nonsense: Readonly<Record<string, Partial<SavedTransfer>>> = {
      'with a gap': {
        segments: [
          { start: 0, at: 9, end: 10 },
          { start: 11, at: 11, end: 100 * kB },
        ],
      },
      'of another size': { segments: [{ start: 0, at: 9, end: 99 * kB }] },
      'of nothing': { segments: [] },
      'whose first bytes were not looked at': { segments: [{ start: 0, at: 3, end: 100 * kB }] },
    };
    for (const [what, damaged] of Object.entries(nonsense)) {
      it(`from the beginning with a record ${what}`, async () => {
        const saved = { ...(await leftBehind(stored, 50 * kB)), ...damaged };
        const { transfer, ranges } = open({ replies: request => serve(request, stored), saved });
        assert.ok((await finished(transfer)).equals(content));
        assert.deepEqual(ranges(), [undefined]);
      });
    }

    it('at each of several segments', async () => {
      const { segments, ...saved } = await leftBehind(stored, 100 * kB);
      assert.equal(segments.length, 1);
      const [first, second] = [
        { start: 0, at: 20 * kB, end: 50 * kB },
        { start: 50 * kB, at: 60 * kB, end: 100 * kB },
      ];
      const { transfer, ranges } = open({
        replies: request => serve(request, stored),
        saved: { ...saved, segments: [first, second] },
      });
      assert.ok((await finished(transfer)).equals(content));
      assert.deepEqual(ranges(), [`bytes=${20 * kB}-${50 * kB - 1}`, `bytes=${60 * kB}-`]);
    });

    it('from the beginning when the file is another by now', async () => {
      const saved = await leftBehind(stored, 50 * kB);
      const { transfer, ranges } = open({ replies: request => serve(request, others), saved });
      assert.ok((await finished(transfer)).equals(others.content));
      assert.deepEqual(ranges(), [`bytes=${48 * kB}-`, undefined]);
    });

    it('says that the part file may not be opened any more', async () => {
      const saved = await leftBehind(stored, 50 * kB);
      const place = { ...saved.place, part: 'a\0b' };
      const { transfer } = open({ replies: [], saved: { ...saved, place } });
      const error: unknown = await transfer.run().catch((thrown: unknown) => thrown);
      assert.ok(isRefusal(error) && error.reason.kind === 'file', String(error));
    });
  });

  it('leaves the file of another program alone that stands where the part file was', async () => {
    const saved = await leftBehind(stored, 50 * kB);
    await rename(saved.place.part, folder.at('moved'));
    await writeFile(saved.place.part, noise(200 * kB, 'theirs'));
    const { transfer } = open({ replies: request => serve(request, stored), saved });
    assert.ok((await finished(transfer)).equals(content));
    assert.ok((await readFile(saved.place.part)).equals(noise(200 * kB, 'theirs')));
    assert.deepEqual(await folder.files(), ['moved', 'report (1).csv', 'report.csv.part']);
  });

  it('stands where it was told to, as long as that has not been proved', async () => {
    const saved = await leftBehind(stored, 50 * kB);
    const { transfer, transport } = open({ replies: [], saved, signal: AbortSignal.abort() });
    await assert.rejects(transfer.run(), problemWith({ kind: 'cancelled' }));
    assert.deepEqual(transfer.stand, saved);
    assert.ok(transfer.part);
    await transfer.part.release();
    const second = open({ replies: request => serve(request, stored), saved: transfer.stand });
    assert.ok((await finished(second.transfer)).equals(content));
    assert.deepEqual([transport.requests.length, second.ranges()], [0, [`bytes=${48 * kB}-`]]);
  });

  describe('tells why it begins anew:', () => {
    const damage = async (saved: SavedTransfer) => {
      const bytes = await readFile(saved.place.part);
      await writeFile(saved.place.part, bytes.fill(0, 5, 9));
    };
    const cases: Readonly<
      Record<string, { readonly why: readonly NewBeginning[]; readonly left?: boolean } & Partial<World>>
    > = {
      'it does not, when all goes well': { why: [], replies: request => serve(request, stored) },
      'it does not, when it goes on': { why: [], left: true, replies: request => serve(request, stored) },
      'the file is another one by now': {
        ...{ why: ['changed'], left: true },
        replies: request => serve(request, others),
      },
      'another one comes when it goes on after a break': {
        why: ['changed'],
        replies: (request, number) =>
          number === 1 ? arriving(serve(request, stored), 30 * kB) : serve(request, others),
      },
      'another one comes, whole': {
        why: ['changed'],
        replies: (request, number) =>
          number === 1
            ? arriving(serve(request, stored), 30 * kB)
            : serve({ ...request, headers: {} }, { ...others, ranges: false }),
      },
      'the server sends all of it again': {
        why: ['noRanges'],
        replies: (request, number) =>
          arriving(serve(request, { ...stored, ranges: false }), number === 1 ? 30 * kB : Infinity),
      },
      'nothing tells it from another': {
        why: ['noRanges'],
        replies: (request, number) =>
          arriving(serve(request, { content }), number === 1 ? 30 * kB : Infinity),
      },
      'its checksum is wrong': {
        why: ['damaged'],
        replies: (request, number) =>
          serve(request, number === 1 ? { ...stored, content: Buffer.from(content).fill(0, 5, 9) } : stored),
      },
    };
    for (const [what, { why, left, ...world }] of Object.entries(cases))
      it(what, async () => {
        const told: NewBeginning[] = [];
        const saved = left ? await leftBehind(stored, 50 * kB) : undefined;
        const order = { onBeginAnew: (reason: NewBeginning) => told.push(reason) };
        const { transfer } = open({ replies: [], ...world, saved, order });
        await finished(transfer);
        assert.deepEqual(told, why);
      });

    it('what is on disk is not what had come', async () => {
      const told: NewBeginning[] = [];
      const saved = await leftBehind(stored, 50 * kB);
      await damage(saved);
      const order = { onBeginAnew: (reason: NewBeginning) => told.push(reason) };
      const { transfer } = open({ replies: request => serve(request, stored), saved, order });
      assert.ok((await finished(transfer)).equals(content));
      assert.deepEqual(told, ['damaged']);
    });
  });

  describe('of a file that changes', () => {
    it('has all bytes of the later one', async () => {
      const { transfer, ranges } = open({
        replies: (request, number) =>
          number === 1 ? arriving(serve(request, stored), 30 * kB) : serve(request, others),
      });
      assert.ok((await finished(transfer)).equals(others.content));
      assert.deepEqual(ranges(), [undefined, `bytes=${30 * kB}-`, undefined]);
    });

    it('gives up when it changes for ever', async () => {
      let version = 0;
      const { transfer, transport } = open({
        replies: request => arriving(serve(request, { ...stored, etag: `"${++version}"` }), 30 * kB),
      });
      await assert.rejects(transfer.run(), problemWith({ kind: 'protocol', reason: 'fileChanges' }));
      assert.equal(
        transport.requests.length,
        10,
        'five beginnings, each of which breaks and is asked to go on',
      );
      await transfer.part?.discard();
      assert.deepEqual(await folder.files(), []);
    });

    it('gives up where a server breaks off again and again that knows no ranges', async () => {
      const whole = { ...stored, ranges: false };
      const { transfer } = open({ replies: request => arriving(serve(request, whole), 30 * kB) });
      await assert.rejects(transfer.run(), problemWith({ reason: 'fileChanges' }));
    });
  });

  describe('checks what came', () => {
    const wrong = Buffer.from(content).fill(0, 5, 9);

    for (const [what, headers] of [
      ['CRC-64', sumOf(content)],
      ['MD5', { 'content-md5': createHash('md5').update(content).digest('base64') }],
    ] as const) {
      it(`and fetches it once more when it was damaged on its way: ${what}`, async () => {
        const { transfer, ranges } = open({
          replies: (request, number) =>
            serve(request, { ...stored, headers, content: number === 1 ? wrong : content }),
        });
        assert.ok((await finished(transfer)).equals(content));
        assert.deepEqual(ranges(), [undefined, undefined]);
      });

      it(`and tells when it is damaged again: ${what}`, async () => {
        const { transfer, ranges } = open({
          replies: request => serve(request, { ...stored, headers, content: wrong }),
        });
        await assert.rejects(transfer.run(), problemWith({ kind: 'protocol', reason: 'badChecksum' }));
        assert.deepEqual(ranges(), [undefined, undefined]);
        assert.deepEqual(await folder.files(), ['report.csv.part']);
        await transfer.part?.discard();
      });
    }

    it('by the sums of both processes', async () => {
      const saved = await leftBehind(stored, 50 * kB);
      const { transfer, ranges } = open({
        replies: (request, number) => serve(request, { ...stored, content: number === 1 ? wrong : content }),
        saved,
      });
      assert.ok((await finished(transfer)).equals(content), 'what was wrong is not in the rest');
      assert.equal(ranges().length, 1);
    });

    it('and says that it cannot be read', async () => {
      const headers = { 'content-md5': createHash('md5').update(content).digest('base64') };
      const { transfer } = open({
        replies: request => serve(request, { ...stored, headers }),
        order: {
          onProgress: ({ received }) => void (received === 100 * kB && rm(folder.at('report.csv.part'))),
        },
      });
      const error: unknown = await transfer.run().catch((thrown: unknown) => thrown);
      assert.ok(
        isRefusal(error) && error.reason.kind === 'file' && error.reason.code === 'ENOENT',
        String(error),
      );
    });
  });

  describe('that is cancelled', () => {
    const cancelled = problemWith({ kind: 'cancelled' });

    it('ends with the same error at any moment, and with nothing under the name', async () => {
      const run = async (moment: number) => {
        const user = new AbortController();
        let moments = 0;
        const pass = () => {
          if (++moments === moment) user.abort(new Error('of the user'));
        };
        const { transfer } = open({
          replies: async (request, number) => {
            pass();
            await settle();
            pass();
            return arriving(serve(request, stored), number === 1 ? 5 * kB : Infinity);
          },
          signal: user.signal,
          order: {
            source: async () => {
              pass();
              await settle();
              return sourceAt('https://files.example.com/1');
            },
            onProgress: pass,
            onStand: pass,
          },
        });
        const ended = await transfer.run().catch((thrown: unknown) => thrown);
        await transfer.part?.discard();
        assert.deepEqual(await folder.files(), []);
        return { ended, isOver: moments < moment };
      };
      for (let moment = 1; ; moment++) {
        const { ended, isOver } = await run(moment);
        if (isOver) return assert.ok(ended instanceof PartFile && moment > 100);
        cancelled(ended);
      }
    });

    it('does so before it began', async () => {
      const { transfer, transport } = open({ replies: [{ body: 'abc' }], signal: AbortSignal.abort() });
      await assert.rejects(transfer.run(), cancelled);
      assert.equal(transport.requests.length, 0);
    });

    it('does so while it checks', async () => {
      const user = new AbortController();
      const headers = { 'content-md5': createHash('md5').update(content).digest('base64') };
      const { transfer } = open({
        replies: request => serve(request, { ...stored, headers }),
        signal: user.signal,
        order: { onProgress: () => void setImmediate(() => user.abort()) },
      });
      await assert.rejects(transfer.run(), cancelled);
    });
  });

  describe('tells where it stands', () => {
    it('from its beginning on, each time that enough has come, and never ahead of the disk', async () => {
      const seen: number[] = [];
      const onStand = ({ segments, place }: SavedTransfer) => {
        const at = segments[0]?.at ?? NaN;
        seen.push(at);
        checks.push(
          readFile(place.part).then(bytes =>
            assert.ok(bytes.length >= at && bytes.subarray(0, at).equals(content.subarray(0, at))),
          ),
        );
      };
      const checks: Promise<void>[] = [];
      const { transfer } = open({
        replies: request => arriving(serve(request, stored)),
        order: { onStand },
      });
      const part = await transfer.run();
      await Promise.all(checks);
      assert.deepEqual(
        seen,
        Array.from({ length: 26 }, (_, index) => index * 4 * kB),
      );
      await part.discard();
    });

    it('without the link', async () => {
      const saved = await leftBehind(stored, 50 * kB);
      assert.ok(!JSON.stringify(saved).includes('example.com'));
    });

    it('to go on from there after an error', async () => {
      const { transfer } = open({
        replies: (request, number) =>
          number === 1 ? arriving(serve(request, stored), 30 * kB) : { status: 404, body: 'gone' },
      });
      await assert.rejects(transfer.run(), problemWith({ status: 404 }));
      assert.equal(transfer.stand?.segments[0]?.at, 30 * kB);
      await transfer.part?.discard();
    });

    for (const [what, file] of [
      ['the file has nothing to know it by', { content, etag: undefined }],
      ['its ETag is a weak one', { content, etag: 'W/"one"' }],
    ] as const) {
      it(`to nobody where ${what}`, async () => {
        const { transfer, stands } = open({ replies: request => arriving(serve(request, file)) });
        assert.ok((await finished(transfer)).equals(content));
        assert.deepEqual([stands, transfer.stand], [[], undefined]);
      });
    }
  });

  describe('with more connections', () => {
    /** Milliseconds for a piece: the server is slow to one, and no slower to all together. */
    const pause = { alone: 200, together: 20 } as const;

    async function* slowly(reply: Reply, clock: HurriedClock, milliseconds: number) {
      for (const chunk of arriving(reply).chunks) {
        await clock.advance(milliseconds);
        yield chunk;
      }
    }

    /** @param fault what the nth request meets with instead of the file */
    function openSlow(fault: (request: FakeTransport['last'], number: number) => Reply | undefined) {
      const slow = open({
        replies: (request, number) => {
          const reply = fault(request, number) ?? serve(request, stored);
          const milliseconds = slow.transport.requests.length > 1 ? pause.together : pause.alone;
          return { ...reply, chunks: slowly(reply, slow.clock, milliseconds) };
        },
      });
      return slow;
    }

    it('asks for no byte twice', async () => {
      const { transfer, ranges } = openSlow(() => undefined);
      assert.ok((await finished(transfer)).equals(content));
      const asked = ranges().map(range => rangeOf(range, content.length));
      assert.ok(asked.length >= 4, 'others helped');
      const starts = asked.map(({ start }) => start);
      assert.equal(new Set(starts).size, starts.length);
    });

    for (const [what, fault] of [
      ['are refused', { status: 403, body: 'one at a time' }],
      ['find the server busy', { status: 503 }],
      ['are told to wait', { status: 429, headers: { 'retry-after': '60' } }],
      ['break', { status: 206, headers: { 'content-range': 'bytes 0-1/2' } }],
    ] as const) {
      it(`is whole when those ${what}`, async () => {
        const { transfer, stands } = openSlow((_request, number) =>
          number > 1 && number < 5 ? fault : undefined,
        );
        assert.ok((await finished(transfer)).equals(content));
        assert.equal(stands.at(-1)?.file.etag, '"one"');
        assert.equal((await stat(folder.at('report.csv'))).size, content.length);
      });
    }

    it('begins anew when the file changes under them', async () => {
      const { transfer } = openSlow((request, number) => (number > 2 ? serve(request, others) : undefined));
      assert.ok((await finished(transfer)).equals(others.content));
    });
  });
});

import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { emptySum, RunningSum } from '../../../src/core/download/checksum/sum';
import { PartFile } from '../../../src/core/download/partFile';
import { fetched } from '../../../src/core/download/segments';
import { Transfer, type SavedTransfer } from '../../../src/core/download/transfer';
import { isCloudError } from '../../../src/core/errors';
import type { HttpRequest } from '../../../src/core/http/request';
import { HurriedClock } from '../../fakes/clock';
import { testFolder } from '../../fakes/folder';
import { broken, inPieces, rangeOf, serve, sourceAt, type StoredFile } from '../../fakes/storedFile';
import { FakeTransport, type Reply } from '../../fakes/transport';

const kB = 1024;
/** Small ones, so that small files show what large ones do. */
const sizes = { telling: 16 * kB, helping: 64 * kB, dividing: 32 * kB };
const largestPiece = 8 * kB;

/** What befalls one request. Where a share of the body is named, it happens at that byte. */
type Fault =
  | { readonly kind: 'none' | 'whole' | 'refused' | 'dead' | 'busy' | 'changed' }
  | { readonly kind: 'breaks' | 'ends' | 'kill'; readonly share: number };

interface Plan {
  readonly size: number;
  readonly validator: 'etag' | 'date' | 'both' | 'none';
  readonly ranges: boolean;
  readonly checksum: boolean;
  readonly piece: number;
  /** In the order of the requests; later ones meet with nothing. */
  readonly faults: readonly (Fault & {
    /** Milliseconds for each piece of the body. */
    readonly pause: number;
  })[];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const plans: fc.Arbitrary<Plan> = fc.record({
  size: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 300 * kB }), {
    weight: 3,
    arbitrary: fc.integer({ min: 150 * kB, max: 300 * kB }),
  }),
  validator: fc.constantFrom('etag', 'both', 'date', 'none'),
  ranges: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  checksum: fc.boolean(),
  piece: fc.integer({ min: 500, max: largestPiece }),
  faults: fc.array(
    fc
      .tuple(
        fc.oneof(
          fc.record({ kind: fc.constantFrom('none', 'whole', 'refused', 'dead', 'busy', 'changed') }),
          fc.record({ kind: fc.constantFrom('breaks', 'ends', 'kill', 'kill'), share }),
        ),
        fc.constantFrom(1, 20, 400),
      )
      .map(([fault, pause]) => ({ ...(fault as Fault), pause })),
    { maxLength: 14 },
  ),
});

/** Other bytes in each version, of another length in every second. */
function versionOf(plan: Plan, version: number): StoredFile {
  const content = Buffer.alloc(plan.size + (version % 2));
  for (let at = 0; at < content.length; at++) content[at] = (at * 31 + (at >> 8) * 7 + version * 101) & 0xff;
  const sum = new RunningSum(emptySum('crc64'));
  sum.update(content);
  return {
    content,
    ranges: plan.ranges,
    ...(/etag|both/.test(plan.validator) && { etag: `"${version}"` }),
    ...(/date|both/.test(plan.validator) && { lastModified: `Mon, 23 Nov 2026 02:09:${10 + version} GMT` }),
    ...(plan.checksum && { headers: { 'x-oss-hash-crc64ecma': sum.sum.value } }),
  };
}

/** A server that does what is planned, and a machine on which processes die. */
class World {
  readonly clock = new HurriedClock();
  version = 0;
  requests = 0;
  /** What was told last; all that outlives a process. */
  record: SavedTransfer | undefined;
  private process = new AbortController();
  private transfer: Transfer | undefined;
  /** How often a process told of several connections. */
  together = 0;
  /** The server has given a reason to begin anew since the file was begun. */
  private mayBeginAnew = false;

  constructor(
    private readonly plan: Plan,
    private readonly folder: string,
  ) {}

  /** One process: until it ends by itself, or is killed. */
  async live(): Promise<{ transfer: Transfer; error?: unknown; isKilled: boolean }> {
    const { signal } = (this.process = new AbortController());
    const { clock } = this;
    const transport = new FakeTransport(request => this.answer(request));
    const transfer = (this.transfer = new Transfer(
      { transport, clock, random: () => 0 },
      {
        source: () => Promise.resolve(sourceAt('https://files.example.com/1')),
        create: ({ name }) => PartFile.create(join(this.folder, name), false),
        saved: this.record,
        onStand: stand => {
          if (signal.aborted) return;
          this.record = JSON.parse(JSON.stringify(stand)) as SavedTransfer;
          if (fetched(stand.segments) === 0) this.mayBeginAnew = false;
          if (stand.segments.filter(({ at, end }) => at < end).length > 1) this.together++;
        },
      },
      signal,
      sizes,
    ));
    try {
      await transfer.run();
      return { transfer, isKilled: false };
    } catch (error) {
      return { transfer, error, isKilled: signal.aborted };
    }
  }

  private answer(request: HttpRequest): Reply {
    const fault = this.plan.faults[this.requests++] ?? { kind: 'none', pause: 1 };
    this.checkAsked(request);
    if (fault.kind === 'changed') this.version++;
    const range = request.headers['range'];
    const file = versionOf(this.plan, this.version);
    const reply = this.replyOf(request, file, fault.kind);
    const isOther = reply.status === 412 || reply.status === 416 || (range !== undefined && !reply.status);
    if (isOther) this.mayBeginAnew = true;
    if (!Buffer.isBuffer(reply.body)) return reply;
    return { ...reply, chunks: this.body(reply.body, fault) };
  }

  private replyOf(request: HttpRequest, file: StoredFile, kind: Fault['kind']): Reply {
    switch (kind) {
      case 'whole':
        return serve(request, { ...file, ranges: false });
      case 'refused':
        return request.headers['range'] === undefined ? serve(request, file) : { status: 412 };
      case 'dead':
        return { status: 403, body: 'Request has expired.' };
      case 'busy':
        return { status: 503, body: 'later' };
      default:
        return serve(request, file);
    }
  }

  private async *body(body: Buffer, fault: Plan['faults'][number]): AsyncGenerator<Buffer | Error> {
    const { signal } = this.process;
    const until = 'share' in fault ? Math.floor(body.length * fault.share) : body.length;
    for (const piece of inPieces(body.subarray(0, until), this.plan.piece)) {
      await this.clock.advance(fault.pause);
      yield piece;
    }
    if (fault.kind === 'breaks') yield broken();
    if (fault.kind === 'kill') this.kill();
    if (signal.aborted) yield broken();
  }

  private kill(): void {
    const written = fetched(this.transfer?.stand?.segments ?? []);
    const told = fetched(this.record?.segments ?? []);
    if (!this.process.signal.aborted) assert.ok(written - told <= sizes.telling, 'no more is fetched again');
    this.process.abort();
  }

  /** Nothing is asked for that was told to be on disk, unless the server gave a reason to begin anew. */
  private checkAsked({ headers }: HttpRequest): void {
    const told = this.record?.segments ?? [];
    const size = this.record?.file.size ?? Infinity;
    const { start, end } = rangeOf(headers['range'], size);
    if (headers['range'] === undefined) {
      const isBegun = fetched(told) >= 4;
      assert.ok(!isBegun || this.mayBeginAnew, 'it does not begin anew without a reason');
      return;
    }
    for (const segment of told)
      assert.ok(end <= segment.start || start >= segment.at, `bytes=${start}-${end} are there`);
  }
}

describe('Transfer, whatever befalls it', () => {
  const folder = testFolder();

  /** @returns how it ended */
  async function check(world: World, plan: Plan, path: string): Promise<string> {
    await mkdir(path);
    for (;;) {
      const { transfer, error, isKilled } = await world.live();
      assert.ok(world.requests <= 100, 'it comes to an end');
      assert.ok(!(await readdir(path)).includes('report.csv'), 'nothing half-written has the name');
      if (isKilled) {
        await transfer.part?.release();
        // Whoever keeps the record removes what nobody can go on with.
        if (!world.record) await rm(join(path, 'report.csv.part'), { force: true });
        continue;
      }
      if (error !== undefined) {
        assert.ok(isCloudError(error), inspect(error));
        await transfer.part?.discard();
        assert.deepEqual(await readdir(path), []);
        return error.problem.reason ?? String(error.problem.status);
      }
      const written = await readFile((await transfer.part?.finish()) ?? '');
      const versions = Array.from({ length: world.version + 1 }, (_, version) => versionOf(plan, version));
      assert.ok(versions.some(({ content }) => content.equals(written)));
      assert.deepEqual(await readdir(path), ['report.csv']);
      return 'whole';
    }
  }

  it('ends with one version of the file, or with an error and nothing', async () => {
    let runs = 0;
    let together = 0;
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(plans, async plan => {
        const path = folder.at(`${++runs}`);
        const world = new World(plan, path);
        const end = await check(world, plan, path);
        ends.set(end, (ends.get(end) ?? 0) + 1);
        if (world.together > 0) together++;
      }),
      { numRuns: 150 },
    );

    assert.ok((ends.get('whole') ?? 0) > runs / 2, 'most of them are whole');
    assert.ok(together > 0, 'some are fetched over several connections');
  }).timeout(60_000);
});

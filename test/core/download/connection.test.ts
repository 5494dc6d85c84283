import assert from 'node:assert/strict';
import { fetchSegment, type Patience, type Site } from '../../../src/core/download/connection';
import type { RemoteFile } from '../../../src/core/download/remoteFile';
import type { Segment } from '../../../src/core/download/segments';
import { Sources } from '../../../src/core/download/sources';
import { CloudError } from '../../../src/core/errors';
import { Refusal } from '../../../src/core/refusal';
import { FakeClock, HurriedClock, settle } from '../../fakes/clock';
import { broken, serve, sourceAt, type StoredFile } from '../../fakes/storedFile';
import { FakeTransport, type Reply } from '../../fakes/transport';
import { problemWith } from '../../harness/problems';

const never = new AbortController().signal;
const content = Buffer.from('0123456789');
const stored: StoredFile = { content, etag: '"e"' };
const known: RemoteFile = { size: 10, etag: '"e"' };
const patience: Patience = { tries: { first: 4, later: 10 }, longestWait: 60_000 };
const place = { service: 'cdn', region: 'cn' };

/** One that keeps what comes, as a transfer does. */
class TestSite implements Site {
  readonly transport: FakeTransport;
  readonly sources: Sources;
  readonly disk: Buffer[] = [];
  readonly patience = patience;
  anew = 0;
  random = () => 0;
  onWrite: (segment: Segment) => void = () => undefined;

  constructor(
    replies: ConstructorParameters<typeof FakeTransport>[0],
    private known: RemoteFile | undefined,
    readonly clock: FakeClock = new HurriedClock(),
  ) {
    this.transport = new FakeTransport(replies);
    const { transport } = this;
    const source = () => Promise.resolve(sourceAt('https://files.example.com/1', { place }));
    this.sources = new Sources({ transport, clock, signal: never, source });
  }

  file = () => this.known;

  async write(segment: Segment, chunk: Buffer): Promise<void> {
    await settle();
    for (const [index, byte] of chunk.entries()) this.disk[segment.at + index] = Buffer.of(byte);
    segment.at += chunk.length;
    this.onWrite(segment);
  }

  async beginWith({ file }: { readonly file: RemoteFile }): Promise<Segment> {
    if (this.text !== '') await this.beginAnew();
    this.known = file;
    return { start: 0, at: 0, end: file.size ?? Infinity };
  }

  beginAnew(): Promise<Segment> {
    this.anew++;
    this.disk.length = 0;
    this.known = undefined;
    return Promise.resolve({ start: 0, at: 0, end: Infinity });
  }

  get text(): string {
    return Buffer.concat(this.disk.filter(Boolean)).toString();
  }

  /** The ranges that were asked for. */
  get ranges(): (string | undefined)[] {
    return this.transport.requests.map(({ headers }) => headers['range']);
  }
}

const first = (): Segment => ({ start: 0, at: 0, end: Infinity });
const from = (start: number, end = 10): Segment => ({ start, at: start, end });

/** A server whose nth body breaks after so many bytes; further ones come whole. */
const breakingAfter =
  (...lengths: readonly number[]) =>
  (request: FakeTransport['last'], number: number): Reply => {
    const reply = serve(request, stored);
    const length = lengths[number - 1];
    if (length === undefined) return reply;
    return { ...reply, chunks: [(reply.body as Buffer).subarray(0, length), broken()] };
  };

describe('fetchSegment', () => {
  it('goes on where a connection broke', async () => {
    const site = new TestSite(breakingAfter(3, 4, 1), undefined);
    await fetchSegment(site, first(), never);
    assert.equal(site.text, '0123456789');
    assert.deepEqual(site.ranges, [undefined, 'bytes=3-', 'bytes=7-', 'bytes=8-']);
    assert.equal(site.transport.aborted, 3, 'those that broke are let go');
  });

  it('asks for a stretch of which others have the rest', async () => {
    const site = new TestSite(breakingAfter(1), known);
    await fetchSegment(site, from(2, 6), never);
    assert.equal(site.text, '2345');
    assert.deepEqual(site.ranges, ['bytes=2-5', 'bytes=3-5']);
  });

  it('asks nobody for what is there', async () => {
    const site = new TestSite([], known);
    await fetchSegment(site, { start: 0, at: 10, end: 10 }, never);
    assert.deepEqual(site.ranges, []);
  });

  describe('waits', () => {
    const pausesOf = async (site: TestSite, segment: Segment) => {
      const error: unknown = await fetchSegment(site, segment, never).catch((thrown: unknown) => thrown);
      return { error, pauses: site.clock.asked };
    };
    const nothing = () => Promise.reject(broken());

    it('longer each time that brings nothing, and gives up after four before the first byte', async () => {
      const { error, pauses } = await pausesOf(new TestSite(nothing, undefined), first());
      assert.ok(problemWith({ kind: 'network', ...place })(error));
      assert.deepEqual(pauses, [250, 500, 1000]);
    });

    it('more patiently when there is something to lose', async () => {
      const { error, pauses } = await pausesOf(new TestSite(nothing, known), from(5));
      assert.ok(problemWith({ kind: 'network' })(error));
      assert.deepEqual(pauses, [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    });

    it('up to twice as long by chance', async () => {
      const site = new TestSite(nothing, undefined);
      site.random = () => 1;
      assert.deepEqual((await pausesOf(site, first())).pauses, [500, 1000, 2000]);
    });

    it('as briefly as at first when something has come meanwhile', async () => {
      const site = new TestSite(
        (request, number) => (number % 3 === 0 ? breakingAfter(0, 0, 2)(request, 3) : nothing()),
        known,
      );
      const { error, pauses } = await pausesOf(site, from(0));
      assert.equal(error, undefined);
      assert.equal(site.text, '0123456789');
      assert.deepEqual(pauses.slice(0, 6), [250, 500, 250, 500, 1000, 250]);
    });

    it('as long as the server asks', async () => {
      const busy = { status: 429, headers: { 'retry-after': '7' } };
      const site = new TestSite(
        (request, number) => (number === 1 ? busy : serve(request, stored)),
        undefined,
      );
      assert.deepEqual((await pausesOf(site, first())).pauses, [7000]);
    });

    it('not for a server that asks for longer than anybody would wait', async () => {
      const busy = { status: 429, headers: { 'retry-after': '86400' } };
      const { error, pauses } = await pausesOf(new TestSite([busy], undefined), first());
      assert.ok(problemWith({ kind: 'throttled', status: 429 })(error));
      assert.deepEqual(pauses, []);
    });

    it('until the user has enough', async () => {
      const site = new TestSite(nothing, undefined, new FakeClock());
      const user = new AbortController();
      const fetching = fetchSegment(site, first(), user.signal);
      await settle();
      assert.equal(site.clock.sleeping, 1);
      const enough = new Error('enough');
      user.abort(enough);
      await assert.rejects(fetching, enough);
      assert.deepEqual([site.clock.sleeping, site.transport.requests.length], [0, 1]);
    });
  });

  describe('tries once', () => {
    for (const status of [404, 302, 501]) {
      it(`after a ${status}`, async () => {
        const site = new TestSite([{ status, body: 'words' }], undefined);
        await assert.rejects(fetchSegment(site, first(), never), problemWith({ status, message: 'words' }));
        assert.equal(site.transport.requests.length, 1);
      });
    }

    it('when the disk is full', async () => {
      const site = new TestSite([{ body: 'abc' }], undefined);
      const full = new Refusal({ kind: 'file', code: 'ENOSPC', path: '/a' });
      site.onWrite = () => {
        throw full;
      };
      await assert.rejects(fetchSegment(site, first(), never), full);
      assert.deepEqual([site.transport.requests.length, site.transport.aborted], [1, 1]);
    });

    it('when what went wrong is unknown', async () => {
      const bug = new TypeError('bug');
      const site = new TestSite(() => Promise.reject(bug), undefined);
      await assert.rejects(fetchSegment(site, first(), never), bug);
    });
  });

  it('tries again after an error of the server', async () => {
    const site = new TestSite(
      (request, number) => (number < 3 ? { status: 503 } : serve(request, stored)),
      known,
    );
    await fetchSegment(site, from(5), never);
    assert.equal(site.text, '56789');
  });

  describe('of a body', () => {
    const partial = (range: string, body: string | readonly string[]): Reply => ({
      status: 206,
      headers: { 'content-range': range },
      chunks: [body].flat().map(chunk => Buffer.from(chunk)),
    });

    it('that is too short asks for the rest', async () => {
      const site = new TestSite([partial('bytes 5-9/10', '56'), partial('bytes 7-9/10', '789')], known);
      await fetchSegment(site, from(5), never);
      assert.deepEqual([site.text, site.ranges], ['56789', ['bytes=5-', 'bytes=7-']]);
    });

    it('of a shorter range asks for the rest', async () => {
      const site = new TestSite([partial('bytes 5-6/10', '56'), partial('bytes 7-9/10', '789')], known);
      await fetchSegment(site, from(5), never);
      assert.equal(site.text, '56789');
    });

    for (const [what, range, body] of [
      ['the file', 'bytes 5-9/10', '56789?'],
      ['the file, by a piece of its own', 'bytes 5-9/10', ['56789', '?']],
      ['its range', 'bytes 5-6/10', '567'],
      ['its range, by a piece of its own', 'bytes 5-6/10', ['56', '7']],
    ] as const) {
      it(`that is longer than ${what} takes no further byte`, async () => {
        const site = new TestSite([partial(range, body)], known);
        await assert.rejects(
          fetchSegment(site, from(5), never),
          problemWith({ kind: 'protocol', reason: 'tooLarge' }),
        );
        assert.ok('56789'.startsWith(site.text));
        assert.deepEqual([site.transport.requests.length, site.transport.aborted], [1, 1]);
      });
    }

    it('of a length that is not told takes what comes', async () => {
      const segment = first();
      const site = new TestSite([{ body: '0123' }], undefined);
      await fetchSegment(site, segment, never);
      assert.equal(site.text, '0123');
    });

    it('of a length that is not told goes on with what the range says', async () => {
      const site = new TestSite(
        [
          { headers: { etag: '"e"' }, chunks: [Buffer.from('012'), broken()] },
          partial('bytes 3-5/10', '345'),
          partial('bytes 6-9/10', '67'),
          partial('bytes 8-9/10', '89'),
        ],
        undefined,
      );
      await fetchSegment(site, first(), never);
      assert.equal(site.text, '0123456789', 'a part is not taken for the whole');
      assert.deepEqual(site.ranges, [undefined, 'bytes=3-', 'bytes=6-9', 'bytes=8-9']);
    });

    it('that breaks after its last byte is whole', async () => {
      const chunks = [content.subarray(5), broken()];
      const site = new TestSite([{ ...partial('bytes 5-9/10', ''), chunks }], known);
      await fetchSegment(site, from(5), never);
      assert.deepEqual([site.text, site.transport.requests.length], ['56789', 1]);
    });

    it('is read to its end, so that the connection can be used again', async () => {
      const site = new TestSite(request => serve(request, stored), known);
      await fetchSegment(site, from(5), never);
      await fetchSegment(site, from(2, 4), never);
      assert.equal(site.transport.aborted, 0);
    });

    it('is dropped where the rest is given to another while it is read', async () => {
      const segment = from(0);
      const site = new TestSite(request => {
        const { body, ...reply } = serve(request, stored);
        return { ...reply, chunks: [...(body as Buffer)].map(byte => Buffer.of(byte)) };
      }, known);
      site.onWrite = ({ at }) => void (at === 3 && (segment.end = 5));
      // The first byte is asked for without a range, so that this is not the whole.
      await fetchSegment(site, Object.assign(segment, { at: 1 }), never);
      assert.equal(site.text, '1234');
      assert.equal(site.transport.aborted, 1);
    });

    it('gives a part of its piece to the disk where the rest is another’s', async () => {
      const segment = from(1);
      const chunks = ['12', '3456789'].map(chunk => Buffer.from(chunk));
      const site = new TestSite([{ ...partial('bytes 1-9/10', ''), chunks }], known);
      site.onWrite = () => void (segment.end = 5);
      await fetchSegment(site, segment, never);
      assert.equal(site.text, '1234');
    });
  });

  describe('begins anew', () => {
    for (const [what, reply] of [
      ['the file is another one', { status: 412 }],
      ['the file has become shorter', { status: 416 }],
      ['the range is not what was asked for', { status: 206, headers: { 'content-range': 'bytes 0-9/10' } }],
    ] as const) {
      it(`when ${what}`, async () => {
        const site = new TestSite(
          (request, number) => (number === 1 ? reply : serve(request, stored)),
          known,
        );
        await fetchSegment(site, from(5), never);
        assert.deepEqual([site.text, site.anew, site.ranges], ['0123456789', 1, ['bytes=5-', undefined]]);
        assert.deepEqual(site.clock.asked, [], 'at once');
        assert.equal(site.transport.aborted, 1);
      });
    }

    it('with the answer at hand when the server gives the whole', async () => {
      const site = new TestSite(request => serve(request, { ...stored, ranges: false }), known);
      site.disk[4] = Buffer.from('x');
      await fetchSegment(site, from(5), never);
      assert.deepEqual([site.text, site.anew, site.ranges], ['0123456789', 1, ['bytes=5-']]);
    });

    it('when the file broke off and has nothing to know it by', async () => {
      const site = new TestSite(
        [{ chunks: [Buffer.from('01'), broken()], headers: { 'content-length': '10' } }, { body: content }],
        undefined,
      );
      await fetchSegment(site, first(), never);
      assert.deepEqual([site.text, site.anew, site.ranges], ['0123456789', 1, [undefined, undefined]]);
    });

    it('until there is no use, and says then what broke it', async () => {
      const site = new TestSite([{ chunks: [Buffer.from('01'), broken()] }], undefined);
      site.beginAnew = () => Promise.reject(new CloudError({ kind: 'protocol', message: 'again and again' }));
      await assert.rejects(
        fetchSegment(site, first(), never),
        problemWith({ kind: 'network', message: 'socket hang up' }),
      );
      assert.equal(site.transport.requests.length, 1);
    });
  });
});

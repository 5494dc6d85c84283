import assert from 'node:assert/strict';
import type { FileSource } from '../../../src/core/cloud';
import { Sources } from '../../../src/core/download/sources';
import { CloudError } from '../../../src/core/errors';
import { FakeClock, settle } from '../../fakes/clock';
import { broken, sourceAt } from '../../fakes/storedFile';
import { FakeTransport, type Reply } from '../../fakes/transport';

const never = new AbortController().signal;
const whole = { start: 0 };
const minute = 60_000;

describe('Sources', () => {
  interface Parts {
    readonly replies?: ConstructorParameters<typeof FakeTransport>[0];
    /** What the link says of its own life, from when it was made. */
    readonly lives?: number;
    /** By how much this computer's clock is ahead. */
    readonly ahead?: number;
    readonly source?: Partial<FileSource>;
  }

  /** Links are numbered: each asking makes a new one. */
  function open({ replies = [{ body: 'abc' }], lives, ahead = 0, source }: Parts = {}) {
    const clock = new FakeClock();
    const transport = new FakeTransport(replies);
    const made = { links: 0 };
    const sources = new Sources({
      transport,
      clock,
      signal: never,
      source: async () => {
        const number = ++made.links;
        await settle();
        const expires = lives === undefined ? '' : `?Expires=${(clock.now() - ahead + lives) / 1000}`;
        return sourceAt(`https://files.example.com/${number}${expires}`, source);
      },
    });
    const used = () => transport.requests.map(({ url }) => Number(/\/(\d+)/.exec(url)?.[1]));
    return { sources, clock, transport, made, used, take: () => sources.open(whole, never) };
  }

  it('uses a link as long as it lives', async () => {
    const { take, clock, used } = open({ lives: minute });
    await take();
    await clock.advance(minute - 1);
    await take();
    assert.deepEqual(used(), [1, 1]);
  });

  it('fetches a fresh one when the old one has expired by its own words', async () => {
    const { take, clock, used, made } = open({ lives: minute });
    await take();
    await clock.advance(minute);
    await Promise.all([take(), take(), take()]);
    assert.deepEqual([used(), made.links], [[1, 2, 2, 2], 2]);
  });

  it('keeps one that tells nothing of its life', async () => {
    const { take, clock, used } = open();
    await take();
    await clock.advance(1e9);
    await take();
    assert.deepEqual(used(), [1, 1]);
  });

  for (const ahead of [20 * minute, -20 * minute]) {
    it(`does not take every link for an expired one when the clock is off by ${ahead / minute} minutes`, async () => {
      const { take, used, made } = open({ lives: minute, ahead });
      for (let times = 0; times < 3; times++) await take();
      assert.deepEqual([used(), made.links], [[1, 1, 1], 1]);
    });
  }

  it('asks only once for those who wait together, and hands all the same error', async () => {
    const { take, made } = open();
    await Promise.all([take(), take(), take()]);
    assert.equal(made.links, 1);

    let asked = 0;
    const gone = new CloudError({ kind: 'notFound', message: 'gone' });
    const source = () => {
      asked++;
      return asked === 1 ? Promise.reject(gone) : Promise.resolve(sourceAt('https://files.example.com/1'));
    };
    const parts = { transport: new FakeTransport([{}]), clock: new FakeClock(), signal: never, source };
    const sources = new Sources(parts);
    const both = await Promise.allSettled([sources.open(whole, never), sources.open(whole, never)]);
    assert.deepEqual(both, [
      { status: 'rejected', reason: gone },
      { status: 'rejected', reason: gone },
    ]);
    assert.equal(asked, 1);
    await sources.open(whole, never);
    assert.equal(asked, 2, 'what failed is not kept');
  });

  it('lets go of who gives up while the link is asked for, and serves the others', async () => {
    const { sources, transport } = open();
    const user = new AbortController();
    const [one, other] = [sources.open(whole, user.signal), sources.open(whole, never)];
    const enough = new Error('enough');
    user.abort(enough);
    await assert.rejects(one, enough);
    assert.equal((await other)?.kind, 'whole');
    assert.equal(transport.requests.length, 1);
  });

  for (const status of [400, 401, 403]) {
    it(`fetches a fresh link after a ${status}`, async () => {
      const { take, used } = open({ replies: [{ status, body: 'expired' }, { body: 'abc' }] });
      assert.equal((await take())?.kind, 'whole');
      assert.deepEqual(used(), [1, 2]);
    });
  }

  it('fetches one for all who were refused together', async () => {
    const deadFirst = ({ url }: { url: string }): Reply =>
      url.endsWith('/1') ? { status: 403 } : { body: 'a' };
    const { take, used, made } = open({ replies: deadFirst });
    await Promise.all([take(), take(), take(), take()]);
    assert.deepEqual([used(), made.links], [[1, 1, 1, 1, 2, 2, 2, 2], 2]);
  });

  it('fetches none for one who is refused late with a link that has been replaced', async () => {
    let refuse = () => {};
    const late = new Promise<void>(resolve => (refuse = resolve));
    const { take, used, made } = open({
      replies: async ({ url }, number) => {
        if (number === 2) await late;
        return url.endsWith('/1') ? { status: 403 } : { body: 'a' };
      },
    });
    const [first, second] = [take(), take()];
    await first;
    refuse();
    await second;
    assert.deepEqual([used(), made.links], [[1, 1, 2, 2], 2]);
  });

  it('gives up when the fresh one is refused too, and says what the server said last, and of whose file', async () => {
    const replies = [
      { status: 403, body: 'first' },
      { status: 403, body: 'last' },
    ];
    const place = { service: 'cdn', region: 'cn' };
    const { take, used } = open({ replies, source: { place } });
    await assert.rejects(take(), {
      problem: { kind: 'permission', status: 403, message: 'last', ...place },
    });
    assert.deepEqual(used(), [1, 2]);
  });

  it('says of whose file it was that the network broke', async () => {
    const place = { service: 'cdn', region: 'cn' };
    const { take } = open({ replies: () => Promise.reject(broken()), source: { place } });
    await assert.rejects(take(), { problem: { kind: 'network', message: 'socket hang up', ...place } });
  });

  it('fetches another the next time when one was refused for good', async () => {
    const { take, used } = open({
      replies: (_request, number) => (number < 3 ? { status: 403 } : { body: 'a' }),
    });
    await assert.rejects(take());
    await take();
    assert.deepEqual(used(), [1, 2, 2]);
  });

  it('leaves it to the source, where that knows, whether a fresh one helps', async () => {
    const stale = open({ replies: [{ status: 418 }, { body: 'a' }], source: { isStale: () => true } });
    await stale.take();
    assert.deepEqual(stale.used(), [1, 2]);
    const refused = open({ replies: [{ status: 403 }], source: { isStale: () => false } });
    await assert.rejects(refused.take());
    assert.deepEqual(refused.used(), [1]);
  });

  it('asks for the bytes with the headers of the source', async () => {
    const request = { method: 'GET', url: 'https://files.example.com/1', headers: { 'x-auth-token': 'T' } };
    const { sources, transport } = open({ source: { request } });
    await sources.open({ start: 5, file: { size: 9, etag: '"e"' } }, never);
    const headers = { 'x-auth-token': 'T', range: 'bytes=5-', 'if-match': '"e"' };
    assert.deepEqual(transport.last, { ...request, headers });
  });

  it('asks nobody for the rest of a file that has nothing to know it by', async () => {
    const { sources, transport, made } = open();
    assert.equal(await sources.open({ start: 5, file: { size: 9 } }, never), undefined);
    assert.deepEqual([transport.requests.length, made.links], [0, 0]);
  });
});

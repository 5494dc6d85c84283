import assert from 'node:assert/strict';
import { Shared } from '../../src/core/shared';
import { settle } from '../fakes/clock';

const never = { signal: new AbortController().signal };

/** Work that a test ends by hand. */
function sharedOf() {
  const begun: {
    key: string;
    signal: AbortSignal;
    once: boolean | undefined;
    end: (value: string) => void;
    fail: (error: Error) => void;
  }[] = [];
  const shared = new Shared<string>(
    (key, { signal, once }) =>
      new Promise((resolve, reject) => {
        begun.push({ key, signal, once, end: resolve, fail: reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  return { shared, begun };
}

describe('Shared', () => {
  it('fetches once for many callers, and keeps the value', async () => {
    const { shared, begun } = sharedOf();
    const both = Promise.all([shared.get('a', never), shared.get('a', never)]);
    begun[0]?.end('1');
    assert.deepEqual(await both, ['1', '1']);
    assert.equal(await shared.get('a', never), '1');
    assert.equal(begun.length, 1);
  });

  it('fetches for each key', () => {
    const { shared, begun } = sharedOf();
    void shared.get('a', never);
    void shared.get('b', never);
    assert.deepEqual(
      begun.map(({ key }) => key),
      ['a', 'b'],
    );
  });

  it('tells every caller of a failure, and fetches anew for the next', async () => {
    const { shared, begun } = sharedOf();
    const both = [shared.get('a', never), shared.get('a', never)].map(one => assert.rejects(one, /down/));
    begun[0]?.fail(new Error('down'));
    await Promise.all(both);
    void shared.get('a', never);
    assert.equal(begun.length, 2);
  });

  it('goes on when one of the callers gives up', async () => {
    const { shared, begun } = sharedOf();
    const controller = new AbortController();
    const leaving = assert.rejects(shared.get('a', { signal: controller.signal }), /enough/);
    const staying = shared.get('a', never);
    controller.abort(new Error('enough'));
    await leaving;
    begun[0]?.end('1');
    assert.equal(await staying, '1');
  });

  it('ends when all have given up, and begins anew for who comes then', async () => {
    const { shared, begun } = sharedOf();
    const controller = new AbortController();
    const leaving = [1, 2].map(() =>
      assert.rejects(shared.get('a', { signal: controller.signal }), /enough/),
    );
    controller.abort(new Error('enough'));
    await Promise.all(leaving);
    assert.equal(begun[0]?.signal.aborted, true);
    const next = shared.get('a', never);
    begun[1]?.end('2');
    assert.equal(await next, '2');
  });

  it('keeps a value whose callers have all gone', async () => {
    const { shared, begun } = sharedOf();
    const first = shared.get('a', never);
    begun[0]?.end('1');
    await first;
    await settle();
    assert.equal(begun[0]?.signal.aborted, false);
    assert.equal(await shared.get('a', never), '1');
  });

  it('does not begin for a caller who has given up', async () => {
    const { shared, begun } = sharedOf();
    await assert.rejects(shared.get('a', { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
    assert.equal(begun.length, 0);
  });

  it('drops a value, but not the one that has taken its place', async () => {
    const { shared, begun } = sharedOf();
    const first = shared.get('a', never);
    begun[0]?.end('1');
    await first;
    shared.drop('a', '1');
    const second = shared.get('a', never);
    shared.drop('a', '1'); // another caller who was refused with the first
    begun[1]?.end('2');
    assert.equal(await second, '2');
    shared.drop('a', '1');
    assert.equal(await shared.get('a', never), '2');
    assert.equal(begun.length, 2);
  });

  it('fetches as the first of the callers wishes', () => {
    const { shared, begun } = sharedOf();
    void shared.get('a', { ...never, once: true });
    void shared.get('a', never);
    void shared.get('b', never);
    assert.deepEqual(
      begun.map(({ once }) => once),
      [true, undefined],
    );
  });
});

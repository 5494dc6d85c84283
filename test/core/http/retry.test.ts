import assert from 'node:assert/strict';
import fc from 'fast-check';
import { errorKinds, type ErrorKind, type Problem } from '../../../src/core/errors';
import { isPassing, retryLimits, retryPause } from '../../../src/core/http/retry';

const problem = (kind: ErrorKind, more: Partial<Problem> = {}): Problem => ({ kind, message: 'm', ...more });

const passing: Record<ErrorKind, boolean> = {
  network: true,
  tls: false,
  proxy: false,
  timeout: true,
  auth: false,
  expiredCredential: false,
  permission: false,
  notActivated: false,
  notFound: false,
  throttled: true,
  server: true,
  protocol: false,
  cancelled: false,
};

describe('isPassing', () => {
  for (const kind of errorKinds) {
    it(`${passing[kind] ? 'is' : 'is not'} so for ${kind}`, () =>
      assert.equal(isPassing(problem(kind)), passing[kind]));
  }

  for (const status of [500, 502, 503, 504]) {
    it(`is so for a server that answers ${status}`, () =>
      assert.equal(isPassing(problem('server', { status })), true));
  }

  for (const status of [501, 505, 507]) {
    it(`is not so for a server that answers ${status}, which it will do for ever`, () =>
      assert.equal(isPassing(problem('server', { status })), false));
  }

  it('goes by what the vendor calls a fault of its own, whatever the status', () => {
    assert.equal(isPassing(problem('server', { status: 400, code: 'ErrorDBSelectError' })), true);
    assert.equal(isPassing(problem('throttled', { status: 400 })), true);
  });

  it('is so for a proxy that could not reach the cloud, not for one that refuses', () => {
    const statuses = [502, 503, 504, 407, 403, 501];
    assert.deepEqual(
      statuses.map(status => isPassing(problem('proxy', { status }))),
      [true, true, true, false, false, false],
    );
  });
});

describe('retryPause', () => {
  it('doubles, up to four tries', () => {
    const pauses = [1, 2, 3, 4, 5].map(tries => retryPause(problem('server'), tries, 0, 1));
    assert.deepEqual(pauses, [500, 1_000, 2_000, undefined, undefined]);
  });

  it('leaves half of it to chance', () => {
    assert.deepEqual(
      [0, 0.5, 1].map(random => retryPause(problem('network'), 2, 0, random)),
      [500, 750, 1_000],
    );
  });

  it('is as long as the cloud asks, and a little longer by chance', () => {
    const asked = problem('throttled', { retryAfter: 7_000 });
    assert.deepEqual(
      [0, 1].map(random => retryPause(asked, 1, 0, random)),
      [7_000, 7_250],
    );
    assert.equal(
      retryPause(problem('throttled', { retryAfter: 10 }), 1, 0, 0),
      250,
      'never hastier than ours',
    );
  });

  it('is none when it would last beyond a minute', () => {
    assert.equal(retryPause(problem('throttled', { retryAfter: 60_000 }), 1, 0, 0), 60_000);
    assert.equal(retryPause(problem('throttled', { retryAfter: 60_001 }), 1, 0, 0), undefined);
    assert.equal(retryPause(problem('server'), 1, retryLimits.time - 250, 0), 250);
    assert.equal(retryPause(problem('server'), 1, retryLimits.time - 249, 0), undefined);
  });

  it('is none for what will not pass', () => assert.equal(retryPause(problem('auth'), 1, 0, 0), undefined));

  it('never ends after the limits', () =>
    fc.assert(
      fc.property(
        fc.nat(10),
        fc.nat(100_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(10 ** 9), { nil: undefined }),
        (tries, elapsed, random, retryAfter) => {
          const asked = problem('throttled', retryAfter === undefined ? {} : { retryAfter });
          const pause = retryPause(asked, tries + 1, elapsed, random);
          if (pause === undefined) return;
          assert.ok(tries + 1 < retryLimits.tries);
          assert.ok(elapsed + pause <= retryLimits.time);
          assert.ok(pause >= (retryAfter ?? 0));
        },
      ),
    ));
});

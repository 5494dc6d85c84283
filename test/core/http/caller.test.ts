import assert from 'node:assert/strict';
import type { CallNote } from '../../../src/core/cloud';
import { CloudError, type Problem } from '../../../src/core/errors';
import { Caller, type Read } from '../../../src/core/http/caller';
import { RateLimit } from '../../../src/core/http/rateLimit';
import type { HttpAnswer } from '../../../src/core/http/request';
import { FakeClock, HurriedClock, settle } from '../../fakes/clock';
import { ioOf } from '../../fakes/clouds';
import { never, problemOf } from '../../fakes/connect';
import { FakeLog } from '../../fakes/log';
import { FakeTransport, type Reply } from '../../fakes/transport';

const minute = 60_000;

/** Reads a body `ok` as a success and anything else as the problem that stands in it. */
function read(answer: HttpAnswer): string {
  const body = answer.body.toString();
  if (body === 'ok') return body;
  throw new CloudError({
    message: 'm',
    status: answer.status,
    ...(JSON.parse(body) as Pick<Problem, 'kind'>),
  });
}

const ok: Reply = { body: 'ok' };
const failing = (problem: Partial<Problem>, headers = {}): Reply => ({ status: 400, headers, body: problem });
const server = failing({ kind: 'server' });

function callerOf(script: ConstructorParameters<typeof FakeTransport>[0], clock = new HurriedClock()) {
  const transport = new FakeTransport(script);
  const log = new FakeLog();
  const caller = new Caller('fake', ioOf({ transport, clock, log }));
  const dates: number[] = [];
  const call = (options: Partial<Read<string>> = {}) =>
    caller.call({
      service: 'exports',
      limit: new RateLimit(clock, 100),
      signal: never,
      sign: () => {
        dates.push(caller.now().getTime());
        return { method: 'GET', url: 'https://a.example/', headers: {} };
      },
      read,
      ...options,
    });
  return { call, transport, clock, log, dates };
}

describe('Caller', () => {
  it('gives what was read', async () => {
    const { call, transport } = callerOf([ok]);
    assert.equal(await call(), 'ok');
    assert.equal(transport.requests.length, 1);
  });

  it('tries again, each time signed anew', async () => {
    const { call, clock, dates } = callerOf([server, failing({ kind: 'network' }), ok]);
    const start = clock.now();
    assert.equal(await call(), 'ok');
    assert.deepEqual(
      dates.map(date => date - start),
      [0, 500, 1_500],
    );
  });

  it('notes each try with its time and what went wrong', async () => {
    const clock = new HurriedClock();
    const notes: CallNote[] = [];
    const transport = new FakeTransport([failing({ kind: 'server', code: 'Busy' }), ok]);
    const caller = new Caller(
      'fake',
      ioOf({ transport, clock, notes: { note: call => void notes.push(call) } }),
    );
    await caller.call({
      ...{ service: 'exports', limit: new RateLimit(clock, 100), signal: never, reason: 'news', read },
      sign: () => ({ method: 'POST', url: 'https://a.example/', headers: { 'x-acs-action': 'ListTasks' } }),
    });
    const common = { cloud: 'fake', service: 'exports', action: 'ListTasks', ms: 0 };
    assert.deepEqual(notes, [
      {
        ...common,
        reason: 'news',
        problem: { kind: 'server', code: 'Busy', message: 'm', status: 400 },
      },
      { ...common, reason: 'retry' },
    ]);
  });

  it('notes the method where there is no operation, and no failure of one who gave up', async () => {
    const notes: CallNote[] = [];
    const transport = new FakeTransport([failing({ kind: 'cancelled' })]);
    const caller = new Caller('fake', ioOf({ transport, notes: { note: call => void notes.push(call) } }));
    const call = caller.call({
      ...{ service: 'exports', limit: new RateLimit(new FakeClock(), 100), signal: never, once: true, read },
      sign: () => ({ method: 'GET', url: 'https://a.example/', headers: {} }),
    });
    await assert.rejects(call);
    assert.deepEqual(notes, [{ cloud: 'fake', service: 'exports', action: 'GET', reason: undefined, ms: 0 }]);
  });

  it('says why a call is made, and why it is made again', async () => {
    const { call, transport } = callerOf([server, ok]);
    await call({ reason: 'news' });
    assert.deepEqual(transport.reasons, ['news', 'retry']);
  });

  it('gives up after four tries, with the last problem and the place', async () => {
    const { call, transport } = callerOf([server, server, server, failing({ kind: 'timeout', code: 'T' })]);
    const problem = await problemOf(call({ region: 'r1' }));
    assert.deepEqual(problem, {
      ...{ kind: 'timeout', code: 'T', message: 'm', status: 400 },
      ...{ cloud: 'fake', service: 'exports', region: 'r1' },
    });
    assert.equal(transport.requests.length, 4);
  });

  for (const kind of ['auth', 'expiredCredential', 'permission', 'protocol', 'tls'] as const) {
    it(`never tries again after ${kind}`, async () => {
      const { call, transport } = callerOf([failing({ kind })]);
      assert.equal((await problemOf(call())).kind, kind);
      assert.equal(transport.requests.length, 1);
    });
  }

  it('makes a call once that the user waits for', async () => {
    const { call, transport } = callerOf([server]);
    assert.equal((await problemOf(call({ once: true }))).kind, 'server');
    assert.equal(transport.requests.length, 1);
  });

  it('waits as long as the cloud asks', async () => {
    const { call, clock } = callerOf([failing({ kind: 'throttled', retryAfter: 9_000 }), ok]);
    const start = clock.now();
    await call();
    assert.equal(clock.now() - start, 9_250);
  });

  it('keeps everyone of the group waiting that the cloud throttles, and slows it down', async () => {
    const throttled = failing({ kind: 'throttled', retryAfter: 5_000 });
    const clock = new HurriedClock();
    const { call } = callerOf((_request, number) => (number === 1 ? throttled : ok), clock);
    const limit = new RateLimit(clock, 1, 1);
    const start = clock.now();
    await problemOf(call({ limit, once: true }));
    await call({ limit });
    await call({ limit });
    // Five seconds as asked; then half as fast.
    assert.equal(clock.now() - start, 5_000 + 2_000);
  });

  it('does not try again what fails before it is sent', async () => {
    const { call, transport } = callerOf([ok]);
    const down = () => {
      throw new CloudError({ kind: 'network', message: 'of another call' });
    };
    assert.equal((await problemOf(call({ sign: down }))).message, 'of another call');
    assert.equal(transport.requests.length, 0);
  });

  it('lets a caller go who gives up while it waits for the next try', async () => {
    const clock = new FakeClock();
    const { call, transport } = callerOf([server], clock);
    const controller = new AbortController();
    const waiting = assert.rejects(call({ signal: controller.signal }), /enough/);
    await settle();
    controller.abort(new Error('enough'));
    await waiting;
    assert.deepEqual([transport.requests.length, clock.sleeping], [1, 0]);
  });

  it('passes on what is no problem of a cloud', async () => {
    const { call } = callerOf([ok]);
    const broken = () => {
      throw new TypeError('ours');
    };
    await assert.rejects(call({ read: broken }), /ours/);
  });

  it('says in the log that it tries again, and why', async () => {
    const { call, log } = callerOf([failing({ kind: 'server', code: 'InternalError' }), ok]);
    await call();
    assert.deepEqual(log.lines, ['debug exports: server InternalError is tried again in 500 ms']);
  });
});

describe('Caller with a clock that is off', () => {
  /** A cloud that takes no signature that is older or newer than a quarter of an hour. */
  function strict(skew: number, refusal: Partial<Problem> = { kind: 'protocol', reason: 'clock' }) {
    const clock = new HurriedClock();
    const moments: number[] = [];
    const made = callerOf(() => {
      const now = clock.now() - skew;
      const signed = made.dates.at(-1) ?? 0;
      moments.push(signed - now);
      const headers = { date: new Date(now).toUTCString() };
      return Math.abs(signed - now) <= 15 * minute ? { ...ok, headers } : failing(refusal, headers);
    }, clock);
    return { ...made, moments };
  }

  for (const skew of [20 * minute, -20 * minute, 400 * 86_400_000]) {
    it(`signs by the cloud's when it is off by ${skew / minute} minutes, and remembers it`, async () => {
      const { call, transport, log } = strict(skew);
      assert.equal(await call({ once: true }), 'ok');
      assert.equal(await call({ once: true }), 'ok');
      assert.equal(transport.requests.length, 3);
      assert.match(log.lines.join(), /^warn The clock differs from that of fake by -?\d+ ms/);
    });
  }

  it('says by how much where that does not help', async () => {
    const headers = { date: new Date(new FakeClock().now() - 20 * minute).toUTCString() };
    const { call, transport } = callerOf([failing({ kind: 'protocol', reason: 'clock' }, headers)]);
    const { clockSkew, reason } = await problemOf(call());
    assert.deepEqual([reason, clockSkew], ['clock', 20 * minute - 500]);
    assert.equal(transport.requests.length, 2);
  });

  it('does not sign anew without a time to go by, or with the same one', async () => {
    for (const headers of [{}, { date: new Date(new FakeClock().now()).toUTCString() }]) {
      const { call, transport } = callerOf([failing({ kind: 'protocol', reason: 'clock' }, headers)]);
      assert.equal((await problemOf(call())).reason, 'clock');
      assert.equal(transport.requests.length, 1);
    }
  });

  it('takes a refused signature for one of the time only where that may be and the time is far off', async () => {
    const mayMeanTime = () => true;
    const far = strict(20 * minute, { kind: 'auth' });
    assert.equal(await far.call({ mayMeanTime }), 'ok');
    const precise = strict(20 * minute, { kind: 'auth' });
    assert.equal((await problemOf(precise.call())).kind, 'auth');
    assert.equal(precise.transport.requests.length, 1);
    const near = callerOf([
      failing({ kind: 'auth' }, { date: new Date(Date.UTC(2026, 0, 2, 3, 1, 5)).toUTCString() }),
    ]);
    assert.equal((await problemOf(near.call({ mayMeanTime }))).kind, 'auth');
    assert.equal(near.transport.requests.length, 1);
  });

  it('signs anew for all who were refused at the same time', async () => {
    for (const refusal of [{ kind: 'protocol', reason: 'clock' }, { kind: 'auth' }] as const) {
      const { call, transport } = strict(20 * minute, refusal);
      const calls = [1, 2, 3].map(() => call({ once: true, mayMeanTime: () => true }));
      assert.deepEqual(await Promise.all(calls), ['ok', 'ok', 'ok']);
      assert.equal(transport.requests.length, 6);
    }
  });

  it('shows no skew on a problem that is not one of the clock', async () => {
    const { call } = strict(20 * minute, { kind: 'permission' });
    assert.equal((await problemOf(call())).clockSkew, undefined);
  });
});

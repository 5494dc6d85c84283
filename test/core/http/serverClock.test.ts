import assert from 'node:assert/strict';
import { clockSkew, ServerClock } from '../../../src/core/http/serverClock';
import { FakeClock } from '../../fakes/clock';

const minute = 60_000;
const date = 'Fri, 02 Jan 2026 03:04:05 GMT';
const at = Date.parse(date);

describe('clockSkew', () => {
  const skew = (headers: Readonly<Record<string, string>>, sent: number, received: number) =>
    clockSkew({ status: 200, headers }, sent, received);

  it('is how far we are ahead, in the middle of the exchange', () => {
    assert.equal(skew({ date }, at + 10 * minute + 400, at + 10 * minute + 600), 10 * minute);
    assert.equal(skew({ date }, at - 10 * minute + 500, at - 10 * minute + 500), -10 * minute);
    assert.equal(skew({ date }, at, at + 1_000), 0);
  });

  it('is unknown without a date that can be read', () => {
    assert.equal(skew({}, at, at), undefined);
    assert.equal(skew({ date: 'yesterday' }, at, at), undefined);
  });
});

describe('ServerClock', () => {
  it('is ours until it is known to be another', () => {
    const clock = new FakeClock(at);
    assert.equal(new ServerClock(clock).now().getTime(), at);
  });

  it('goes on from what was measured', async () => {
    const clock = new FakeClock(at);
    const server = new ServerClock(clock);
    assert.equal(server.correct(20 * minute, server.correction, minute), true);
    assert.equal(server.now().getTime(), at - 20 * minute);
    await clock.advance(5_000);
    assert.equal(server.now().getTime(), at - 20 * minute + 5_000);
  });

  it('does not take for news what is within the tolerance of what it knows', () => {
    const server = new ServerClock(new FakeClock(at));
    assert.equal(server.correct(59_999, server.correction, minute), false);
    assert.equal(server.correct(-59_999, server.correction, minute), false);
    assert.equal(server.now().getTime(), at);
    assert.equal(server.correct(minute, server.correction, minute), true);
    assert.equal(server.correct(minute + 59_999, server.correction, minute), false);
    assert.equal(server.now().getTime(), at - minute);
  });

  it('comes back when the clock of the machine is set right', () => {
    const server = new ServerClock(new FakeClock(at));
    server.correct(-30 * minute, server.correction, minute);
    assert.equal(server.correct(0, server.correction, minute), true);
    assert.equal(server.now().getTime(), at);
  });

  it('believes a caller who had signed before another made it right', () => {
    const server = new ServerClock(new FakeClock(at));
    const before = server.correction;
    assert.equal(server.correct(20 * minute, before, minute), true);
    assert.equal(server.correct(20 * minute, before, minute), true, 'signed anew, it would be let in');
    assert.equal(server.correct(20 * minute, server.correction, minute), false);
  });

  it('tells the time there by the latest answer, and signs by ours all the same', async () => {
    const clock = new FakeClock(at);
    const server = new ServerClock(clock);
    assert.equal(server.estimate().getTime(), at);
    server.note(12 * minute);
    await clock.advance(1_000);
    assert.equal(server.estimate().getTime(), at - 12 * minute + 1_000);
    assert.equal(server.now().getTime(), at + 1_000);
  });
});

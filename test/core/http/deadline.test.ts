import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadline } from '../../../src/core/http/deadline';

const long = 60_000;

describe('a deadline', () => {
  it('ends with the signal that it was given', () => {
    const given = new AbortController();
    const { signal } = new Deadline(long, given.signal);
    assert.equal(signal.aborted, false);
    given.abort();
    assert.equal(signal.aborted, true);
  });

  it('has ended when that one had', () =>
    assert.equal(new Deadline(long, AbortSignal.abort()).signal.aborted, true));

  it('ends when its time is over, and says so', async () => {
    const deadline = new Deadline(1, undefined);
    assert.equal(deadline.isOver, false);
    await sleep(20);
    assert.deepEqual([deadline.signal.aborted, deadline.isOver], [true, true]);
  });

  it('is not over when somebody gave up, however late it is', async () => {
    const deadline = new Deadline(1, AbortSignal.abort());
    await sleep(20);
    assert.equal(deadline.isOver, false);
  });

  it('leaves nothing at the other signal when it is released', () => {
    const given = new AbortController();
    const deadline = new Deadline(long, given.signal);
    assert.equal(getEventListeners(given.signal, 'abort').length, 1);
    deadline.release();
    assert.equal(getEventListeners(given.signal, 'abort').length, 0);
  });
});

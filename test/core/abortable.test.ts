import assert from 'node:assert/strict';
import { abortable } from '../../src/core/abortable';

describe('work that callers share', () => {
  it('gives its outcome to a caller that waits', async () => {
    assert.equal(await abortable(Promise.resolve(7), new AbortController().signal), 7);
    const failure = new Error('no');
    await assert.rejects(abortable(Promise.reject(failure), new AbortController().signal), failure);
  });

  it('lets a caller go that gives up, and goes on for the others', async () => {
    let finish: (value: number) => void = () => undefined;
    const work = new Promise<number>(resolve => (finish = resolve));
    const impatient = new AbortController();
    const left = abortable(work, impatient.signal);
    const stays = abortable(work, new AbortController().signal);
    impatient.abort(new Error('enough'));
    await assert.rejects(left, /enough/);
    finish(7);
    assert.equal(await stays, 7);
  });

  it('is not waited for by a caller that gave up before', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await assert.rejects(abortable(Promise.resolve(7), gone), /gone/);
  });
});

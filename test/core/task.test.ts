import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isFinished, statusTable, taskKey, taskStatuses } from '../../src/core/task';

describe('statusTable', () => {
  const toStatus = statusTable({ RUNNING: 'running', finish: 'succeeded', Expire: 'expired' });

  for (const [word, status] of [
    ['RUNNING', 'running'],
    ['running', 'running'],
    ['Finish', 'succeeded'],
    ['EXPIRE', 'expired'],
  ] as const) {
    it(`reads ${word} as ${status}, whatever its case`, () => assert.equal(toStatus(word), status));
  }

  for (const word of ['', ' running', 'runnin', 'constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    it(`takes “${word}” for unknown`, () => assert.equal(toStatus(word), 'unknown'));
  }

  it('answers one of our words for any text', () =>
    fc.assert(fc.property(fc.string(), word => taskStatuses.includes(toStatus(word)))));
});

describe('isFinished', () => {
  const finished = taskStatuses.filter(status => isFinished({ status }));

  it('is true of what cannot change any more, and an unknown word may', () =>
    assert.deepEqual(finished, ['failed', 'succeeded', 'expired']));
});

describe('taskKey', () => {
  const place = { account: 'a', service: 's', region: 'r' };

  it('joins account, service, region and identity', () => assert.equal(taskKey(place, '7'), 'a/s/r/7'));

  it('keeps an empty region as a part', () => assert.equal(taskKey({ ...place, region: '' }, '7'), 'a/s//7'));

  it('tells tasks apart whose parts are cut elsewhere', () =>
    assert.notEqual(taskKey({ ...place, region: 'r/7' }, '8'), taskKey(place, '7/8')));

  it('has no colon, which marks the keys of groups', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), id => !taskKey(place, id).includes(':'))));

  it('takes any text that JSON can hold, half a surrogate pair too', () =>
    assert.equal(taskKey(place, 'a\ud800'), 'a/s/r/a%EF%BF%BD'));

  it('differs for different identities', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        assert.equal(taskKey(place, one) === taskKey(place, other), one === other);
      }),
    ));
});

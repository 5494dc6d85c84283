import assert from 'node:assert/strict';
import { groupKey, parseSpecial } from '../../src/view/outlineKeys';

describe('outline keys', () => {
  const account = groupKey.of('account', 'a:b', groupKey.of('cloud', 'fake'));
  const group = groupKey.of('status', 'running', account);

  it('have those of all that is above them, without a colon of their own', () =>
    assert.equal(group, 'status:running:account:a%3Ab:cloud:fake'));

  for (const [key, expected] of [
    [groupKey.more(group, 400), { kind: 'more', shown: 400, group }],
    [groupKey.more(undefined, 400), { kind: 'more', shown: 400, group: undefined }],
    [groupKey.history('cloud:fake'), { kind: 'history', scope: 'cloud:fake' }],
    [groupKey.history(), { kind: 'history', scope: undefined }],
    [
      groupKey.more(groupKey.history('cloud:fake'), 200),
      { kind: 'more', shown: 200, group: 'history:cloud:fake' },
    ],
    [group, undefined],
    ['more:status:running:cloud:fake', undefined],
    ['acc/exports/r1/1', undefined],
    ['moon:x', undefined],
    ['', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(key)}`, () => assert.deepEqual(parseSpecial(key), expected));
  }
});

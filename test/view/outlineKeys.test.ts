import assert from 'node:assert/strict';
import { groupKey, parseGroup } from '../../src/view/outlineKeys';

describe('outline keys', () => {
  const group = groupKey.status(groupKey.account('a:b\nc'), 'running');
  for (const [key, expected] of [
    [groupKey.cloud('fake'), { kind: 'cloud', cloud: 'fake' }],
    [groupKey.account('a:b'), { kind: 'account', account: 'a:b' }],
    [group, { kind: 'status', status: 'running', scope: 'account:a:b\nc' }],
    [groupKey.more(group, 400), { kind: 'more', shown: 400, group }],
    [groupKey.history('cloud:fake'), { kind: 'history', scope: 'cloud:fake' }],
    [
      groupKey.more(groupKey.history('cloud:fake'), 200),
      { kind: 'more', shown: 200, group: 'history:cloud:fake' },
    ],
    ['status:moon:cloud:fake', undefined],
    ['more:status:running:cloud:fake', undefined],
    ['more:200:cloud:fake', undefined],
    ['acc/exports/r1/1', undefined],
    ['moon:x', undefined],
    ['', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(key)}`, () => assert.deepEqual(parseGroup(key), expected));
  }
});

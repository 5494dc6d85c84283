import assert from 'node:assert/strict';
import { huawei } from '../../../src/clouds/huawei';
import { policy } from '../../../src/clouds/huawei/policy';

describe('the policy of Huawei Cloud', () => {
  it('is a custom policy that reads', () =>
    assert.deepEqual(JSON.parse(policy(['hss'])), {
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: ['hss:vuls:list'] }],
    }));

  it('has actions for each service of the cloud, and for no other', () => {
    for (const { id } of huawei.services) assert.match(policy([id]), new RegExp(`"${id}:`));
    assert.doesNotMatch(policy(['elsewhere']), /:list/);
  });

  it('is the one that the cloud offers', async () => assert.equal((await huawei.provider()).policy, policy));
});

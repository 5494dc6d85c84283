import assert from 'node:assert/strict';
import { baidu } from '../../../src/clouds/baidu';
import { policy } from '../../../src/clouds/baidu/policy';

describe('the policy of Baidu AI Cloud', () => {
  it('is an access control list that reads and lists', () =>
    assert.deepEqual(JSON.parse(policy(['bls'])), {
      accessControlList: [
        {
          service: 'bce:bls',
          region: '*',
          resource: ['*'],
          effect: 'Allow',
          permission: ['LIST', 'READ'],
        },
      ],
    }));

  it('has an entry for each service of the cloud, and for no other', () => {
    const ids = baidu.services.map(({ id }) => id);
    const { accessControlList } = JSON.parse(policy([...ids, 'elsewhere'])) as {
      accessControlList: unknown[];
    };
    assert.equal(accessControlList.length, ids.length);
  });

  it('is the one that the cloud offers', async () => assert.equal((await baidu.provider()).policy, policy));
});

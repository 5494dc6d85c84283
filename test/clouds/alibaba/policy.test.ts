import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { alibaba } from '../../../src/clouds/alibaba';
import { policy } from '../../../src/clouds/alibaba/policy';

const actionsOf = (services: readonly string[]) =>
  (JSON.parse(policy(services)) as { Statement: { Action: string[] }[] }).Statement.flatMap(
    ({ Action }) => Action,
  );

/** The operations that the source of a service calls. */
const calledBy = (service: string) =>
  [...readFileSync(`src/clouds/alibaba/${service}.ts`, 'utf8').matchAll(/action: '(\w+)'/g)].map(
    ([, action]) => action ?? '',
  );

describe('the policy of Alibaba Cloud', () => {
  it('is one of RAM', () =>
    assert.deepEqual(JSON.parse(policy(['cdn'])), {
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['cdn:DescribeRefreshTasks', 'cdn:DescribeRefreshTaskById'],
          Resource: '*',
        },
      ],
    }));

  for (const { id } of alibaba.services) {
    it(`allows what is called for ${id}, and nothing more`, () => {
      const called = calledBy(id);
      assert.ok(called.length > 0);
      assert.deepEqual(
        actionsOf([id])
          .map(action => action.split(':')[1])
          .sort(),
        called.sort(),
      );
    });
  }

  it('is of the services that are named', () => {
    assert.deepEqual(actionsOf(['cloudFirewall']), ['yundun-cloudfirewall:DescribeDownloadTask']);
    assert.equal(actionsOf(['cloudFirewall', 'cdn']).length, 3);
    assert.deepEqual(actionsOf(['elsewhere']), []);
  });

  it('is the one that the cloud offers', async () => assert.equal((await alibaba.provider()).policy, policy));
});

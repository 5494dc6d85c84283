import assert from 'node:assert/strict';
import { consolePage } from '../../src/core/consolePage';
import { cloudOf, FakeService } from '../fakes/clouds';
import { accountOf, taskOf } from '../fakes/tasks';

describe('the page of a web console', () => {
  const cloud = cloudOf({ exports: new FakeService() });
  const refusal = { reason: { kind: 'noConsole', account: 'work' } };

  it('is the one that the cloud has for service, region and site', async () => {
    const task = taskOf('a', { region: 'r2' });
    assert.equal(await consolePage(cloud, accountOf(), task), 'https://console.example.com/exports/r2');
    assert.equal(
      await consolePage(cloud, accountOf({ site: 'abroad' }), task),
      'https://abroad.example.com/exports/r2',
    );
  });

  it('is none for an account with endpoints of its own, whichever they are', async () => {
    for (const endpoints of [{ exports: 'https://exports.internal' }, { iam: 'https://iam.internal' }])
      await assert.rejects(consolePage(cloud, accountOf({ endpoints }), taskOf('a')), refusal);
  });

  it('is refused where the cloud knows of none', () =>
    assert.rejects(consolePage(cloud, accountOf(), taskOf('a', { service: 'elsewhere' })), refusal));
});

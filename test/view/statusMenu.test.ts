import assert from 'node:assert/strict';
import type { Problem } from '../../src/core/errors';
import { countEntries, troubleEntries } from '../../src/view/statusMenu';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';
import { worldOf } from '../fakes/world';

describe('countEntries', () => {
  it('are the counts of each cloud, with a filter that shows just these tasks', () => {
    const accounts = [accountOf(), accountOf({ id: 'b', cloud: 'other' })];
    const tasks = [
      taskOf('1'),
      taskOf('2', { status: 'running' }),
      taskOf('3', { account: 'b', cloud: 'other', service: 'cdn' }),
    ];
    const exports = { services: ['exports'] };
    assert.deepEqual(countEntries(worldOf({ accounts, tasks })), [
      {
        cloud: 'Fake Cloud',
        entries: [
          { status: 'running', count: 1, filter: { statuses: ['running'], ...exports } },
          { status: 'succeeded', count: 1, filter: { statuses: ['succeeded'], ...exports } },
        ],
      },
      {
        cloud: 'Other Cloud',
        entries: [
          { status: 'succeeded', count: 1, filter: { statuses: ['succeeded'], services: ['scans', 'cdn'] } },
        ],
      },
    ]);
  });

  it('are none without tasks', () => assert.deepEqual(countEntries(worldOf()), []));
});

describe('troubleEntries', () => {
  const repairs = (problem: Problem | undefined, damaged = false) => {
    const account = { ...accountOf(), damaged };
    const states = [{ ...placeOf(), state: 'failed' as const, ...(problem && { problem }) }];
    return troubleEntries(worldOf({ accounts: [account], states })).map(({ repair }) => repair);
  };

  it('say what may mend each account', () => {
    assert.deepEqual(repairs({ kind: 'network', message: '' }), ['refresh']);
    assert.deepEqual(repairs({ kind: 'permission', message: '' }), ['test']);
    assert.deepEqual(repairs({ kind: 'auth', message: '' }), ['replaceCredential']);
    assert.deepEqual(repairs({ kind: 'expiredCredential', message: '' }), ['replaceCredential']);
    assert.deepEqual(repairs({ kind: 'auth', reason: 'locked', message: '' }), ['refresh']);
    assert.deepEqual(repairs({ kind: 'auth', reason: 'clock', message: '' }), ['refresh']);
    assert.deepEqual(repairs({ kind: 'protocol', message: '', projects: [{ id: '1', name: 'a' }] }), [
      'chooseProject',
    ]);
    assert.deepEqual(repairs(undefined, true), ['remove']);
  });

  it('are none where nothing is wrong', () => assert.deepEqual(repairs(undefined), []));

  it('say what is wrong', () => {
    const states = [
      { ...placeOf(), state: 'failed' as const, problem: { kind: 'permission', message: '' } as Problem },
    ];
    const [entry] = troubleEntries(worldOf({ states }));
    assert.match(entry?.text ?? '', /^Exports r1: access denied/);
    assert.equal(entry?.account.id, 'acc');
  });
});

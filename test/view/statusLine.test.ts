import assert from 'node:assert/strict';
import type { PlaceState } from '../../src/core/store';
import manifest from '../../package.json';
import { statusLine } from '../../src/view/statusLine';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';
import { now, worldOf, type WorldSetup } from '../fakes/world';

const usual = manifest.contributes.configuration.properties['cloudTasks.statusBar.statuses'].default;
const line = (setup: WorldSetup, counted: readonly unknown[] = usual) => {
  const found = statusLine(worldOf(setup), counted);
  assert.ok(found);
  return { ...found, tooltip: found.tooltip.replaceAll('\u202f', ' ').split('\n') };
};
const links = '[Refresh](command:cloudTasks.refresh) · [Show tasks](command:cloudTasks.tasks.focus)';

describe('statusLine', () => {
  it('is none without accounts', () => assert.equal(statusLine(worldOf({ accounts: [] }), usual), undefined));

  it('is quiet when there are no tasks', () =>
    assert.deepEqual(line({}), {
      text: '$(cloud)',
      spoken: 'Cloud Tasks: no tasks',
      warning: false,
      tooltip: ['|  |', '| --- |', '| Fake Cloud |', '', links],
    }));

  it('counts by status over all accounts; what has expired is left to the tooltip', () => {
    const tasks = [
      taskOf('1', { status: 'running' }),
      taskOf('2', { status: 'running' }),
      taskOf('3', { status: 'waiting' }),
      taskOf('4'),
      taskOf('5', { status: 'failed', cloud: 'other', account: 'b', service: 'cdn' }),
      taskOf('6', { status: 'expired' }),
      taskOf('7', { status: 'unknown' }),
    ];
    const accounts = [accountOf(), accountOf({ id: 'b', cloud: 'other' })];
    const { text, spoken, tooltip } = line({ accounts, tasks });
    assert.equal(text, '$(cloud) $(sync~spin) 2 $(circle-outline) 1 $(pass) 1 $(error) 1 $(question) 1');
    assert.equal(spoken, 'Cloud Tasks: Running 2, Waiting 1, Succeeded 1, Failed 1, Unknown 1');
    assert.deepEqual(tooltip, [
      '|  | Running | Waiting | Failed | Succeeded | Expired | Unknown |',
      '| --- | --: | --: | --: | --: | --: | --: |',
      '| Fake Cloud | 2 | 1 | 0 | 1 | 1 | 1 |',
      '| Other Cloud | 0 | 0 | 1 | 0 | 0 | 0 |',
      '',
      'Cloud Tasks: reading the lists',
      '',
      links,
    ]);
  });

  it('counts the statuses that the user wants, each in its place, and stumbles over no other word', () => {
    const statuses = ['running', 'failed', 'expired'] as const;
    const tasks = statuses.map((status, index) => taskOf(`${index}`, { status }));
    assert.equal(
      line({ tasks }, ['expired', 'sleeping', 7, 'running']).text,
      '$(cloud) $(sync~spin) 1 $(history) 1',
    );
    assert.equal(line({ tasks }, []).text, '$(cloud)');
  });

  it('says that it reads while nothing is known yet, and shows nothing that comes and goes', () => {
    const states: PlaceState[] = [{ ...placeOf(), state: 'loading' }];
    const first = line({ states });
    assert.deepEqual([first.text, first.spoken], ['$(cloud)', 'Cloud Tasks: reading the lists']);
    assert.ok(first.tooltip.includes('Cloud Tasks: reading the lists'));
    const again = line({ states: [{ ...placeOf(), state: 'loading', refreshedAt: new Date(now) }] });
    assert.equal(again.spoken, 'Cloud Tasks: no tasks');
  });

  it('groups thousands', () => {
    const tasks = Array.from({ length: 1001 }, (_, i) => taskOf(`${i}`));
    assert.equal(line({ tasks }).text, '$(cloud) $(pass) 1,001');
  });

  it('warns when an account needs the user, and says which and why', () => {
    const denied: PlaceState = {
      ...placeOf(),
      state: 'failed',
      problem: { kind: 'permission', code: '[x](command:y)', message: '' },
    };
    const { warning, tooltip } = line({ accounts: [accountOf({ label: '$(a)' })], states: [denied] });
    assert.ok(warning);
    const [trouble] = tooltip.filter(row => row.startsWith('$(warning)'));
    assert.match(trouble ?? '', /^\$\(warning\) .*Exports r1.*access denied/);
    assert.doesNotMatch(trouble?.slice(2) ?? '', /command:|\$\(|\]\(/);
  });

  it('does not warn of a network that mends itself, but tells of it', () => {
    const offline: PlaceState = {
      ...placeOf(),
      state: 'failed',
      problem: { kind: 'network', message: '' },
    };
    const { warning, tooltip } = line({ states: [offline] });
    assert.ok(!warning);
    assert.ok(tooltip.some(row => row.includes('could not be reached')));
  });

  it('tells when something was last read', () => {
    const states: PlaceState[] = [
      { ...placeOf(), state: 'ok', refreshedAt: new Date(now - 3_600_000) },
      { ...placeOf({ region: 'r2' }), state: 'ok', refreshedAt: new Date(now) },
    ];
    assert.ok(line({ states }).tooltip.includes('Last refresh: Jan 2, 2026, 3:04:05 AM'));
  });

  it('leaves a blank line between its parts, so that the table ends', () => {
    const states: PlaceState[] = [{ ...placeOf(), state: 'ok', refreshedAt: new Date(now) }];
    const { tooltip } = line({ states });
    assert.deepEqual(
      tooltip.map(row => (row === '' ? '-' : row[0])),
      ['|', '|', '|', '-', 'L', '-', '['],
    );
  });
});

import assert from 'node:assert/strict';
import type { Task } from '../../src/core/task';
import { taskName } from '../../src/view/taskName';
import { taskRow } from '../../src/view/taskRow';
import { taskOf } from '../fakes/tasks';
import { chinese, now, worldOf } from '../fakes/world';

const row = (changes: Partial<Task> = {}) => taskRow(worldOf(), taskOf('1', changes));
const scan: Partial<Task> = { cloud: 'other', service: 'scans', file: { id: 'f' } };
const cdn: Partial<Task> = { cloud: 'other', service: 'cdn', region: '', kind: 'prefetch' };

describe('taskRow', () => {
  for (const [what, changes, description] of [
    ['running', { status: 'running', progress: 0.637 }, '63% · Exports'],
    ['running without a progress', { status: 'running' }, 'Exports'],
    ['waiting', { status: 'waiting', progress: 0 }, '0% · Exports'],
    ['finished', {}, 'Exports'],
    [
      'finished, with all that can be known',
      { file: { size: 24_617, rows: 1_200 }, expiresAt: new Date(now + 3 * 86_400_000) },
      '24 kB · 1,200 rows · expires in 3 days · Exports',
    ],
    ['finished, with an empty file', { file: { size: 0, rows: 0 } }, '0 bytes · 0 rows · Exports'],
    [
      'failed with a code',
      { status: 'failed', failure: { code: 'OriginTimeout', message: 'm' } },
      'OriginTimeout · Exports',
    ],
    ['failed with a message', { status: 'failed', failure: { message: 'a\nb' } }, 'a b · Exports'],
    ['failed for no reason', { status: 'failed' }, 'Exports'],
    ['expired', { status: 'expired', file: { size: 9 } }, 'file gone · Exports'],
    ['of an unknown word', { status: 'unknown', rawStatus: 'paused\u202e' }, 'paused  · Exports'],
    ['of no word', { status: 'unknown', rawStatus: '' }, 'no status · Exports'],
    [
      'history, whose file is gone in any case',
      { file: { size: 24_617 }, expiresAt: new Date(now + 1), leftAt: new Date(now - 2 * 86_400_000) },
      '24 kB · Exports · gone 2 days ago',
    ],
    ['a prefetch', { ...cdn, status: 'running', progress: 0.5 }, '50% · prefetch'],
    ['of a service that is gone', { service: 'old' }, 'old'],
  ] as const) {
    it(`says what matters of a task that is ${what}`, () => {
      const { label, description: shown, spoken } = row(changes);
      assert.equal(shown, description);
      assert.ok(spoken.startsWith(`${label} · `) && spoken.endsWith(description));
    });
  }

  for (const [left, said] of [
    [5 * 60_000 - 1, 'link copied, dead in 4 minutes'],
    [60_000, 'link copied, dead in 1 minute'],
    [59_999, 'link copied, dead within a minute'],
    [2.5 * 3600_000, 'link copied, dead in 2 hours'],
  ] as const) {
    it(`says first of all that a link was copied which lives for ${left} ms`, () => {
      const task = taskOf('1', { file: { size: 24_617 } });
      const link = { key: task.key, form: 'link', expiresAt: new Date(now + left) } as const;
      const world = worldOf({ copied: [link] });
      assert.equal(taskRow(world, task).description, `${said} · 24 kB · Exports`);
      assert.equal(taskRow(world, taskOf('2')).description, 'Exports');
    });
  }

  it('speaks name, status and description', () =>
    assert.equal(row({ status: 'running', progress: 0.5 }).spoken, 'task 1 · Running · 50% · Exports'));

  for (const [what, changes, words, click] of [
    ['with a file to share', {}, 'task succeeded file link', 'open'],
    ['that runs', { status: 'running' }, 'task running awaited', 'details'],
    ['with a file for those who sign in', scan, 'task succeeded tracked file', 'open'],
    ['whose file is gone', { ...scan, status: 'expired' }, 'task expired tracked', 'details'],
    ['about an object with an address', cdn, 'task succeeded link', 'details'],
    ['that is history', { ...scan, leftAt: new Date(now) }, 'task succeeded', 'details'],
    ['that could not be read', { id: '', status: 'unknown' }, 'task unknown', 'details'],
  ] as const) {
    it(`tells the menus what can be done with a task ${what}`, () => {
      const found = row(changes);
      assert.equal(found.words.join(' '), words);
      assert.equal(found.click, click);
      assert.equal(found.parent, false);
    });
  }

  it('has icon and colour of the status', () => {
    const { icon, color } = row({ status: 'failed' });
    assert.deepEqual([icon, color], ['error', 'list.errorForeground']);
    assert.ok(!('color' in row({ status: 'waiting' })));
  });

  it('does not move and has no colour for what is history', () => {
    const found = row({ status: 'running', leftAt: new Date(now) });
    assert.equal(found.icon, 'sync');
    assert.ok(!('color' in found));
  });

  it('makes its tooltip when it is looked at', () =>
    assert.match(row().tooltip?.() ?? '', /^\*\*task 1\*\*\n/));

  it('writes in the user’s language', () => {
    const task = taskOf('1', { expiresAt: new Date(now + 3 * 86_400_000) });
    assert.match(taskRow(worldOf({ locale: chinese }), task).description ?? '', /3天后/);
  });
});

describe('taskName', () => {
  for (const [name, expected] of [
    ['nginx-errors', 'nginx-errors'],
    ['$(trash) [x](command:y)', '$(trash) [x](command:y)'],
    ['a\nb\u202ec', 'a b c'],
    ['', 'Unreadable record'],
    [' \u200b ', 'Unreadable record'],
  ] as const) {
    it(`is ${JSON.stringify(expected)} for ${JSON.stringify(name)}`, () =>
      assert.equal(taskName({ ...taskOf('1'), name }), expected));
  }
});

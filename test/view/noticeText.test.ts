import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import translations from '../../l10n/bundle.l10n.zh-cn.json';
import { endedText, levelLabel, noticeLevels, noticeOf, toldTasks } from '../../src/view/noticeText';
import type { Task } from '../../src/core/task';
import { taskOf } from '../fakes/tasks';
import { chinese, worldOf } from '../fakes/world';

const world = worldOf();
const notice = (...tasks: Task[]) => {
  const { text, actions, files, isWarning } = noticeOf(world, tasks);
  return { text, actions: actions.join(), files: files.map(({ id }) => id).join(), isWarning };
};
const plainText = (text: string) => text.replaceAll('\u202f', ' ');
const failed = (id: string, failure?: Task['failure']) =>
  taskOf(id, { status: 'failed', ...(failure && { failure }) });

describe('noticeOf', () => {
  it('says what has come of one task, and offers what can be done with it', () => {
    const file = { name: 'nginx.JSON', rows: 100 };
    assert.deepEqual(notice(taskOf('1', { name: 'nginx-errors', file })), {
      text: '“nginx-errors” has finished (100 rows · json).',
      actions: 'open,download,show',
      files: '1',
      isWarning: false,
    });
  });

  const refresh = { cloud: 'other', service: 'cdn', kind: 'refresh', name: 'https://a.b/c.js' } as const;
  const table: readonly (readonly [string, Task, string, string])[] = [
    ['a file of which nothing is known', taskOf('1'), '“task 1” has finished.', 'open,download,show'],
    [
      'a file that is small',
      taskOf('1', { file: { name: 'a', size: 2048 } }),
      '“task 1” has finished (2 kB).',
      'open,download,show',
    ],
    ['a task without a file', taskOf('1', refresh), '“https://a.b/c.js” has finished (refresh).', 'show'],
    [
      'a failure with a code',
      failed('1', { code: 'OriginTimeout', message: 'no answer' }),
      '“task 1” failed: OriginTimeout.',
      'show,details',
    ],
    [
      'a failure with a text',
      failed('1', { message: 'no\nanswer' }),
      '“task 1” failed: no answer.',
      'show,details',
    ],
    ['a failure without a reason', failed('1'), '“task 1” failed.', 'show,details'],
    [
      'one that has expired',
      taskOf('1', { status: 'expired' }),
      '“task 1” has ended, and its file is gone already.',
      'show',
    ],
    [
      'a record without a name',
      taskOf('1', { name: ' ' }),
      '“Unreadable record” has finished.',
      'open,download,show',
    ],
  ];
  for (const [what, task, text, actions] of table)
    it(`says it of ${what}`, () => {
      const said = notice(task);
      assert.deepEqual([plainText(said.text), said.actions], [text, actions]);
      assert.equal(said.isWarning, task.status === 'failed');
    });

  it('counts several, and offers the files of those that have one', () => {
    const tasks = [taskOf('1'), taskOf('2', { cloud: 'other', service: 'cdn' }), taskOf('3'), failed('4')];
    assert.deepEqual(notice(...tasks), {
      text: '3 tasks finished, 1 failed',
      actions: 'download,show',
      files: '1,3',
      isWarning: true,
    });
  });

  it('counts them in the singular and the plural, and by thousands', () => {
    const expired = (id: string) => taskOf(id, { status: 'expired' });
    const many = Array.from({ length: 1200 }, (_, index) => failed(`${index}`));
    assert.equal(notice(taskOf('1'), failed('2')).text, '1 task finished, 1 failed');
    assert.equal(notice(failed('1'), expired('2'), expired('3')).text, '1 task failed, 2 expired');
    assert.equal(notice(expired('1'), expired('2')).text, '2 tasks expired');
    assert.deepEqual(notice(...many).text, '1,200 tasks failed');
    assert.equal(notice(failed('1'), failed('2')).actions, 'show');
  });

  describe('in Chinese', () => {
    before(() => l10n.config({ contents: translations }));
    after(() => l10n.config({ contents: {} }));

    it('says it too', () => {
      const there = worldOf({ locale: chinese });
      const said = (...tasks: Task[]) => noticeOf(there, tasks).text;
      assert.equal(said(taskOf('1'), taskOf('2'), failed('3')), '2 个任务完成，1 个失败');
      assert.equal(said(taskOf('1'), failed('2')), '1 个任务完成，1 个失败');
      assert.equal(said(taskOf('1', { file: { rows: 100 } })), '“task 1”已完成（100 行）。');
      assert.equal(said(failed('1', { code: 'OriginTimeout' })), '“task 1”失败：OriginTimeout。');
      assert.equal(endedText(there, 2), '自上次查看以来有 2 个任务结束');
    });
  });
});

describe('toldTasks', () => {
  const tasks = [taskOf('1'), failed('2'), failed('3', {}), taskOf('4', { service: 'cdn' })];
  const told = (general: unknown, services: Readonly<Record<string, unknown>> = {}) =>
    toldTasks(tasks, general, services)
      .map(({ id }) => id)
      .join();

  it('are all, failures or none, as the user wants', () => {
    assert.equal(told('all'), '1,2,3,4');
    assert.equal(told('failures'), '2,3');
    assert.equal(told('off'), '');
  });

  it('are more or less of a service, though none when they are turned off', () => {
    assert.equal(told('all', { exports: 'failures' }), '2,3,4');
    assert.equal(told('failures', { cdn: 'all' }), '2,3,4');
    assert.equal(told('all', { cdn: 'off' }), '1,2,3');
    assert.equal(told('off', { cdn: 'all' }), '');
  });

  it('are all where a setting is not one of these words', () => {
    for (const word of [undefined, 'ALL', 3, null]) assert.equal(told(word), '1,2,3,4');
    assert.equal(told('failures', { cdn: 'sometimes' }), '2,3');
  });
});

it('endedText counts in words', () => {
  assert.equal(endedText(world, 1), '1 task has ended since you looked last');
  assert.equal(endedText(world, 3), '3 tasks have ended since you looked last');
});

it('levelLabel has a word for each', () =>
  assert.deepEqual(noticeLevels.map(levelLabel), ['Off', 'Failures only', 'All']));

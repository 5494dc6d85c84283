import assert from 'node:assert/strict';
import { taskTooltip } from '../../src/view/taskTooltip';
import type { Task } from '../../src/core/task';
import { accountOf, taskOf } from '../fakes/tasks';
import { now, worldOf } from '../fakes/world';

const date = new Date('2026-01-02T03:04:05Z');
/** The table as names and values, references read as a browser reads them. */
function cells(task: Task, world = worldOf()) {
  const decode = (text: string) =>
    text.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
  const [title = '', blank, head, rule, ...lines] = taskTooltip(world, task).split('\n');
  assert.deepEqual([blank, head, rule], ['', '| | |', '|---|---|']);
  const rows = lines.map(line => {
    const [, name, value] = /^\| ([^|]+) \| ([^|]*) \|$/.exec(line) ?? [];
    assert.ok(name && value !== undefined, `no row: ${line}`);
    return `${name}: ${decode(value)}`.replaceAll('\u202f', ' ');
  });
  return [decode(title), ...rows];
}

describe('taskTooltip', () => {
  it('shows all that is known', () =>
    assert.deepEqual(
      cells(
        taskOf('t-1', {
          status: 'failed',
          rawStatus: 'FAILED',
          progress: 0.5,
          failure: { code: 'QueryTimeout', message: 'too slow' },
          file: { name: 'a_b.csv', size: 1024, rows: 1200 },
          createdAt: date,
          updatedAt: date,
          expiresAt: date,
        }),
      ),
      [
        '**task t-1**',
        'Status: Failed',
        'Reason: QueryTimeout: too slow',
        'Progress: 50%',
        'Cloud: Fake Cloud',
        'Account: work',
        'Service: Exports',
        'Region: r1',
        'Kind: export',
        'Task id: t-1',
        'File: a_b.csv',
        'Size: 1 kB',
        'Rows: 1,200',
        'Created: Jan 2, 2026, 3:04:05 AM',
        'Updated: Jan 2, 2026, 3:04:05 AM',
        'Expires: Jan 2, 2026, 3:04:05 AM',
      ],
    ));

  it('says how long it took once it is over, and how long its file is still there', () => {
    const createdAt = new Date(now - 300_000);
    const times = { createdAt, updatedAt: new Date(now - 60_000), expiresAt: new Date(now + 7_200_000) };
    const of = (changes: Partial<Task>, name: string) =>
      cells(taskOf('1', { ...times, ...changes })).filter(line => line.startsWith(name));
    assert.deepEqual(of({}, 'Took'), ['Took: 4 min']);
    assert.deepEqual(of({ status: 'failed' }, 'Took'), ['Took: 4 min']);
    assert.deepEqual(of({ status: 'running' }, 'Took'), []);
    assert.deepEqual(of({ status: 'expired' }, 'Took'), []);
    assert.deepEqual(of({ updatedAt: createdAt }, 'Took'), []);
    assert.deepEqual(of({}, 'Expires'), ['Expires: Jan 2, 2026, 5:04:05 AM (in 2 hours)']);
  });

  it('leaves out what is not known', () =>
    assert.deepEqual(cells(taskOf('1', { cloud: 'gone', account: 'gone', service: 'gone', region: '' })), [
      '**task 1**',
      'Status: Succeeded',
      'Cloud: gone',
      'Kind: export',
      'Task id: 1',
    ]));

  it('shows zero as a value', () => {
    const rows = cells(taskOf('1', { progress: 0, file: { size: 0, rows: 0 } }));
    assert.ok(['Progress: 0%', 'Size: 0 bytes', 'Rows: 0'].every(row => rows.includes(row)));
  });

  it('adds the vendor’s word where ours says less', () => {
    assert.ok(
      cells(taskOf('1', { status: 'unknown', rawStatus: 'paused' })).includes('Status: Unknown (paused)'),
    );
    assert.ok(cells(taskOf('1', { status: 'unknown', rawStatus: '' })).includes('Status: Unknown'));
    assert.ok(cells(taskOf('1', { status: 'running', rawStatus: 'start' })).includes('Status: Running'));
  });

  it('says a reason once that is code and message in one', () => {
    const failure = { code: 'OriginTimeout', message: 'OriginTimeout' };
    assert.ok(cells(taskOf('1', { status: 'failed', failure })).includes('Reason: OriginTimeout'));
  });

  it('calls a record without a name something', () =>
    assert.equal(cells(taskOf('', { name: '', status: 'unknown' }))[0], '**Unreadable record**'));

  const hostile = '[x](command:evil) <img src=x> $(trash) a | b ![p](https://evil/) `c` **d**';
  it('shows hostile text of cloud and user as it is, in its own cell', () => {
    const task = taskOf(hostile, {
      name: `${hostile}\n| x | y |`,
      region: hostile,
      status: 'unknown',
      rawStatus: hostile,
      failure: { code: hostile, message: hostile },
      file: { name: hostile },
    });
    const world = worldOf({ accounts: [accountOf({ label: hostile })] });
    const text = taskTooltip(world, task);
    assert.doesNotMatch(text, /command:|<img|\$\(|!\[|https:|`/);
    const rows = cells(task, world);
    assert.equal(rows[0], `**${hostile} | x | y |**`);
    assert.ok(rows.includes(`File: ${hostile}`));
    assert.ok(rows.includes(`Account: ${hostile}`));
  });
});

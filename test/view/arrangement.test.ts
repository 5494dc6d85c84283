import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { presets } from '../../src/view/arrangement';
import { dayOf, defaultArrangement, dimensions, readArrangement } from '../../src/view/arrangement';
import { dimensionLabel, groupingLabel, sortingLabel } from '../../src/view/arrangementText';
import { TaskOutline } from '../../src/view/taskOutline';
import { accountOf, taskOf } from '../fakes/tasks';
import { draw, now, worldOf, type WorldSetup } from '../fakes/world';

describe('readArrangement', () => {
  it('takes what is known, each once, in its order', () =>
    assert.deepEqual(readArrangement(['status', 'moon', 'cloud', 'status', 7], 'size'), {
      groupBy: ['status', 'cloud'],
      sortBy: 'size',
    }));

  it('takes an empty list for no groups', () => assert.deepEqual(readArrangement([], 'name').groupBy, []));

  it('has one for whatever stands in the settings', () =>
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (groupBy, sortBy) => {
        const read = readArrangement(groupBy, sortBy);
        assert.ok(read.groupBy.every(dimension => dimensions.includes(dimension)));
        if (!Array.isArray(groupBy)) assert.deepEqual(read.groupBy, defaultArrangement.groupBy);
      }),
    ));
});

describe('dayOf', () => {
  const at = (...time: [number, number, number, number, number]) => dayOf({ createdAt: new Date(...time) });

  it('is the day of this computer’s time zone', () => {
    assert.equal(at(2026, 0, 2, 0, 0), '2026-01-02');
    assert.equal(at(2026, 11, 31, 23, 59), '2026-12-31');
  });

  it('is empty when nobody knows', () => assert.equal(dayOf({}), ''));
});

describe('texts of an arrangement', () => {
  it('name each dimension and order', () => {
    assert.deepEqual(dimensions.map(dimensionLabel), [
      'Cloud',
      'Account',
      'Region',
      'Service',
      'Status',
      'Day',
    ]);
    assert.equal(groupingLabel(['cloud', 'day']), 'Cloud › Day');
    assert.equal(groupingLabel([]), 'No groups');
    assert.equal(sortingLabel('expiry'), 'Next to expire first');
  });
});

describe('a tree that is arranged', () => {
  const day = 86_400_000;
  const accounts = [accountOf({ id: 'a', label: 'prod' }), accountOf({ id: 'b', label: 'test' })];
  const tasks = [
    taskOf('1', { account: 'a', status: 'running', createdAt: new Date(now) }),
    taskOf('2', { account: 'a', createdAt: new Date(now - day) }),
    taskOf('3', { account: 'b', region: 'r2', createdAt: new Date(now - 3 * day) }),
    taskOf('4', { account: 'b', status: 'running' }),
  ];
  const drawn = (groupBy: (typeof presets)[number], setup: WorldSetup = {}) =>
    draw(
      new TaskOutline(worldOf({ accounts, tasks, ...setup }), {
        arrangement: () => ({ groupBy, sortBy: 'name' }),
      }),
    ).map(line => line.replace(/\$\([^)]*\) /, ''));

  it('by status alone', () =>
    assert.deepEqual(drawn(['status']), [
      'Running  2',
      '  task 1  Exports',
      '  task 4  Exports',
      'Succeeded  2',
      '  task 2  Exports',
      '  task 3  Exports',
    ]));

  it('by account, service and status', () =>
    assert.deepEqual(drawn(['account', 'service', 'status']), [
      'prod',
      '  Exports  2',
      '    Running  1',
      '      task 1  Exports',
      '    Succeeded  1',
      '      task 2  Exports',
      'test',
      '  Exports  2',
      '    Running  1',
      '      task 4  Exports',
      '    Succeeded  1',
      '      task 3  Exports',
    ]));

  it('by day, the latest first and the unknown last', () =>
    assert.deepEqual(drawn(['day']), [
      'Today  1',
      '  task 1  Exports',
      'Yesterday  1',
      '  task 2  Exports',
      'Dec 30, 2025  1',
      '  task 3  Exports',
      'No date  1',
      '  task 4  Exports',
    ]));

  it('by region', () =>
    assert.deepEqual(drawn(['region']), [
      'r1  3',
      '  task 1  Exports',
      '  task 2  Exports',
      '  task 4  Exports',
      'r2  1',
      '  task 3  Exports',
    ]));

  it('as one list', () =>
    assert.deepEqual(
      drawn([]),
      ['1', '2', '3', '4'].map(id => `task ${id}  Exports`),
    ));

  it('has the history at its end where no row is for an account alone', async () => {
    const gone = taskOf('9', { account: 'a', leftAt: new Date(now - day) });
    const world = worldOf({ accounts, tasks: [], past: [gone] });
    await world.history.show();
    const outline = new TaskOutline(world, { arrangement: () => ({ groupBy: ['status'], sortBy: 'name' }) });
    assert.deepEqual(
      outline.children().map(key => [key, outline.parent(key), outline.row(key)?.label]),
      [['history:', undefined, 'History']],
    );
    assert.deepEqual(outline.children('history:'), [gone.key]);
  });

  it('shows nothing when nothing passes the filter', () => {
    const filter = () => ({ text: 'nowhere' });
    assert.deepEqual(draw(new TaskOutline(worldOf({ accounts, tasks }), { filter })), []);
  });

  it('shows what passes the filter, and no account without it', () => {
    const outline = new TaskOutline(worldOf({ accounts, tasks }), { filter: () => ({ text: 'TASK 3' }) });
    assert.deepEqual(
      draw(outline).map(line => line.replace(/\$\([^)]*\) /, '')),
      ['Fake Cloud  2 accounts', '  test', '    Succeeded  1', '      task 3  Exports'],
    );
  });

  it('leads to a task that is on no page yet', () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      taskOf(`${index}`, { createdAt: new Date(now - index) }),
    );
    const outline = new TaskOutline(worldOf({ tasks: many }), { pageSize: 10 });
    const group = 'status:succeeded:cloud:fake';
    assert.equal(outline.showTask(many[3]?.key ?? ''), undefined, 'it is shown');
    assert.equal(outline.showTask(many[17]?.key ?? ''), group);
    assert.ok(outline.children(group).includes(many[17]?.key ?? ''));
    assert.equal(outline.showTask('acc/exports/r1/none'), undefined);
  });
});

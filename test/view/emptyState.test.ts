import assert from 'node:assert/strict';
import type { PlaceState } from '../../src/core/store';
import { emptyLine, listState } from '../../src/view/emptyState';
import { TaskOutline } from '../../src/view/taskOutline';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';
import { draw, now, worldOf, type WorldSetup } from '../fakes/world';

const refreshedAt = new Date(now);
const problem = { kind: 'network', message: 'm' } as const;
const state = (changes: Partial<PlaceState> = {}): PlaceState => ({ ...placeOf(), state: 'ok', ...changes });
const line = (setup: WorldSetup, account = accountOf()) => emptyLine(worldOf(setup), account);

describe('listState', () => {
  const cases: [string, WorldSetup, string][] = [
    ['a task is there', { tasks: [taskOf('1')] }, 'filled'],
    ['a task is there and a list fails', { tasks: [taskOf('1')], states: [state({ problem })] }, 'filled'],
    ['a list is read for the first time', { states: [state({ state: 'loading' })] }, 'reading'],
    ['a list is read again', { states: [state({ state: 'loading', refreshedAt })] }, 'empty'],
    ['a list that failed is tried again', { states: [state({ state: 'loading', problem })] }, 'failing'],
    ['a list could not be read', { states: [state({ state: 'failed', problem })] }, 'failing'],
    ['an account is damaged', { accounts: [{ ...accountOf(), damaged: true }] }, 'failing'],
    ['the clouds have none', { states: [state({ refreshedAt })] }, 'empty'],
    ['nothing is read by itself', { states: [state({ state: 'off' })] }, 'empty'],
  ];
  for (const [what, setup, expected] of cases)
    it(`is ${expected} when ${what}`, () => assert.equal(listState(worldOf(setup)), expected));

  it('is filled again when a task comes, and empty when it goes', () => {
    const world = worldOf({ states: [state({ refreshedAt })] });
    world.store.put(placeOf(), [taskOf('1')]);
    assert.equal(listState(world), 'filled');
    world.store.drop(placeOf(), [taskOf('1').key]);
    assert.equal(listState(world), 'empty');
  });
});

describe('emptyLine', () => {
  it('is none where a task is', () => assert.equal(line({ tasks: [taskOf('1')] }), undefined));

  it('is none for an account that watches nothing', () => assert.equal(line({}), undefined));

  it('says that a list is being read', () =>
    assert.equal(line({ states: [state({ state: 'loading' })] }), 'reading…'));

  it('claims nothing of a list that was never read', () =>
    assert.equal(line({ states: [state({ state: 'off' })] }), 'not read yet'));

  it('says that there is none', () => assert.equal(line({ states: [state({ refreshedAt })] }), 'no tasks'));

  it('says what is missing where tasks are tracked', () => {
    const account = accountOf({ cloud: 'other', services: ['scans'] });
    const states = [state({ service: 'scans', refreshedAt })];
    assert.equal(line({ accounts: [account], states }, account), 'no task is tracked yet');
  });

  it('does not ask to track where another service has a list', () => {
    const account = accountOf({ cloud: 'other', services: ['scans', 'cdn'] });
    const states = ['scans', 'cdn'].map(service => state({ service, refreshedAt }));
    assert.equal(line({ accounts: [account], states }, account), 'no tasks');
  });
});

describe('the row of an account without tasks', () => {
  const rows = (setup: WorldSetup) => draw(new TaskOutline(worldOf(setup)));

  it('says it, aloud too', () => {
    const world = worldOf({ states: [state({ refreshedAt })] });
    assert.deepEqual(draw(new TaskOutline(world)), ['$(cloud) Fake Cloud  work · no tasks']);
    const outline = new TaskOutline(world);
    assert.equal(outline.row(outline.children()[0] ?? '')?.spoken, 'Fake Cloud · work · no tasks');
  });

  it('says it of each of several', () => {
    const accounts = [accountOf(), accountOf({ id: 'b', label: 'play' })];
    const states = [state({ refreshedAt }), state({ account: 'b', state: 'loading' })];
    assert.deepEqual(rows({ accounts, states }), [
      '$(cloud) Fake Cloud  2 accounts',
      '  $(cloud) work  no tasks',
      '  $(cloud) play  reading…',
    ]);
  });

  it('says what is wrong in the place of it', () => {
    const [row] = rows({ states: [state({ state: 'failed', problem })] });
    assert.match(row ?? '', /Exports r1: /);
    assert.doesNotMatch(row ?? '', /no tasks/);
  });

  it('is drawn anew when its first task comes and its last one goes', () => {
    const world = worldOf({ states: [state({ refreshedAt })] });
    const outline = new TaskOutline(world);
    const [row = ''] = outline.children();
    const redrawn: (readonly string[] | undefined)[] = [];
    world.store.onDidChange(change => redrawn.push(outline.apply(change)));
    world.store.put(placeOf(), [taskOf('1')]);
    assert.equal(outline.row(row)?.description, 'work');
    world.store.drop(placeOf(), [taskOf('1').key]);
    assert.equal(outline.row(row)?.description, 'work · no tasks');
    assert.deepEqual(redrawn, [[row], [row]]);
  });

  it('is drawn anew above other groups too', () => {
    const world = worldOf({ states: [state({ refreshedAt })] });
    const arrangement = () => ({ groupBy: ['account', 'cloud', 'status'], sortBy: 'newest' }) as const;
    const outline = new TaskOutline(world, { arrangement });
    const [row = ''] = outline.children();
    const redrawn: (readonly string[] | undefined)[] = [];
    world.store.onDidChange(change => redrawn.push(outline.apply(change)));
    world.store.put(placeOf(), [taskOf('1')]);
    world.store.drop(placeOf(), [taskOf('1').key]);
    assert.deepEqual(redrawn, [[row], [row]]);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TaskStore, type StoreChange } from '../../src/core/store';
import { taskStatuses, type Task } from '../../src/core/task';
import { placeOf, taskOf } from '../fakes/tasks';

const place = placeOf();

function storeWith(...ids: string[]) {
  const store = new TaskStore();
  store.setPlaces('acc', [place]);
  store.put(
    place,
    ids.map(id => taskOf(id)),
  );
  const changes: StoreChange[] = [];
  store.onDidChange(change => changes.push(change));
  return { store, changes };
}

/** What happened, with tasks as `id status`. */
const told = (changes: readonly StoreChange[]) =>
  changes.map(({ changed, moved, places }) => ({
    ...(changed.length > 0 && { changed }),
    ...(moved.length > 0 && { moved: moved.map(({ before, after }) => [word(before), word(after)]) }),
    ...(places.length > 0 && { places }),
  }));
const word = (task?: Task) => task && `${task.id} ${task.status}`;

const keys = (store: TaskStore) => [...store.tasks()].map(({ id }) => id);
const key = (id: string) => taskOf(id).key;

describe('TaskStore', () => {
  it('tells that tasks came', () => {
    const { store, changes } = storeWith();
    store.put(place, [taskOf('1'), taskOf('2')]);
    const came = [
      [undefined, '1 succeeded'],
      [undefined, '2 succeeded'],
    ];
    assert.deepEqual(told(changes), [{ moved: came }]);
    assert.deepEqual(keys(store), ['1', '2']);
    assert.equal(store.task(key('2'))?.id, '2');
  });

  it('says nothing and keeps the same object when nothing changed', () => {
    const { store, changes } = storeWith('1');
    const before = store.task(key('1'));
    store.put(
      place,
      [taskOf('1', { createdAt: undefined as never })].map(() => taskOf('1')),
    );
    assert.equal(store.task(key('1')), before);
    assert.deepEqual(changes, []);
  });

  it('tells which rows changed where they stand', () => {
    const { store, changes } = storeWith('1', '2');
    store.put(place, [taskOf('1'), taskOf('2', { progress: 0.5 })]);
    assert.deepEqual(changes, [{ changed: [key('2')], moved: [], places: [] }]);
    assert.equal(store.task(key('2'))?.progress, 0.5);
  });

  for (const [what, news] of [
    ['status', { status: 'expired' }],
    ['name', { name: 'new' }],
    ['time', { createdAt: new Date(5) }],
  ] as const) {
    it(`tells of a task with another ${what} as it was and as it is`, () => {
      const { store, changes } = storeWith('1');
      const before = store.task(key('1'));
      const after = taskOf('1', news);
      store.put(place, [after]);
      assert.deepEqual(changes, [{ changed: [], moved: [{ before, after }], places: [] }]);
    });
  }

  it('tells of both at once', () => {
    const { store, changes } = storeWith('1', '2');
    store.put(place, [taskOf('1', { status: 'failed' }), taskOf('2', { progress: 0.5 })]);
    assert.deepEqual(told(changes), [{ changed: [key('2')], moved: [['1 succeeded', '1 failed']] }]);
  });

  it('sees a change deep in the record', () => {
    const { store, changes } = storeWith('1');
    store.put(place, [taskOf('1', { raw: { id: '1', deep: [{ a: 1 }] } })]);
    assert.equal(changes.length, 1);
  });

  it('leaves tasks alone that were not read', () => {
    const { store } = storeWith('1', '2');
    store.put(place, [taskOf('2', { name: 'new' })]);
    assert.deepEqual(keys(store), ['1', '2']);
  });

  it('drops what a whole reading no longer showed', () => {
    const { store, changes } = storeWith('1', '2', '3');
    store.drop(place, [key('1'), key('3')]);
    assert.deepEqual(keys(store), ['2']);
    assert.deepEqual(
      store.tasksOf(place).map(({ id }) => id),
      ['2'],
    );
    const went = [
      ['1 succeeded', undefined],
      ['3 succeeded', undefined],
    ];
    assert.deepEqual(told(changes), [{ moved: went }]);
  });

  it('says nothing when there was nothing to drop', () => {
    const { store, changes } = storeWith('1');
    store.drop(place, [key('9')]);
    assert.deepEqual(changes, []);
  });

  it('drops tasks of the place alone', () => {
    const { store } = storeWith('1');
    const other = placeOf({ region: 'r2' });
    store.setPlaces('acc', [place, other]);
    store.put(other, [taskOf('5', other)]);
    store.drop(other, [key('1'), taskOf('5', other).key]);
    assert.deepEqual(keys(store), ['1']);
    assert.deepEqual(store.tasksOf(other), []);
  });

  it('takes in nothing for a place that is not there', () => {
    const { store, changes } = storeWith();
    const gone = placeOf({ account: 'gone' });
    store.put(gone, [taskOf('1', gone)]);
    store.drop(gone, [taskOf('1', gone).key]);
    store.setState({ ...gone, state: 'ok' });
    assert.deepEqual([keys(store), changes, store.tasksOf(gone)], [[], [], []]);
  });

  it('begins a place as loading and keeps the state of one it has', () => {
    const { store } = storeWith();
    store.setState({ ...place, state: 'ok' });
    store.setPlaces('acc', [place, placeOf({ region: 'r2' })]);
    assert.deepEqual(
      store.places('acc').map(({ region, state }) => `${region} ${state}`),
      ['r1 ok', 'r2 loading'],
    );
  });

  it('forgets the tasks of places that an account no longer has', () => {
    const { store, changes } = storeWith('1');
    store.setPlaces('acc', [placeOf({ region: 'r2' })]);
    assert.deepEqual(keys(store), []);
    assert.deepEqual(
      store.places().map(({ region }) => region),
      ['r2'],
    );
    assert.deepEqual(told(changes), [{ moved: [['1 succeeded', undefined]], places: ['acc'] }]);
  });

  it('keeps the places of other accounts', () => {
    const { store } = storeWith('1');
    const other = placeOf({ account: 'other' });
    store.setPlaces('other', [other]);
    store.setPlaces('other', []);
    assert.deepEqual(keys(store), ['1']);
    assert.equal(store.places('other').length, 0);
    assert.equal(store.places('acc').length, 1);
  });

  it('tells of a state once', () => {
    const { store, changes } = storeWith();
    store.setState({ ...place, state: 'failed', problem: { kind: 'network', message: 'm' } });
    store.setState({ ...place, state: 'failed', problem: { kind: 'network', message: 'm' } });
    assert.deepEqual(told(changes), [{ places: ['acc'] }]);
    assert.equal(store.places('acc')[0]?.problem?.kind, 'network');
  });

  it('counts the tasks of an account by status', () => {
    const { store } = storeWith('1', '2');
    const other = placeOf({ account: 'other' });
    store.setPlaces('other', [other]);
    store.put(other, [taskOf('3', other)]);
    store.put(place, [taskOf('2', { status: 'failed' })]);
    const counts = () =>
      (['succeeded', 'failed', 'running'] as const).map(status => store.count('acc', status));
    assert.deepEqual(counts(), [1, 1, 0]);
    store.setPlaces('acc', []);
    assert.deepEqual(counts(), [0, 0, 0]);
    assert.equal(store.count('other', 'succeeded'), 1);
  });

  const step = fc.record({
    whole: fc.boolean(),
    tasks: fc.uniqueArray(
      fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5'), status: fc.constantFrom(...taskStatuses) }),
      { selector: ({ id }) => id },
    ),
  });

  it('holds what was read last, whatever the order of readings', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), steps => {
        const { store } = storeWith();
        const model = new Map<string, string>();
        for (const { whole, tasks } of steps) {
          const read = tasks.map(({ id, status }) => taskOf(id, { status }));
          store.put(place, read);
          for (const { id, status } of read) model.set(id, status);
          if (!whole) continue;
          const unread = [...model.keys()].filter(id => !read.some(task => task.id === id));
          store.drop(place, unread.map(key));
          for (const id of unread) model.delete(id);
        }
        const held = (tasks: Iterable<{ id: string; status: string }>) =>
          [...tasks].map(({ id, status }) => `${id} ${status}`).sort();
        const expected = [...model].map(([id, status]) => `${id} ${status}`).sort();
        assert.deepEqual(held(store.tasks()), expected);
        assert.deepEqual(held(store.tasksOf(place)), expected);
        for (const status of taskStatuses) {
          const count = [...model.values()].filter(other => other === status).length;
          assert.equal(store.count('acc', status), count, status);
        }
      }),
    ));

  it('knows the size of a place, and which of its tasks are not finished', () => {
    const store = new TaskStore();
    store.setPlaces('acc', [placeOf(), placeOf({ region: 'r2' })]);
    const ids = () => store.openTasks(placeOf()).map(({ id }) => id);
    const statuses = ['running', 'waiting', 'unknown', 'succeeded', 'failed', 'expired'] as const;
    store.put(
      placeOf(),
      statuses.map(status => taskOf(status, { status })),
    );
    assert.deepEqual([store.size(placeOf()), ids()], [6, ['running', 'waiting', 'unknown']]);
    assert.deepEqual(
      [store.size(placeOf({ region: 'r2' })), store.openTasks(placeOf({ region: 'r2' }))],
      [0, []],
    );
    store.put(placeOf(), [taskOf('running', { status: 'failed' }), taskOf('failed', { status: 'running' })]);
    assert.deepEqual(ids(), ['waiting', 'unknown', 'failed']);
    store.drop(placeOf(), [taskOf('waiting').key]);
    assert.deepEqual([store.size(placeOf()), ids()], [5, ['unknown', 'failed']]);
    store.setPlaces('acc', []);
    assert.deepEqual([store.size(placeOf()), ids()], [0, []]);
  });
});

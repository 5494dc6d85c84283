import assert from 'node:assert/strict';
import { History } from '../../../src/core/history/history';
import { TaskStore } from '../../../src/core/store';
import type { Task } from '../../../src/core/task';
import { settle } from '../../fakes/clock';
import { placeOf, taskOf } from '../../fakes/tasks';

const leftAt = new Date(5);
const earlier = new Date(3);
const past = (id: string, changes: Partial<Task> = {}) => taskOf(id, { leftAt: earlier, ...changes });

function historyOf(...batches: (readonly Task[] | Error)[]) {
  const store = new TaskStore();
  store.setPlaces('acc', [placeOf()]);
  let resets = 0;
  let more = () => undefined as void;
  const history = new History(store, async function* () {
    for (const batch of batches) {
      await new Promise<void>(resolve => (more = resolve));
      if (batch instanceof Error) throw batch;
      yield batch;
    }
  });
  history.onDidReset(() => resets++);
  const ids = () => history.tasksOf('acc').map(({ id }) => id);
  const go = async () => {
    await settle();
    more();
    await settle();
  };
  const shown = async () => {
    const showing = history.show();
    showing.catch(() => undefined); // whoever awaits it is told
    for (let batch = 0; batch < batches.length; batch++) await go();
    await showing;
  };
  return { store, history, ids, go, shown, resets: () => resets };
}

describe('the history', () => {
  it('holds nothing before it is shown', () => {
    const { store, history, ids } = historyOf([past('1')]);
    store.put(placeOf(), [taskOf('2')]);
    store.drop(placeOf(), [taskOf('2').key], leftAt);
    assert.deepEqual(ids(), []);
    assert.equal(history.count('acc'), 0);
    assert.equal(history.task(taskOf('2').key), undefined);
  });

  it('has what is kept, and says so once all is there', async () => {
    const { history, ids, resets, shown } = historyOf([past('1')], [past('2'), past('3', { account: 'b' })]);
    await shown();
    assert.deepEqual(ids(), ['1', '2']);
    assert.equal(resets(), 1);
    assert.equal(history.count('acc'), 2);
    assert.equal(history.count('b'), 1);
    assert.deepEqual(history.task(past('1').key), past('1'));
  });

  it('is shown once, however often that is asked', async () => {
    const { history, shown, resets } = historyOf([past('1')]);
    await shown();
    await history.show();
    assert.equal(resets(), 1);
  });

  it('has what left last of a task that left more than once, and nothing of one that is listed', async () => {
    const { store, history, ids, shown } = historyOf([past('1', { name: 'last' })], [past('1'), past('2')]);
    store.put(placeOf(), [taskOf('2')]);
    await shown();
    assert.deepEqual(ids(), ['1']);
    assert.equal(history.task(past('1').key)?.name, 'last');
  });

  it('is joined by what leaves its list, with the moment, and by nothing that goes for another reason', async () => {
    const { store, history, ids, shown, resets } = historyOf();
    await shown();
    store.put(placeOf(), [taskOf('1'), taskOf('2')]);
    store.drop(placeOf(), [taskOf('1').key], leftAt);
    store.drop(placeOf(), [taskOf('2').key]);
    assert.deepEqual(ids(), ['1']);
    assert.deepEqual(history.task(taskOf('1').key)?.leftAt, leftAt);
    assert.equal(resets(), 1, 'the store has told of it');
  });

  it('loses what comes back to its list, and says so', async () => {
    const { store, ids, shown, resets } = historyOf([past('1')]);
    await shown();
    store.put(placeOf(), [taskOf('1'), taskOf('2')]);
    assert.deepEqual(ids(), []);
    assert.equal(resets(), 2);
    store.put(placeOf(), [taskOf('3')]);
    assert.equal(resets(), 2);
  });

  it('loses what is of an account that is removed', async () => {
    const { store, ids, shown } = historyOf([past('1')]);
    await shown();
    store.setState({ ...placeOf(), state: 'ok' });
    assert.deepEqual(ids(), ['1']);
    store.setPlaces('acc', []);
    assert.deepEqual(ids(), []);
  });

  it('lets go of all when it is hidden, and reads it anew when it is shown again', async () => {
    const { history, ids, shown, resets } = historyOf([past('1')]);
    await shown();
    history.hide();
    assert.deepEqual(ids(), []);
    assert.equal(resets(), 2);
    await shown();
    assert.deepEqual(ids(), ['1']);
  });

  it('takes nothing more from a reading that was under way when it was hidden', async () => {
    const { history, ids, go, resets } = historyOf([past('1')], [past('2')]);
    const first = history.show();
    await go();
    history.hide();
    await go();
    await first;
    assert.deepEqual(ids(), []);
    assert.equal(resets(), 1);
  });

  it('holds nothing when it cannot be read, says why, and can be shown again', async () => {
    const { ids, shown } = historyOf([past('1')], new Error('EIO'));
    await assert.rejects(shown(), /EIO/);
    assert.deepEqual(ids(), []);
    await assert.rejects(shown(), /EIO/);
  });

  it('is deaf when it is disposed', async () => {
    const { store, history, ids, shown } = historyOf([]);
    await shown();
    history.dispose();
    store.put(placeOf(), [taskOf('1')]);
    store.drop(placeOf(), [taskOf('1').key], leftAt);
    assert.deepEqual(ids(), []);
  });
});

import assert from 'node:assert/strict';
import { Passing } from '../../../src/core/downloads/passing';
import { Queue } from '../../../src/core/downloads/queue';
import type { DownloadRecord } from '../../../src/core/downloads/record';
import { FakeClock } from '../../fakes/clock';
import { recordOf } from '../../fakes/downloadRecord';
import { testFolder } from '../../fakes/folder';
import { FakeKeeping } from '../../fakes/keeping';
import { PacedServer } from '../../fakes/pacedServer';
import { contentOf, until } from '../../harness/downloadLists';

describe('Queue', () => {
  const folder = testFolder();
  const content = contentOf(200_000, 'one');

  function open(parallel = 1) {
    const server = new PacedServer();
    for (const name of ['a', 'b', 'c']) server.put(name, { content, etag: '"1"' });
    const shelf = new FakeKeeping();
    const passing = new Passing();
    const ended: DownloadRecord[] = [];
    const errors: unknown[] = [];
    const look = { problem: undefined as Error | undefined };
    const catalog = {
      look: () => (look.problem ? Promise.reject(look.problem) : Promise.resolve()),
      between: <T>(work: () => Promise<T>) => work(),
    };
    const own = {
      ...{ transport: server.transport(), clock: new FakeClock(), random: () => 0 },
      source: (task: string) => Promise.resolve(server.source(task)),
    };
    const queue = new Queue(
      {
        ...{ own, catalog, shelf, passing, onChange: () => undefined },
        onEnd: record => void ended.push(record),
        onError: error => void errors.push(error),
      },
      parallel,
    );
    const record = (task: string) => recordOf({ task, target: { folder: folder.path } });
    const add = async (task: string) => {
      const added = record(task);
      await queue.add(added, shelf, undefined);
      return added.id;
    };
    return { add, ended, errors, look, passing, queue, record, server, shelf };
  }

  it('runs so many at once, in their order, and holds each until it rests', async () => {
    const { add, ended, queue, server, shelf } = open();
    server.holdAt('a', 0);
    const ids = [await add('a'), await add('b'), await add('c')];
    assert.deepEqual(
      queue.all.map(({ record }) => record.id),
      ids,
    );
    server.release('a');
    await until(() => queue.all.length === 0);
    assert.deepEqual(
      ended.map(({ task }) => task),
      ['a', 'b', 'c'],
    );
    assert.equal(shelf.resting.size, 3);
  });

  it('tells of what cannot be fetched too, and of nothing that was stopped', async () => {
    const { add, ended, queue, server } = open(2);
    server.answer('a', { status: 404 });
    server.holdAt('b', 0);
    await add('a');
    const stopped = await add('b');
    await until(() => ended.length > 0 && server.asked.length > 1);
    const own = queue.get(stopped);
    assert.ok(own);
    await queue.stop(own, 'paused');
    await until(() => queue.all.length === 0);
    assert.deepEqual(
      ended.map(({ task, stage }) => [task, stage.kind]),
      [['a', 'failed']],
    );
  });

  it('takes one that rests from where it is kept, if it fits; else it rests as it did', async () => {
    const { passing, queue, record, shelf } = open();
    const [kept, passes] = [record('a'), record('b')];
    await shelf.addToRest(kept);
    await passing.addToRest(passes);
    assert.equal(await queue.take(kept.id, () => false), undefined);
    assert.deepEqual([shelf.resting.get(kept.id), queue.all], [kept, []]);
    assert.equal((await queue.take(kept.id, () => true))?.keeping, shelf);
    assert.equal((await queue.take(passes.id, () => true))?.keeping, passing);
    assert.equal(await queue.take(record('c').id, () => true), undefined);
    assert.equal(queue.all.length, 2);
  });

  it('leaves all when it closes, and takes in no more', async () => {
    const { add, queue, server, shelf } = open();
    server.holdAt('a', 100_000);
    await add('a');
    await until(() => server.asked.length === 1);
    await add('b');
    await queue.close();
    const late = await add('c');
    assert.deepEqual([queue.all, server.asked.length], [[], 1]);
    assert.deepEqual(
      [...shelf.resting.values()].map(({ stage }) => stage.kind),
      ['waiting', 'waiting', 'waiting'],
    );
    assert.ok(shelf.resting.has(late));
  });

  it('begins again with one that is stranded, unless it is finished', async () => {
    const { add, queue, server, shelf } = open();
    shelf.problem = new Error('ENOSPC');
    server.answer('a', { status: 404 });
    const [failed, finished] = [await add('a'), await add('b')];
    await until(() => queue.all.every(({ isStranded }) => isStranded));
    server.answer('a', undefined);
    for (const id of [failed, finished]) {
      const own = queue.get(id);
      assert.ok(own);
      await queue.again(own);
    }
    await until(() => queue.get(failed)?.record.stage.kind === 'finished');
    assert.deepEqual(
      server.asked.map(({ file }) => file),
      ['a', 'b', 'a'],
    );
  });

  it('tells what went wrong where nobody waits', async () => {
    const { add, errors, look } = open();
    look.problem = new Error('It cannot be looked at.');
    await add('a');
    await until(() => errors.length > 0);
    assert.deepEqual(errors, [look.problem]);
  });
}).timeout(20_000);

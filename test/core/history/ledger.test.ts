import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { Ledger } from '../../../src/core/history/ledger';
import type { Task } from '../../../src/core/task';
import { anyTask } from '../../fakes/anyTask';
import { testFolder } from '../../fakes/folder';
import { now } from '../../fakes/world';
import { taskOf } from '../../fakes/tasks';

const day = 86_400_000;
const past = (id: string, leftAt = now, changes: Partial<Task> = {}) =>
  taskOf(id, { leftAt: new Date(leftAt), ...changes });

describe('the ledger', () => {
  const folder = testFolder();
  const ledgerOf = (days = 90) => new Ledger(folder.path, () => days);
  const read = async (ledger: Ledger, at = now) => {
    const all: Task[] = [];
    for await (const tasks of ledger.read(at)) all.push(...tasks);
    return all;
  };
  const ids = async (ledger: Ledger, at = now) => (await read(ledger, at)).map(({ id }) => id);

  it('is empty before anything has left, also without its folder', async () => {
    await rm(folder.path, { recursive: true });
    assert.deepEqual(await read(ledgerOf()), []);
    await mkdir(folder.path);
  });

  it('gives back what left last first', async () => {
    const ledger = ledgerOf();
    await ledger.add([past('1', now - day)], now - day);
    await ledger.add([past('2'), past('3')], now);
    await ledger.add([past('4')], now);
    assert.deepEqual(await ids(ledger), ['4', '3', '2', '1']);
    assert.deepEqual(await ids(ledgerOf()), ['4', '3', '2', '1']);
  });

  it('gives back every task as it was', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyTask, { maxLength: 5 }), async tasks => {
        const ledger = ledgerOf();
        const left = tasks.map(task => ({ ...task, leftAt: new Date(now) }));
        await ledger.add(left, now);
        assert.deepEqual(await read(ledger), left.reverse());
        for (const name of await folder.files()) await rm(folder.at(name));
      }),
      { numRuns: 50 },
    ));

  it('has a file for each day, which is private', async () => {
    const ledger = ledgerOf();
    await ledger.add([past('1')], now);
    await ledger.add([past('2')], now + day);
    assert.deepEqual(await folder.files(), ['tasks-2026-01-02.ndjson', 'tasks-2026-01-03.ndjson']);
    const { mode } = await stat(folder.at('tasks-2026-01-02.ndjson'));
    if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o600);
  });

  it('loses no more than the line that a crash has cut off', async () => {
    const ledger = ledgerOf();
    const path = folder.at('tasks-2026-01-02.ndjson');
    await ledger.add([past('1'), past('2')], now);
    await truncate(path, (await stat(path)).size - 20);
    await ledger.add([past('3')], now);
    assert.deepEqual(await ids(ledger), ['3', '1']);
  });

  it('passes over what is no task that has left', async () => {
    await writeFile(
      folder.at('tasks-2026-01-02.ndjson'),
      ['', '{}', 'nonsense', '[1]', JSON.stringify(taskOf('present')), JSON.stringify(past('1'))].join('\n'),
    );
    await writeFile(folder.at('notes.txt'), JSON.stringify(past('2')));
    assert.deepEqual(await ids(ledgerOf()), ['1']);
  });

  it('is read in batches, between which others have their turn', async () => {
    const ledger = ledgerOf();
    await ledger.add(
      Array.from({ length: 4_500 }, (_, index) => past(`${index}`)),
      now,
    );
    const sizes: number[] = [];
    for await (const tasks of ledger.read(now)) sizes.push(tasks.length);
    assert.deepEqual(sizes, [2_000, 2_000, 500]);
  });

  describe('in time', () => {
    it('shows nothing that is older than the setting says', async () => {
      const ledger = ledgerOf(2);
      await ledger.add([past('1', now - 2 * day - 1), past('2', now - 2 * day)], now - 2 * day);
      assert.deepEqual(await ids(ledger), ['2']);
    });

    it('removes the files of days that are older', async () => {
      const ledger = ledgerOf(2);
      for (const days of [3, 2, 1, 0]) await ledger.add([past('1')], now - days * day);
      await ledger.tidy(now);
      assert.equal((await folder.files()).length, 3);
      assert.ok(!(await folder.files()).includes('tasks-2025-12-30.ndjson'));
    });

    it('looks once a day, and when the setting has changed', async () => {
      let days = 90;
      const ledger = new Ledger(folder.path, () => days);
      await ledger.add([past('1')], now - 3 * day);
      await ledger.tidy(now);
      days = 2;
      await ledger.tidy(now);
      assert.deepEqual(await folder.files(), []);
      await ledger.add([past('1')], now - 3 * day);
      await ledger.tidy(now);
      assert.equal((await folder.files()).length, 1);
      await ledger.tidy(now + day);
      assert.deepEqual(await folder.files(), []);
    });

    it('keeps nothing where the setting is 0, also of what was kept', async () => {
      await ledgerOf().add([past('1')], now);
      const ledger = ledgerOf(0);
      await ledger.add([past('2')], now);
      await ledger.tidy(now);
      assert.deepEqual(await folder.files(), []);
    });

    it('removes the oldest where all is too large', async () => {
      const ledger = ledgerOf();
      const half = Buffer.alloc(33 * 1024 * 1024, ' ');
      for (const date of ['2025-12-30', '2025-12-31', '2026-01-01'])
        await writeFile(
          folder.at(`tasks-${date}.ndjson`),
          half.subarray(0, date.endsWith('01') ? 9 : undefined),
        );
      await ledger.tidy(now);
      assert.deepEqual(await folder.files(), ['tasks-2025-12-31.ndjson', 'tasks-2026-01-01.ndjson']);
    });
  });

  describe('of an account that is gone', () => {
    it('keeps nothing, and all of the others', async () => {
      const ledger = ledgerOf();
      await ledger.add([past('1'), past('2', now, { account: 'gone' })], now);
      await ledger.add([past('3', now, { account: 'gone' })], now + day);
      await ledger.keepOnly(account => account !== 'gone');
      assert.deepEqual(await ids(ledger), ['1']);
      for (const name of await folder.files())
        assert.ok(!(await readFile(folder.at(name), 'utf8')).includes('gone'), name);
    });

    it('leaves lines alone that cannot be read: they may be of a newer version', async () => {
      const path = folder.at('tasks-2026-01-02.ndjson');
      await ledgerOf().add([past('1', now, { account: 'gone' })], now);
      await appendFile(path, '{"newer":true}\n');
      await ledgerOf().keepOnly(() => false);
      assert.equal(await readFile(path, 'utf8'), '{"newer":true}\n');
    });

    it('does not touch a file that has nothing of it', async () => {
      const path = folder.at('tasks-2026-01-02.ndjson');
      await ledgerOf().add([past('1')], now);
      const before = await stat(path);
      await ledgerOf().keepOnly(() => true);
      assert.equal((await stat(path)).ino, before.ino);
    });
  });

  it('says why it cannot be read', async () => {
    await rm(folder.path, { recursive: true });
    await writeFile(folder.path, 'a file');
    await assert.rejects(read(ledgerOf()), { code: 'ENOTDIR' });
    await rm(folder.path);
    await mkdir(folder.path);
  });
});

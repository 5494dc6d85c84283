import assert from 'node:assert/strict';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deposed } from '../../../src/core/downloads/keeping';
import { Shelf } from '../../../src/core/downloads/shelf';
import { recordOf } from '../../fakes/downloadRecord';
import { testFolder } from '../../fakes/folder';
import { textsBelow } from '../../harness/downloadLists';

const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';

describe('Shelf', () => {
  const folder = testFolder();
  const open = (window: string) => new Shelf(folder.at('shelf'), window);
  const files = async () => [...(await textsBelow(folder.at('shelf'))).keys()].sort();
  const isDeposed = (error: unknown) => error instanceof Deposed;

  it('puts a record into the folder of its window, and with what rests when it is let go', async () => {
    const shelf = open(one);
    const record = recordOf();
    await shelf.add(record);
    assert.deepEqual(await shelf.look(0), [{ record, window: one }]);
    await shelf.save({ ...record, received: 5 });
    await shelf.release({ ...record, received: 6 });
    assert.deepEqual(await shelf.look(0), [{ record: { ...record, received: 6 } }]);
    assert.deepEqual(await files(), [join('rest', `${record.id}.json`)]);
  });

  if (process.platform !== 'win32')
    it('lets nobody else read them', async () => {
      const shelf = open(one);
      const record = recordOf();
      await shelf.add(record);
      await shelf.beat(1);
      await shelf.ask(one, { id: record.id, what: 'pause' });
      for (const name of [...(await files()), one])
        assert.equal(
          (await stat(join(folder.at('shelf'), name.includes('.') || name.endsWith('alive') ? name : one)))
            .mode & 0o077,
          0,
          name,
        );
    });

  it('gives one that rests to one of those who claim it', async () => {
    const [a, b] = [open(one), open(two)];
    for (let time = 0; time < 20; time++) {
      const record = recordOf();
      await a.addToRest(record);
      const claimed = await Promise.all([a.claim(record.id), b.claim(record.id), b.claim(record.id)]);
      assert.deepEqual(
        claimed.filter(found => found !== undefined),
        [record],
      );
    }
  });

  it('claims nothing that is not there, that another is at, or that it cannot read, and makes no folder for it', async () => {
    const [a, b] = [open(one), open(two)];
    const record = recordOf();
    await a.add(record);
    const damaged = recordOf();
    await a.addToRest(damaged);
    await writeFile(folder.at(`shelf/rest/${damaged.id}.json`), '{');
    for (const id of [record.id, damaged.id, recordOf().id]) assert.equal(await b.claim(id), undefined);
    assert.deepEqual((await readdir(folder.at('shelf'))).sort(), [one, 'rest']);
    assert.ok((await files()).includes(join('rest', `${damaged.id}.json`)));
  });

  it('says so when another has taken a record', async () => {
    const [a, b] = [open(one), open(two)];
    const record = recordOf();
    await a.add(record);
    await b.bury(one);
    await assert.rejects(a.save(record), isDeposed);
    await assert.rejects(a.release(record), isDeposed);
    const other = recordOf();
    await a.add(other);
    await assert.rejects(a.save(record), isDeposed);
    assert.deepEqual(
      await b.look(0),
      [{ record }, { record: other, window: one }].sort((x, y) =>
        (x.window ?? 'rest').localeCompare(y.window ?? 'rest'),
      ),
    );
  });

  it('does not take any other failure for that', async () => {
    const shelf = open(one);
    const record = recordOf();
    await shelf.add(record);
    await rm(folder.at(`shelf/${one}`), { recursive: true });
    await writeFile(folder.at(`shelf/${one}`), '');
    await assert.rejects(shelf.save(record), { code: 'ENOTDIR' });
    await assert.rejects(shelf.release(record), { code: 'ENOTDIR' });
  });

  it('writes what could not be written when it was added, as soon as that can be done', async () => {
    await writeFile(folder.at('shelf'), '');
    const shelf = open(one);
    const record = recordOf();
    await assert.rejects(shelf.add(record));
    await assert.rejects(shelf.save(record), error => !isDeposed(error));
    await rm(folder.at('shelf'));
    await shelf.save(record);
    await rm(folder.at(`shelf/${one}/${record.id}.json`));
    await assert.rejects(shelf.save(record), isDeposed, 'and it is one like all others then');
  });

  it('leaves nothing of what could not be laid to rest', async () => {
    const shelf = open(one);
    await mkdir(folder.at('shelf'));
    await writeFile(folder.at('shelf/rest'), '');
    await assert.rejects(shelf.addToRest(recordOf()));
    assert.deepEqual(await files(), ['rest']);
  });

  it('leaves nothing half written', async () => {
    const shelf = open(one);
    const record = recordOf();
    await shelf.add(record);
    const path = folder.at(`shelf/${one}/${record.id}.json`);
    await rm(path);
    await mkdir(join(path, 'x'), { recursive: true });
    await assert.rejects(shelf.save(record));
    assert.deepEqual(await readdir(folder.at(`shelf/${one}`)), [`${record.id}.json`]);
  });

  it('removes a record of its own alone', async () => {
    const [a, b] = [open(one), open(two)];
    const [mine, theirs, resting] = [recordOf(), recordOf(), recordOf()];
    await a.add(mine);
    await b.add(theirs);
    await a.addToRest(resting);
    for (const { id } of [mine, theirs, resting]) await a.remove(id);
    assert.deepEqual(await files(), [join(two, `${theirs.id}.json`), join('rest', `${resting.id}.json`)]);
  });

  it('hands on what one window asks of another, once', async () => {
    const [a, b] = [open(one), open(two)];
    const [x, y] = [recordOf(), recordOf()];
    await a.add(x);
    await a.add(y);
    await b.ask(one, { id: x.id, what: 'pause' });
    await b.ask(one, { id: y.id, what: 'remove' });
    await writeFile(folder.at(`shelf/${one}/${x.id}.burn`), '');
    const byId = (asked: Awaited<ReturnType<Shelf['asked']>>) =>
      [...asked].sort((m, n) => m.what.localeCompare(n.what));
    assert.deepEqual(byId(await a.asked()), [
      { id: x.id, what: 'pause' },
      { id: y.id, what: 'remove' },
    ]);
    assert.deepEqual(await a.asked(), []);
    assert.deepEqual(await b.asked(), []);
  });

  it('asks nothing of a window that is gone, and says what else goes wrong', async () => {
    const shelf = open(one);
    await shelf.ask(two, { id: recordOf().id, what: 'pause' });
    await mkdir(folder.at('shelf'));
    await writeFile(folder.at(`shelf/${two}`), '');
    await assert.rejects(shelf.ask(two, { id: recordOf().id, what: 'pause' }), { code: 'ENOTDIR' });
  });

  it('shows the life of the other windows, as long as they have a folder', async () => {
    const [a, b] = [open(one), open(two)];
    await a.beat(1);
    assert.deepEqual(await b.beats(), new Map(), 'nothing is made for it');
    await a.add(recordOf());
    assert.deepEqual(await b.beats(), new Map([[one, '']]));
    await a.beat(2);
    assert.deepEqual(await b.beats(), new Map([[one, '2']]));
    assert.deepEqual(await a.beats(), new Map());
  });

  it('buries a window: its records rest, and nothing else of it is left', async () => {
    const [a, b] = [open(one), open(two)];
    const [x, y] = [recordOf(), recordOf()];
    await a.add(x);
    await a.add(y);
    await a.beat(1);
    await b.ask(one, { id: x.id, what: 'remove' });
    await writeFile(folder.at(`shelf/${one}/${y.id}.json.new`), '{');
    assert.deepEqual(await b.bury(one), [{ id: x.id, what: 'remove' }]);
    assert.deepEqual(await files(), [x, y].map(({ id }) => join('rest', `${id}.json`)).sort());
    assert.deepEqual(await readdir(folder.at('shelf')), ['rest']);
  });

  it('leaves a record that it cannot read, and what is not ours, where a window was buried', async () => {
    const [a, b] = [open(one), open(two)];
    await a.add(recordOf());
    const { id } = recordOf();
    await writeFile(folder.at(`shelf/${one}/${id}.json`), '{"version":2}');
    await writeFile(folder.at(`shelf/${one}/notes.txt`), 'hello');
    await b.bury(one);
    const left = await textsBelow(folder.at('shelf'));
    assert.equal(left.get(join('rest', `${id}.json`)), '{"version":2}');
    assert.equal([...left].find(([name]) => name.endsWith('notes.txt'))?.[1], 'hello');
    assert.equal(left.size, 3);
  });

  it('loses no record when several bury at once', async () => {
    const record = recordOf();
    await open(one).add(record);
    const others = Array.from({ length: 5 }, () => new Shelf(folder.at('shelf')));
    await Promise.all(others.map(other => other.bury(one)));
    assert.deepEqual(await files(), [join('rest', `${record.id}.json`)]);
  });

  it('keeps one record, however one that is buried goes on to write it', async () => {
    for (let time = 0; time < 40; time++) {
      const [a, b] = [new Shelf(folder.at('shelf')), new Shelf(folder.at('shelf'))];
      const record = recordOf();
      await a.add(record);
      let isBuried = false;
      const writing = async () => {
        while (!isBuried) await a.save(record).catch(() => undefined);
        await a.release(record).catch(() => undefined);
      };
      const burying = async () => {
        for (let turns = 0; turns < time; turns++) await Promise.resolve();
        await b.bury(a.window);
        isBuried = true;
      };
      await Promise.all([writing(), burying()]);
      const all = (await files()).filter(name => name.includes(record.id));
      assert.deepEqual(all, [join('rest', `${record.id}.json`)]);
    }
  });

  it('leaves nothing behind when it closes, but what it is still at', async () => {
    const [a, b] = [open(one), open(two)];
    const record = recordOf();
    await a.add(record);
    await a.beat(1);
    await b.addToRest(recordOf());
    await a.close();
    await b.close();
    assert.deepEqual((await readdir(folder.at('shelf'))).sort(), [one, 'rest']);
    assert.deepEqual(await readdir(folder.at(`shelf/${one}`)), [`${record.id}.json`]);
  });
}).timeout(20_000);

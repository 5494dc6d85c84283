import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordFolders } from '../../../src/core/downloads/recordFolders';
import type { DownloadRecord } from '../../../src/core/downloads/record';
import { recordOf } from '../../fakes/downloadRecord';
import { testFolder } from '../../fakes/folder';

const window = '11111111-1111-4111-8111-111111111111';

describe('RecordFolders', () => {
  const folder = testFolder();
  const open = () => new RecordFolders(folder.path);

  async function write(place: string, record: DownloadRecord, name = `${record.id}.json`): Promise<string> {
    await mkdir(folder.at(place), { recursive: true });
    const path = join(folder.at(place), name);
    await writeFile(path, JSON.stringify(record));
    return path;
  }

  it('finds nothing where there is nothing', async () => {
    assert.deepEqual(await new RecordFolders(folder.at('gone')).look(0), []);
    assert.deepEqual(await open().look(0), []);
    assert.deepEqual(await open().windows(), []);
    assert.deepEqual(await open().names('rest'), []);
    assert.equal(await open().read('rest', recordOf().id), undefined);
  });

  it('finds records by their window, and those of none', async () => {
    const [one, two] = [recordOf(), recordOf()];
    await write(window, one);
    await write('rest', two);
    const folders = open();
    const found = await folders.look(0);
    assert.deepEqual(
      new Map(found.map(({ record, window }) => [record.id, window])),
      new Map([
        [one.id, window],
        [two.id, undefined],
      ]),
    );
    assert.deepEqual(await folders.windows(), [window]);
    assert.deepEqual(await folders.ids(window), [one.id]);
    assert.deepEqual(await folders.read('rest', two.id), two);
  });

  it('finds nothing in other folders, under other names, or in what it cannot read', async () => {
    const record = recordOf();
    await write('backup', record);
    await write('rest', record, `${recordOf().id}.json`);
    await write('rest', record, 'record.json');
    await write('rest', record, `${record.id}.json.new`);
    await writeFile(folder.at('rest'), '').catch(() => undefined);
    await writeFile(folder.at(`rest/${recordOf().id}.json`), '{');
    await mkdir(folder.at(`rest/${recordOf().id}.json`));
    await writeFile(folder.at(recordOf().id), '');
    assert.deepEqual(await open().look(0), []);
    assert.equal((await open().windows()).length, 0);
  });

  it('does not read a folder again that has long been as it was', async () => {
    const record = recordOf();
    const path = await write('rest', record);
    const { mtimeMs } = await stat(folder.at('rest'));
    const folders = open();
    const receivedAt = async (now: number) => (await folders.look(now))[0]?.record.received;
    const inPlace = (received: number) => writeFile(path, JSON.stringify({ ...record, received }));
    assert.equal(await receivedAt(mtimeMs + 1_000), 0);
    await inPlace(1);
    assert.equal(await receivedAt(mtimeMs + 6_000), 1, 'the look before was too soon after the change');
    await inPlace(2);
    assert.equal(await receivedAt(mtimeMs + 7_000), 1, 'not read');
    await writeFile(`${path}.new`, JSON.stringify({ ...record, received: 3 }));
    await rename(`${path}.new`, path);
    assert.equal(await receivedAt(mtimeMs + 8_000), 3, 'the folder has changed');
  });

  it('knows what is gone', async () => {
    const record = recordOf();
    await write(window, record);
    const folders = open();
    assert.equal((await folders.look(0)).length, 1);
    await rm(folder.at(window), { recursive: true });
    assert.deepEqual(await folders.look(0), []);
    await write(window, record);
    assert.equal((await folders.look(0)).length, 1);
  });

  it('finds one that is moved while it looks, and finds it once', async () => {
    const record = recordOf();
    await write('rest', record);
    await mkdir(folder.at(window));
    const folders = open();
    await folders.look(0);
    const places = ['rest', window].map(place => join(folder.at(place), `${record.id}.json`));
    for (let time = 0; time < 100; time++) {
      const [from = '', to = ''] = time % 2 === 0 ? places : [...places].reverse();
      const looking = folders.look(0);
      for (let turns = 0; turns < time % 7; turns++) await readdir(folder.path);
      await rename(from, to);
      assert.deepEqual(
        (await looking).map(placed => placed.record.id),
        [record.id],
      );
    }
  });
}).timeout(20_000);

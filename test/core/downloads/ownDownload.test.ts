import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { FileSource } from '../../../src/core/cloud';
import { OwnDownload, type Deliver } from '../../../src/core/downloads/ownDownload';
import type { DownloadRecord } from '../../../src/core/downloads/record';
import { FakeClock, settle } from '../../fakes/clock';
import { recordOf } from '../../fakes/downloadRecord';
import { testFolder } from '../../fakes/folder';
import { FakeKeeping } from '../../fakes/keeping';
import { PacedServer } from '../../fakes/pacedServer';
import { contentOf, until } from '../../harness/downloadLists';

const MiB = 1024 * 1024;
const size = 3 * MiB + 5;
const content = contentOf(size, 'one');
const half = 1.5 * MiB;

describe('OwnDownload', () => {
  const folder = testFolder();
  let keeping: FakeKeeping;
  let server: PacedServer;
  let changes: number;
  beforeEach(() => {
    keeping = new FakeKeeping();
    server = new PacedServer();
    server.put('a', { content, etag: '"one"' });
    changes = 0;
  });

  interface World {
    readonly record?: Partial<DownloadRecord>;
    readonly deliver?: Deliver;
    readonly source?: Partial<FileSource>;
  }

  async function open({ record: more = {}, deliver, source }: World = {}) {
    const record = recordOf({ target: { folder: folder.path }, ...more });
    await keeping.add(record).catch(() => undefined);
    const parts = {
      ...{ transport: server.transport(), clock: new FakeClock(), random: () => 0 },
      source: () => Promise.resolve(server.source('a', source)),
    };
    return new OwnDownload(record, parts, keeping, () => changes++, deliver);
  }

  /** One that has come half way, and hangs. */
  async function halfway(world: World = {}) {
    server.holdAt('a', half);
    const own = await open(world);
    void own.run();
    await until(() => own.record.received >= half);
    return own;
  }

  const written = () => keeping.written.map(text => JSON.parse(text) as DownloadRecord);
  const kinds = () => written().map(({ stage }) => stage.kind);
  const disk = new Error('ENOSPC: no space left on device');

  it('waits, runs and is finished, and each is written before anybody could ask', async () => {
    const own = await open();
    await own.wait();
    await own.run();
    assert.deepEqual([...new Set(kinds())], ['waiting', 'running', 'finished']);
    assert.deepEqual([...keeping.resting.keys()], [own.record.id]);
    assert.equal(keeping.mine.size, 0);
    assert.ok(changes >= 3);
    assert.ok((await readFile(folder.at('a'))).equals(content));
  });

  it('announces the part file, names it, tells how far it is, and that it is whole, in this order', async () => {
    const own = await open();
    await own.run();
    const steps = written().map(({ remains = {} }) => Object.keys(remains).join(' '));
    const order = ['', 'announced', 'place', 'place stand', 'place stand whole', ''];
    assert.deepEqual(
      steps.filter((step, index) => step !== steps[index - 1]),
      order,
    );
    assert.deepEqual(written().flatMap(({ remains }) => remains?.announced ?? [])[0], folder.at('a.part'));
  });

  it('writes nothing that its request has in it, at no time', async () => {
    const secret = 'c2VjcmV0LXNpZ25hdHVyZQ';
    const request = {
      ...{ method: 'GET', url: `https://files.example.com/a?sig=${secret}` },
      headers: { authorization: secret },
    } as const;
    const own = await halfway({ source: { request } });
    await own.stop('paused');
    server.answer('a', { status: 404, body: 'gone' });
    const second = await open({ source: { request } });
    await second.run();
    assert.ok(keeping.written.length > 6);
    assert.ok(!keeping.written.join().includes(secret));
    assert.equal(second.record.stage.kind, 'failed');
  });

  it('writes one record at a time, and what is said meanwhile as one', async () => {
    let goOn = () => undefined as void;
    const own = await open();
    keeping.delay = () => new Promise(resolve => (goOn = resolve));
    const waiting = own.wait();
    await settle();
    const saves = [1, 2, 3, 4].map(() => own.save());
    for (let time = 0; time < 10; time++) {
      goOn();
      await settle();
    }
    await Promise.all([waiting, ...saves]);
    assert.equal(keeping.written.length, 1 + 1 + 1);
  });

  it('is stopped before it has begun, and never begins', async () => {
    const own = await open();
    await own.wait();
    const stopping = own.stop('paused');
    const running = own.run();
    await Promise.all([stopping, running]);
    assert.deepEqual(kinds(), ['waiting', 'waiting', 'paused']);
    assert.deepEqual([keeping.resting.size, server.asked.length, await folder.files()], [1, 0, []]);
  });

  it('is stopped for good by the first who does so', async () => {
    const own = await halfway();
    await Promise.all([own.stop('paused'), own.stop('removed'), own.stop('left')]);
    assert.equal(own.record.stage.kind, 'paused');
    assert.deepEqual(await folder.files(), ['a.part']);
  });

  it('leaves a record from which another one goes on', async () => {
    const own = await halfway();
    await own.stop('left');
    assert.equal(own.record.stage.kind, 'waiting');
    server.release('a');
    const record = await keeping.claim(own.record.id);
    const second = await open(record && { record });
    await second.run();
    assert.equal(server.asked[1]?.range, `bytes=${half}-`);
    assert.ok((await readFile(folder.at('a'))).equals(content));
  });

  it('tells what it was that broke it', async () => {
    await writeFile(folder.at('file'), '');
    const own = await open({ record: { target: { folder: folder.at('file/x') } } });
    await own.run();
    assert.deepEqual(own.record.stage, {
      kind: 'failed',
      failure: { refusal: { kind: 'file', code: 'ENOTDIR', path: folder.at('file/x') } },
    });
  });

  describe('that is removed', () => {
    it('is gone with its part file', async () => {
      const own = await halfway();
      await own.stop('removed');
      assert.deepEqual([keeping.mine.size, keeping.resting.size, await folder.files()], [0, 0, []]);
      await own.save();
      assert.equal(keeping.mine.size, 0, 'for good');
    });

    it('is gone with a part file that was announced, if that is empty', async () => {
      for (const [text, left] of [
        ['', []],
        ['theirs', ['b.part']],
      ] as const) {
        await writeFile(folder.at('b.part'), text);
        const own = await open({ record: { remains: { announced: folder.at('b.part') } } });
        await own.stop('removed');
        assert.deepEqual(await folder.files(), left);
      }
    });

    it('is gone though the part file cannot be taken away', async () => {
      await writeFile(folder.at('file'), '');
      const part = folder.at('file/a.part');
      const place = { path: folder.at('file/a'), part, overwrite: false, ino: 1, dev: 1 };
      const own = await open({ record: { remains: { place } } });
      await own.stop('removed');
      assert.equal(keeping.mine.size, 0);
    });

    it('is left alone where another window is at it by now', async () => {
      const own = await halfway();
      await own.stop('paused');
      const second = await open({ record: own.record });
      keeping.depose(own.record.id);
      await second.stop('removed');
      assert.deepEqual([second.isDeposed, await folder.files()], [true, ['a.part']]);
    });
  });

  describe('that another window has taken', () => {
    it('learns of it when it writes, and stops', async () => {
      const own = await halfway();
      const before = keeping.written.length;
      keeping.depose(own.record.id);
      await own.save();
      await own.run();
      assert.deepEqual([own.isDeposed, own.isStranded, own.isOver], [true, false, true]);
      assert.deepEqual([keeping.written.length, keeping.mine.size, keeping.resting.size], [before, 0, 0]);
      assert.deepEqual(await folder.files(), ['a.part']);
    });

    it('does not ask the cloud when it learns of it at its beginning', async () => {
      const own = await open();
      keeping.depose(own.record.id);
      await own.run();
      assert.deepEqual([own.isDeposed, server.asked.length], [true, 0]);
    });

    it('gives no file its name, though all bytes are there', async () => {
      const own = await halfway();
      keeping.delay = () => {
        if (own.record.remains?.whole !== undefined) keeping.depose(own.record.id);
        return Promise.resolve();
      };
      server.release('a');
      await own.run();
      assert.equal(own.isDeposed, true);
      assert.deepEqual(await folder.files(), ['a.part']);
    });

    it('is not stopped by anybody else any more', async () => {
      const own = await open();
      await own.wait();
      keeping.depose(own.record.id);
      await own.save();
      await own.stop('paused');
      assert.deepEqual([own.record.stage.kind, keeping.resting.size], ['waiting', 0]);
    });
  });

  describe('whose record cannot be written', () => {
    it('is fetched all the same, and stranded', async () => {
      keeping.problem = disk;
      const own = await open();
      await own.wait();
      await own.run();
      assert.deepEqual([own.record.stage.kind, own.isStranded, own.isDeposed], ['finished', true, false]);
      assert.ok((await readFile(folder.at('a'))).equals(content));
    });

    it('is laid to rest as it is when it is stopped later, if there is room by then', async () => {
      keeping.problem = disk;
      const own = await halfway();
      await own.stop('paused');
      assert.equal(own.isStranded, true);
      keeping.problem = undefined;
      keeping.mine.set(own.record.id, own.record);
      await own.stop('left');
      assert.equal(own.isStranded, false);
      assert.equal(keeping.resting.get(own.record.id)?.stage.kind, 'paused');
    });

    it('is fetched though only some cannot', async () => {
      const own = await halfway();
      keeping.problem = disk;
      server.holdAt('a', 2.5 * MiB);
      await until(() => own.record.received >= 2.5 * MiB);
      keeping.problem = undefined;
      server.release('a');
      await own.run();
      assert.deepEqual([own.record.stage.kind, own.isStranded], ['finished', false]);
    });
  });

  describe('that is put elsewhere', () => {
    const place = 'vscode-remote://there/home/a%20b.csv';

    it('has the name and the place that it has there', async () => {
      const own = await open({ deliver: path => rm(path).then(() => place) });
      await own.run();
      assert.equal(own.record.name, 'a%20b.csv');
      assert.equal(own.record.stage.kind === 'finished' && own.record.stage.path, place);
    });

    it('fails with what went wrong there, and is delivered alone the next time', async () => {
      const own = await open({ deliver: () => Promise.reject(new Error('no room')) });
      await own.run();
      assert.deepEqual(own.record.stage, { kind: 'failed', failure: { message: 'no room' } });
      const record = await keeping.claim(own.record.id);
      const second = await open({ ...(record && { record }), deliver: path => rm(path).then(() => place) });
      await second.run();
      assert.deepEqual([second.record.stage.kind, server.asked.length], ['finished', 1]);
    });

    it('leaves nothing here when it is given up', async () => {
      const own = await open({ deliver: () => Promise.reject(new Error('no room')) });
      await own.run();
      assert.deepEqual(await folder.files(), ['a']);
      await own.discard();
      assert.deepEqual(await folder.files(), []);
    });

    it('is delivered though it is stopped by then', async () => {
      let arrive = () => undefined as void;
      const arriving = new Promise<void>(resolve => (arrive = resolve));
      let hasBegun = false;
      const own = await open({
        deliver: async path => {
          hasBegun = true;
          await arriving;
          await rm(path);
          return place;
        },
      });
      void own.run();
      await until(() => hasBegun);
      const stopping = own.stop('removed');
      arrive();
      await stopping;
      assert.equal(own.record.stage.kind, 'finished');
    });
  });

  it('leaves a file that is whole where it is, when it is removed before it could tell so', async () => {
    const own = await open();
    await own.run();
    const whole = written().find(({ remains }) => remains?.whole !== undefined);
    assert.ok(whole);
    const second = await open({ record: whole });
    await second.stop('removed');
    assert.deepEqual(await folder.files(), ['a']);
  });
}).timeout(20_000);

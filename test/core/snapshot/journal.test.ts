import assert from 'node:assert/strict';
import { appendFile, chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal, UnreadableJournal } from '../../../src/core/snapshot/journal';
import { permissionsBind, testFolder } from '../../fakes/folder';

const header = '{"cloudTasks":1}';

describe('Journal', () => {
  const folder = testFolder();
  const path = () => folder.at('tasks');
  const journal = () => new Journal(path());
  const files = async () => (await readdir(path())).sort();
  const text = (name: string) => readFile(join(path(), name), 'utf8');
  const put = async (name: string, ...lines: string[]) => {
    await mkdir(path(), { recursive: true });
    await writeFile(join(path(), name), lines.map(line => `${line}\n`).join(''));
  };

  /** One that has written these lines, and one that has read them. */
  async function two(...lines: string[]): Promise<{ writer: Journal; reader: Journal }> {
    const [writer, reader] = [journal(), journal()];
    await writer.rewrite(lines);
    assert.deepEqual(await reader.read(), { whole: true, lines });
    return { writer, reader };
  }

  it('has nothing to read before anybody has written', async () => {
    assert.deepEqual(await journal().read(), { whole: false, lines: [] });
    await mkdir(path());
    assert.deepEqual(await journal().read(), { whole: false, lines: [] });
  });

  it('is read whole at first, and then as far as it was added to', async () => {
    const { writer, reader } = await two('a', '漏洞');
    assert.deepEqual(await reader.read(), { whole: false, lines: [] });
    await writer.append(['b', '😀']);
    await writer.append(['']);
    assert.deepEqual(await reader.read(), { whole: false, lines: ['b', '😀', ''] });
    assert.deepEqual(await journal().read(), { whole: true, lines: ['a', '漏洞', 'b', '😀', ''] });
    assert.equal(writer.size, reader.size);
    assert.equal(writer.size, (await stat(join(path(), 'tasks-1.ndjson'))).size);
  });

  it('is gone on with by one that has read it', async () => {
    const { writer, reader } = await two('a');
    await reader.append(['b']);
    assert.deepEqual(await writer.read(), { whole: false, lines: ['b'] });
  });

  it('may hold nothing', async () => {
    const { writer, reader } = await two();
    await writer.append([]);
    assert.deepEqual(await reader.read(), { whole: false, lines: [] });
  });

  it('begins with the first lines that are added', async () => {
    await journal().append(['a']);
    assert.equal(await text('tasks-1.ndjson'), `${header}\na\n`);
  });

  it('is written piece by piece, as long as it may be', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(50_000, 'ü'));
    const { writer, reader } = await two(...lines);
    assert.equal(writer.size, (await stat(join(path(), 'tasks-1.ndjson'))).size);
    await writer.append(['end']);
    assert.deepEqual(await reader.read(), { whole: false, lines: ['end'] });
  });

  describe('with a line that was cut off', () => {
    it('leaves it for later', async () => {
      const { reader } = await two('a');
      await appendFile(join(path(), 'tasks-1.ndjson'), 'b');
      assert.deepEqual(await reader.read(), { whole: false, lines: [] });
      await appendFile(join(path(), 'tasks-1.ndjson'), 'c\nd');
      assert.deepEqual(await reader.read(), { whole: false, lines: ['bc'] });
    });

    it('cuts it off before it adds to it', async () => {
      const { reader } = await two('a');
      await appendFile(join(path(), 'tasks-1.ndjson'), '{"torn');
      const later = journal();
      assert.deepEqual(await later.read(), { whole: true, lines: ['a'] });
      await later.append(['b']);
      assert.equal(await text('tasks-1.ndjson'), `${header}\na\nb\n`);
      assert.deepEqual(await reader.read(), { whole: false, lines: ['b'] });
    });

    it('tells no half of a character for a whole one', async () => {
      const { reader } = await two('a');
      const bytes = Buffer.from('漏\n');
      await appendFile(join(path(), 'tasks-1.ndjson'), bytes.subarray(0, 2));
      assert.deepEqual((await reader.read()).lines, []);
      await appendFile(join(path(), 'tasks-1.ndjson'), bytes.subarray(2));
      assert.deepEqual((await reader.read()).lines, ['漏']);
    });
  });

  describe('to which another has added', () => {
    it('is not cut off, but written anew', async () => {
      const { writer, reader } = await two('a');
      await writer.append(['of another']);
      await assert.rejects(reader.append(['b']), UnreadableJournal);
      assert.equal(await text('tasks-1.ndjson'), `${header}\na\nof another\n`);
      await reader.rewrite(['a', 'b']);
      assert.deepEqual(await writer.read(), { whole: true, lines: ['a', 'b'] });
    });

    it('is not filled up when it has become shorter', async () => {
      const { writer } = await two('a', 'b');
      await writeFile(join(path(), 'tasks-1.ndjson'), `${header}\n`);
      await assert.rejects(writer.append(['c']), UnreadableJournal);
      assert.equal(await text('tasks-1.ndjson'), `${header}\n`);
    });

    it('says when it has gone', async () => {
      const { writer } = await two('a');
      await rm(path(), { recursive: true });
      await assert.rejects(writer.append(['b']), { code: 'ENOENT' });
      await writer.rewrite(['a', 'b']);
      assert.deepEqual(await journal().read(), { whole: true, lines: ['a', 'b'] });
    });
  });

  describe('that is written anew', () => {
    it('is another file, which is read whole', async () => {
      const { writer, reader } = await two('a', 'b');
      await writer.rewrite(['c']);
      assert.deepEqual(await files(), ['tasks-2.ndjson']);
      assert.deepEqual(await reader.read(), { whole: true, lines: ['c'] });
      await writer.append(['d']);
      assert.deepEqual(await reader.read(), { whole: false, lines: ['d'] });
    });

    it('is read whole by one that has missed several times', async () => {
      const { writer, reader } = await two('a');
      for (const line of ['b', 'c', 'd']) await writer.rewrite([line]);
      await writer.append(['e']);
      assert.deepEqual(await reader.read(), { whole: true, lines: ['d', 'e'] });
    });

    it('is read whole again by one that asks for it', async () => {
      const { reader } = await two('a');
      reader.rewind();
      assert.deepEqual(await reader.read(), { whole: true, lines: ['a'] });
    });

    it('leaves what a crash has left in the middle, until it is done the next time', async () => {
      await put('tasks-3.ndjson', header, 'old');
      await put('tasks-4.ndjson', header, 'new');
      await put('tasks-5.ndjson.0a-b.part', header, 'half');
      const reader = journal();
      assert.deepEqual(await reader.read(), { whole: true, lines: ['new'] });
      await reader.rewrite(['newer']);
      assert.deepEqual(await files(), ['tasks-5.ndjson', 'tasks-5.ndjson.0a-b.part']);
      await reader.rewrite(['newest']);
      assert.deepEqual(await files(), ['tasks-6.ndjson']);
    });

    it('counts, and does not compare names', async () => {
      for (const number of [9, 10, 2]) await put(`tasks-${number}.ndjson`, header, `${number}`);
      assert.deepEqual((await journal().read()).lines, ['10']);
    });

    it('leaves alone what is not its own', async () => {
      const foreign = ['tasks-.ndjson', 'tasks-1.ndjson.bak', 'tasks-1.txt', 'xtasks-9.ndjson'];
      for (const name of foreign) await put(name, name);
      await journal().rewrite(['a']);
      await journal().rewrite(['b']);
      assert.deepEqual(await files(), [...foreign, 'tasks-2.ndjson'].sort());
    });

    it('is as it was when that fails, and leaves nothing', async () => {
      const { writer, reader } = await two('a');
      const failing = function* () {
        yield 'b'.repeat(300_000);
        throw new Error('It cannot be written.');
      };
      await assert.rejects(writer.rewrite(failing()), /cannot be written/);
      assert.deepEqual(await files(), ['tasks-1.ndjson']);
      await writer.append(['c']);
      assert.deepEqual(await reader.read(), { whole: false, lines: ['c'] });
    });
  });

  describe('that cannot be read', () => {
    const unreadable: Readonly<Record<string, readonly string[]>> = {
      'of a newer version': ['{"cloudTasks":2}', 'a'],
      'without a header': ['a', 'b'],
      'with a header that is cut off': ['{"cloudT'],
      empty: [],
      binary: ['\0\0\0\0'],
    };
    for (const [what, lines] of Object.entries(unreadable)) {
      it(`is set aside and never deleted when it is ${what}`, async () => {
        await put('tasks-7.ndjson', ...lines);
        const before = await text('tasks-7.ndjson');
        const reader = journal();
        await assert.rejects(reader.read(), UnreadableJournal);
        await reader.setAside();
        const [aside = ''] = await files();
        assert.match(aside, /^tasks-7\.ndjson\.\w+\.aside$/);
        assert.deepEqual(await reader.read(), { whole: false, lines: [] });
        for (const line of ['c', 'd', 'e']) await reader.rewrite([line]);
        assert.deepEqual(await files(), ['tasks-10.ndjson', aside]);
        assert.equal(await text(aside), before);
      });
    }

    it('is not taken for the one that comes after it', async () => {
      const { writer, reader } = await two('a');
      await reader.setAside();
      await reader.rewrite(['b', 'c']);
      assert.deepEqual(await writer.read(), { whole: true, lines: ['b', 'c'] });
    });

    it('is nothing to set aside when nothing was read', async () => {
      await put('tasks-1.ndjson', 'a');
      await journal().setAside();
      assert.deepEqual(await files(), ['tasks-1.ndjson']);
    });
  });

  it('says nothing when its file has gone, and reads the next one whole', async () => {
    const { writer, reader } = await two('a');
    await rename(join(path(), 'tasks-1.ndjson'), folder.at('moved'));
    assert.deepEqual(await reader.read(), { whole: false, lines: [] });
    await writer.rewrite(['b']);
    assert.deepEqual(await reader.read(), { whole: true, lines: ['b'] });
  });

  describe('in a folder that fails', () => {
    it('says so', async () => {
      await writeFile(path(), '');
      await assert.rejects(journal().read(), { code: 'ENOTDIR' });
      await assert.rejects(journal().rewrite(['a']));
    });

    if (permissionsBind) {
      it('says so when nothing may be written there', async () => {
        const { writer } = await two('a');
        await chmod(path(), 0o500);
        await assert.rejects(writer.rewrite(['b']), { code: 'EACCES' });
        await chmod(path(), 0o700);
        assert.deepEqual(await files(), ['tasks-1.ndjson']);
      });
    }
  });

  if (process.platform !== 'win32') {
    it('is private to its owner', async () => {
      await journal().rewrite(['a']);
      const read = journal();
      await read.read();
      await read.append(['b']);
      assert.equal((await stat(path())).mode & 0o777, 0o700);
      assert.equal((await stat(join(path(), 'tasks-1.ndjson'))).mode & 0o777, 0o600);
    });
  }
});

import assert from 'node:assert/strict';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { FileSource } from '../../../src/core/cloud';
import {
  discardRemains,
  download,
  type DownloadOrder,
  type Remains,
} from '../../../src/core/download/download';
import type { TransferProgress } from '../../../src/core/download/transfer';
import { isCloudError } from '../../../src/core/errors';
import type { Transport } from '../../../src/core/http/request';
import { isRefusal } from '../../../src/core/refusal';
import { inOurWords } from '../../../src/core/reasons';
import { HurriedClock } from '../../fakes/clock';
import { testFolder } from '../../fakes/folder';
import { serve } from '../../fakes/storedFile';
import { FakeTransport, type Reply } from '../../fakes/transport';
import { problemWith } from '../../harness/problems';

const never = new AbortController().signal;
const fetch = (transport: Transport, order: DownloadOrder, signal: AbortSignal) =>
  download({ transport, clock: new HurriedClock(), random: () => 0 }, order, signal);
const length = (body: string | Buffer) => ({ 'content-length': String(Buffer.byteLength(body)) });
const zip = Buffer.from('PK\u0003\u0004 and the rest of an archive', 'latin1');

describe('download', () => {
  const folder = testFolder();

  /** A source whose links are numbered: each asking makes a new one. */
  function orderOf(changes: Partial<DownloadOrder> = {}, source: Partial<FileSource> = {}) {
    const asked: string[] = [];
    const order: DownloadOrder = {
      source: () => {
        asked.push(`https://files.example.com/${asked.length + 1}`);
        return Promise.resolve({
          request: { method: 'GET', url: asked.at(-1) ?? '', headers: {} },
          name: 'report.csv',
          problem: answer => ({
            kind: 'permission',
            status: answer.status,
            message: answer.body.toString(),
          }),
          ...source,
        });
      },
      target: { folder: folder.path },
      ...changes,
    };
    return { order, asked };
  }

  async function problemOf(replies: readonly Reply[], source: Partial<FileSource> = {}) {
    const { order, asked } = orderOf({}, source);
    const transport = new FakeTransport(replies);
    const error: unknown = await fetch(transport, order, never).catch((thrown: unknown) => thrown);
    assert.ok(isCloudError(error), String(error));
    assert.deepEqual(await folder.files(), [], 'nothing is left behind');
    return { problem: error.problem, asked, transport };
  }

  it('writes the file under its name and says where it is', async () => {
    const transport = new FakeTransport([{ body: 'a,b\n', headers: length('a,b\n') }]);
    assert.equal(await fetch(transport, orderOf().order, never), folder.at('report.csv'));
    assert.equal(await readFile(folder.at('report.csv'), 'utf8'), 'a,b\n');
    assert.deepEqual(await folder.files(), ['report.csv']);
    assert.deepEqual(transport.last, { method: 'GET', url: 'https://files.example.com/1', headers: {} });
  });

  if (process.platform !== 'win32') {
    it('lets nobody but the owner read it', async () => {
      const path = await fetch(new FakeTransport([{ body: 'x' }]), orderOf().order, never);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
    });
  }

  it('tells how far it is', async () => {
    const seen: TransferProgress[] = [];
    const { order } = orderOf({ onProgress: progress => seen.push(progress) });
    const chunks = [Buffer.from('abc'), Buffer.from('de')];
    await fetch(new FakeTransport([{ chunks, headers: { 'content-length': '5' } }]), order, never);
    assert.deepEqual(seen, [
      { received: 3, total: 5 },
      { received: 5, total: 5 },
    ]);
  });

  for (const headers of [{}, { 'content-length': 'many' }]) {
    it(`takes what comes when the length is not told: ${JSON.stringify(headers)}`, async () => {
      const seen: TransferProgress[] = [];
      const { order } = orderOf({ onProgress: progress => seen.push(progress) });
      await fetch(new FakeTransport([{ body: 'abc', headers }]), order, never);
      assert.deepEqual(seen, [{ received: 3 }]);
    });
  }

  it('writes an empty file', async () => {
    await fetch(new FakeTransport([{ headers: { 'content-length': '0' } }]), orderOf().order, never);
    assert.equal((await stat(folder.at('report.csv'))).size, 0);
  });

  it('leaves nothing of a body that ends too early', async () => {
    const { problem } = await problemOf([{ body: 'abc', headers: { 'content-length': '5' } }]);
    assert.deepEqual(problem, { kind: 'network', ...inOurWords('cutShort') });
  });

  for (const chunks of [['abcdefgh'], ['abcde', 'fgh']]) {
    it(`leaves nothing of a body that is longer than it was said to be: ${chunks.join('|')}`, async () => {
      const body = { chunks: chunks.map(chunk => Buffer.from(chunk)) };
      const { problem } = await problemOf([{ ...body, headers: { 'content-length': '5' } }]);
      assert.deepEqual(problem, { kind: 'protocol', ...inOurWords('tooLarge') });
    });
  }

  it('leaves nothing of a body that breaks off, and says of whose file', async () => {
    const broken = new Error('socket hang up');
    const transport = new FakeTransport([{ chunks: [Buffer.from('abc'), broken] }]);
    await assert.rejects(fetch(transport, orderOf().order, never), broken);
    assert.deepEqual(await folder.files(), []);
    assert.equal(transport.aborted, 1, 'the connection is dropped');
  });

  describe('when the link is dead', () => {
    for (const status of [400, 401, 403]) {
      it(`asks once for a new one after a ${status}`, async () => {
        const { order, asked } = orderOf();
        const transport = new FakeTransport([{ status, body: '<Error/>' }, { body: 'abc' }]);
        await fetch(transport, order, never);
        assert.deepEqual(
          transport.requests.map(({ url }) => url),
          asked,
        );
        assert.equal(asked.length, 2);
        assert.equal(await readFile(folder.at('report.csv'), 'utf8'), 'abc');
        assert.equal(transport.aborted, 1, 'the first answer is let go');
      });
    }

    it('gives up when the new one is dead too, with the vendor’s words', async () => {
      const { problem, asked } = await problemOf([
        { status: 403, body: 'first' },
        { status: 403, body: 'Request has expired.' },
      ]);
      assert.deepEqual(problem, { kind: 'permission', status: 403, message: 'Request has expired.' });
      assert.equal(asked.length, 2);
    });

    for (const status of [404, 429, 500, 204, 206, 302]) {
      it(`asks for no new one after a ${status}, and writes none of it`, async () => {
        const { problem, asked } = await problemOf([{ status, body: 'no' }]);
        assert.equal(problem.status, status);
        assert.equal(asked.length, 1);
      });
    }

    it('asks the source whether a new one would help, where it knows', async () => {
      const statuses: number[] = [];
      const isStale = (stale: boolean) => ({
        isStale: ({ status, body }: { status: number; body: Buffer }) => {
          statuses.push(status);
          return stale && body.toString() === 'token expires';
        },
      });
      const { asked } = await problemOf([{ status: 401, body: 'wrong key' }], isStale(false));
      assert.equal(asked.length, 1, 'a refused key is not tried twice');
      const { order, asked: again } = orderOf({}, isStale(true));
      await fetch(new FakeTransport([{ status: 418, body: 'token expires' }, { body: 'x' }]), order, never);
      assert.equal(again.length, 2);
      assert.deepEqual(statuses, [401, 418]);
    });

    it('reads no more than 64 kB of an error', async () => {
      const chunks = Array.from({ length: 100 }, () => Buffer.alloc(16 * 1024, 'x'));
      const { problem } = await problemOf([{ status: 404, chunks }]);
      assert.equal(problem.message.length, 80 * 1024, 'ends with the piece that went over');
    });
  });

  describe('of a zip archive', () => {
    const asZip = (reply: Reply) => {
      const { order } = orderOf({}, { format: 'zip', name: 'report.zip' });
      return fetch(new FakeTransport([reply]), order, never);
    };

    it('writes what begins as one', async () => {
      await asZip({ body: zip });
      assert.deepEqual(await readFile(folder.at('report.zip')), zip);
    });

    it('writes an empty archive', () => asZip({ body: Buffer.from('PK\u0005\u0006', 'latin1') }));

    it('writes one that comes in tiny pieces', async () => {
      const chunks = [...zip].map(byte => Buffer.from([byte]));
      await asZip({ chunks });
      assert.deepEqual(await readFile(folder.at('report.zip')), zip);
    });

    for (const [name, reply] of [
      ['text', { body: 'PK or not, this is no archive' }],
      ['HTML', { body: '<html>' }],
      ['nothing', {}],
      ['three bytes', { body: 'PK\u0003' }],
      ['another signature of PK', { body: Buffer.from('PK\u0001\u0002', 'latin1') }],
    ] as const) {
      it(`refuses ${name}`, async () => {
        const { problem } = await problemOf([reply], { format: 'zip' });
        assert.deepEqual([problem.kind, problem.message], ['protocol', 'The answer is not a zip file.']);
      });
    }

    it('passes on what an error under 200 says', async () => {
      const { problem } = await problemOf([{ body: '{"error_code":"HSS.0011"}' }], {
        format: 'zip',
        problem: ({ body }) => ({
          kind: 'notFound',
          message: 'resource not found',
          code: body.toString(),
          requestId: 'R-1',
        }),
      });
      assert.deepEqual(problem, {
        kind: 'notFound',
        message: 'resource not found',
        code: '{"error_code":"HSS.0011"}',
        requestId: 'R-1',
      });
    });
  });

  describe('to its place', () => {
    const get = (changes: Partial<DownloadOrder>, name = 'report.csv') =>
      fetch(new FakeTransport([{ body: 'new' }]), orderOf(changes, { name }).order, never);

    it('makes the folder', async () => {
      const target = { folder: folder.at('a/b') };
      assert.equal(await get({ target }), folder.at('a/b/report.csv'));
    });

    it('stays in the folder whatever the cloud calls the file', async () =>
      assert.equal(await get({}, '../../.bashrc'), folder.at('.bashrc')));

    it('takes the path that is given, not the cloud’s name', async () => {
      const target = { path: folder.at('mine.csv') };
      assert.equal(await get({ target }, '../evil'), folder.at('mine.csv'));
    });

    it('takes a path that is a folder for a folder', async () => {
      await mkdir(folder.at('dir'));
      assert.equal(await get({ target: { path: folder.at('dir') } }, 'a:b.csv'), folder.at('dir/a_b.csv'));
    });

    it('leaves a file alone that has the name', async () => {
      await writeFile(folder.at('report.csv'), 'old');
      assert.equal(await get({}), folder.at('report (1).csv'));
      assert.equal(await readFile(folder.at('report.csv'), 'utf8'), 'old');
    });

    it('overwrites it when the user was asked', async () => {
      await writeFile(folder.at('report.csv'), 'old');
      assert.equal(await get({ overwrite: true }), folder.at('report.csv'));
      assert.equal(await readFile(folder.at('report.csv'), 'utf8'), 'new');
    });

    const refusalOf = async (target: DownloadOrder['target']) => {
      const transport = new FakeTransport([{ body: 'new' }]);
      const error: unknown = await fetch(transport, orderOf({ target }).order, never).catch(
        (thrown: unknown) => thrown,
      );
      assert.ok(isRefusal(error) && error.reason.kind === 'file', String(error));
      assert.equal(transport.aborted, 1, 'the connection is dropped');
      return error.reason;
    };

    it('says that the folder cannot be made', async () => {
      await writeFile(folder.at('file'), '');
      const path = folder.at('file/dir');
      assert.deepEqual(await refusalOf({ folder: path }), { kind: 'file', code: 'ENOTDIR', path });
    });

    it('says that the folder of a path is missing', async () => {
      const path = folder.at('gone/a.csv');
      assert.deepEqual(await refusalOf({ path }), { kind: 'file', code: 'ENOENT', path });
    });
  });

  describe('that is cancelled', () => {
    it('leaves nothing behind', async () => {
      const controller = new AbortController();
      const { order } = orderOf({ onProgress: () => controller.abort(new Error('enough')) });
      const transport = new FakeTransport([{ chunks: [Buffer.from('abc'), Buffer.from('def')] }]);
      await assert.rejects(fetch(transport, order, controller.signal), {
        problem: { kind: 'cancelled', message: 'The download was cancelled.' },
      });
      assert.deepEqual(await folder.files(), []);
    });

    it('leaves a file alone that it was to overwrite', async () => {
      await writeFile(folder.at('report.csv'), 'old');
      const controller = new AbortController();
      const { order } = orderOf({ overwrite: true, onProgress: () => controller.abort() });
      const transport = new FakeTransport([{ chunks: [Buffer.from('abc'), Buffer.from('def')] }]);
      await assert.rejects(fetch(transport, order, controller.signal));
      assert.equal(await readFile(folder.at('report.csv'), 'utf8'), 'old');
      assert.deepEqual(await folder.files(), ['report.csv']);
    });

    it('is not given a name when it is cancelled with its last piece', async () => {
      const controller = new AbortController();
      const { order } = orderOf({ onProgress: () => controller.abort() });
      const downloading = fetch(new FakeTransport([{ body: 'abc' }]), order, controller.signal);
      await assert.rejects(downloading, {
        problem: { kind: 'cancelled', message: 'The download was cancelled.' },
      });
      assert.deepEqual(await folder.files(), []);
    });

    it('hands the signal to whoever is asked', async () => {
      const signals: unknown[] = [];
      const { order } = orderOf();
      const transport = new FakeTransport((_request, _number, signal) => {
        signals.push(signal);
        return { body: 'x' };
      });
      const source = (signal: AbortSignal) => {
        signals.push(signal);
        return order.source(signal);
      };
      await fetch(transport, { ...order, source }, never);
      assert.deepEqual(signals, [never, never]);
    });
  });

  describe('that is kept', () => {
    const stored = { content: Buffer.from('0123456789'), etag: '"one"' };
    const half = { chunks: [Buffer.from('01234'), new Error('killed')] };
    const head = { etag: '"one"', 'content-length': '10' };

    /** Keeps what is on disk as it would be read back. */
    function keeper() {
      const kept: Remains[] = [];
      const keep = (remains: Remains) => {
        kept.push(JSON.parse(JSON.stringify(remains)) as Remains);
        return Promise.resolve();
      };
      return { kept, keep, last: () => kept.at(-1) };
    }

    async function leftBehind(more: Partial<DownloadOrder> = {}) {
      const { keep, last } = keeper();
      const transport = new FakeTransport([{ ...half, headers: head }]);
      await assert.rejects(fetch(transport, orderOf({ keep, ...more }).order, never), { message: 'killed' });
      const remains = last();
      assert.ok(remains?.stand);
      return remains;
    }

    it('goes on with what it has left', async () => {
      const remains = await leftBehind();
      assert.deepEqual(await folder.files(), ['report.csv.part']);
      const transport = new FakeTransport(request => serve(request, stored));
      const { keep } = keeper();
      assert.equal(await fetch(transport, orderOf({ keep, remains }).order, never), folder.at('report.csv'));
      assert.deepEqual(transport.last.headers, { range: 'bytes=5-', 'if-match': '"one"' });
      assert.equal(await readFile(folder.at('report.csv'), 'utf8'), '0123456789');
      assert.deepEqual(await folder.files(), ['report.csv']);
    });

    it('uses the same part file where it has to begin anew', async () => {
      const { place } = await leftBehind();
      assert.ok(place);
      const transport = new FakeTransport(request => serve(request, stored));
      const { kept, keep } = keeper();
      await fetch(transport, orderOf({ keep, remains: { place } }).order, never);
      assert.deepEqual(kept[0], { place });
      assert.deepEqual(transport.last.headers, {});
      assert.deepEqual(await folder.files(), ['report.csv']);
    });

    it('says that it is about to make the part file, that it is made, and that all is in it', async () => {
      const { kept, keep } = keeper();
      const files: string[][] = [];
      const order = orderOf({
        keep: async remains => {
          files.push(await folder.files());
          await keep(remains);
        },
      });
      await fetch(new FakeTransport(request => serve(request, stored)), order.order, never);
      assert.deepEqual(
        kept.map(remains => Object.keys(remains)),
        [['announced'], ['place'], ['place', 'stand'], ['place', 'stand', 'whole']],
      );
      assert.deepEqual([files[0], files[1]], [[], ['report.csv.part']]);
      assert.deepEqual([kept[0]?.announced, kept[3]?.whole], [folder.at('report.csv.part'), 10]);
    });

    it('makes no request when it has its name already, and takes away the one it had before', async () => {
      for (const hasBoth of [true, false]) {
        const { place, stand } = await leftBehind();
        assert.ok(place);
        await writeFile(place.part, stored.content);
        await (hasBoth ? link(place.part, place.path) : rename(place.part, place.path));
        const transport = new FakeTransport([]);
        const remains = { place, ...(stand && { stand }), whole: 10 };
        const { order, asked } = orderOf({ ...keeper(), remains });
        assert.equal(await fetch(transport, order, never), place.path);
        assert.deepEqual([asked, transport.requests.length], [[], 0]);
        assert.deepEqual(await folder.files(), ['report.csv']);
        await rm(place.path);
      }
    });

    it('takes away a part file that was announced and not made known', async () => {
      await writeFile(folder.at('report.csv.part'), '');
      const remains = { announced: folder.at('report.csv.part') };
      const { keep } = keeper();
      const transport = new FakeTransport(request => serve(request, stored));
      assert.equal(await fetch(transport, orderOf({ keep, remains }).order, never), folder.at('report.csv'));
      assert.deepEqual(await folder.files(), ['report.csv']);
    });

    it('keeps what it was told when it is cancelled before it knows whether that holds', async () => {
      const remains = await leftBehind();
      const { keep, kept } = keeper();
      const cancelled = AbortSignal.abort();
      await assert.rejects(fetch(new FakeTransport([]), orderOf({ keep, remains }).order, cancelled));
      assert.deepEqual(kept, [remains]);
    });

    it('leaves no part file of which it turns out that nobody keeps it', async () => {
      const controller = new AbortController();
      const keep = ({ place }: Remains) => {
        if (place) controller.abort();
        return Promise.resolve();
      };
      const transport = new FakeTransport(request => serve(request, stored));
      const fetching = fetch(transport, orderOf({ keep }).order, controller.signal);
      await assert.rejects(fetching, problemWith({ kind: 'cancelled' }));
      assert.deepEqual(await folder.files(), []);
    });

    it('leaves the one that there was, which another may have taken', async () => {
      const { place } = await leftBehind();
      assert.ok(place);
      const controller = new AbortController();
      const keep = () => Promise.resolve(controller.abort());
      const transport = new FakeTransport(request => serve(request, stored));
      const { order } = orderOf({ keep, remains: { place } });
      await assert.rejects(fetch(transport, order, controller.signal), problemWith({ kind: 'cancelled' }));
      assert.deepEqual(await folder.files(), ['report.csv.part']);
    });

    it('gets no name when whoever keeps it says no at the last moment', async () => {
      const controller = new AbortController();
      const { kept, keep } = keeper();
      const order = orderOf({
        keep: remains => {
          if (remains.whole !== undefined) controller.abort();
          return keep(remains);
        },
      });
      const transport = new FakeTransport(request => serve(request, stored));
      const fetching = fetch(transport, order.order, controller.signal);
      await assert.rejects(fetching, problemWith({ kind: 'cancelled' }));
      assert.deepEqual(await folder.files(), ['report.csv.part']);
      assert.equal(kept.at(-1)?.whole, undefined);
    });

    describe('and given up', () => {
      it('leaves nothing', async () => {
        assert.equal(await discardRemains(await leftBehind()), undefined);
        assert.deepEqual(await folder.files(), []);
        assert.equal(await discardRemains({}), undefined);
      });

      it('leaves a file that is whole, and says where it is', async () => {
        for (const hasBoth of [true, false]) {
          const { place } = await leftBehind({ target: { path: folder.at(`${hasBoth}.csv`) } });
          assert.ok(place);
          await (hasBoth ? link(place.part, place.path) : rename(place.part, place.path));
          assert.equal(await discardRemains({ place, whole: 5 }), place.path);
        }
        assert.deepEqual(await folder.files(), ['false.csv', 'true.csv']);
      });

      it('leaves the file of another program that stands there', async () => {
        const remains = await leftBehind();
        await rename(folder.at('report.csv.part'), folder.at('moved'));
        await writeFile(folder.at('report.csv.part'), 'theirs');
        await discardRemains(remains);
        assert.equal(await readFile(folder.at('report.csv.part'), 'utf8'), 'theirs');
      });
    });
  });

  it('says of whose file it was when the network breaks', async () => {
    const place = { service: 'bls', region: 'bj' };
    const { problem } = await problemOf([{ body: 'abc', headers: { 'content-length': '5' } }], { place });
    assert.deepEqual([problem.service, problem.region], ['bls', 'bj']);
  });
});

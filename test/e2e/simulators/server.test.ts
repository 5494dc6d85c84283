import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { SimulatorAnswer, SimulatorFactory } from '../../../src/core/cloud';
import {
  alterAnswer,
  answerWith,
  dropConnection,
  firstTimes,
  stallAfter,
  truncateAfter,
} from '../../../src/simulator/faults';
import { startSimulator, type SimulatorServer } from '../../../src/simulator/server';
import { handClock } from '../../harness/simulators';
import { send } from '../../harness/wire';

const text = Buffer.from('0123456789');
const large = Buffer.alloc(8 * 1024 * 1024, 'abcdefgh');
const etag = '"v1"';

/** A cloud of files: `/whole` and `/refuse` differ in what a bad range gets; `/echo` tells what came. */
const files: SimulatorFactory = {
  demo: () => ({ accounts: [], credentials: [], tasks: [] }),
  create: world => ({
    answer({ path, query, body, method }, now): SimulatorAnswer {
      if (path === '/throw') throw new Error('a bug');
      if (path === '/echo')
        return { status: 200, body: JSON.stringify([method, query, body.length, world.origin, now]) };
      if (path === '/none') return { status: 204 };
      const badRange = path === '/refuse' ? 'refuse' : 'whole';
      const file = path === '/large' ? large : path === '/empty' ? Buffer.alloc(0) : text;
      return { file, etag, badRange, headers: { 'x-vendor': 'yes' } };
    },
  }),
};

/** A promise that resolves when told. */
function gate() {
  let release = () => {};
  const released = new Promise<undefined>(resolve => (release = () => resolve(undefined)));
  return { released, release: () => release() };
}

describe('simulator server', () => {
  const clock = handClock();
  let server: SimulatorServer;
  before(async () => void (server = await startSimulator(files, { credentials: [], tasks: [] }, { clock })));
  after(() => server.close());
  afterEach(() => server.intercept(undefined));

  const get = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
    send(server.origin, { method, target, headers });

  it('hands the request on as it came, and tells its own time', async () => {
    const reply = await send(server.origin, { method: 'POST', target: '/echo?a=%2F?b', body: '文' });
    assert.deepEqual(reply.json(), ['POST', 'a=%2F?b', 3, server.origin, clock.now()]);
    assert.equal(reply.headers.date, 'Sun, 22 Nov 2026 10:00:00 GMT');
    const { method, path, query, status, at } = server.requests.at(-1) ?? {};
    assert.deepEqual([method, path, query, status, at], ['POST', '/echo', 'a=%2F?b', 200, clock.now()]);
  });

  it('serves a file whole', async () => {
    const { status, headers, body } = await get('/whole');
    assert.equal(status, 200);
    assert.deepEqual(body, text);
    const { etag: tag, 'accept-ranges': ranges, 'content-length': length, 'x-vendor': vendor } = headers;
    assert.deepEqual([tag, ranges, length, vendor], [etag, 'bytes', '10', 'yes']);
  });

  const ranges: readonly (readonly [
    target: string,
    range: string,
    status: number,
    body: string,
    contentRange?: string,
  ])[] = [
    ['/whole', 'bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['/whole', 'bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['/whole', 'bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['/whole', 'bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
    ['/whole', 'bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['/whole', 'bytes=10-', 200, '0123456789'],
    ['/whole', 'bytes=4-2', 200, '0123456789'],
    ['/whole', 'bytes=0-1,3-4', 200, '0123456789'],
    ['/whole', 'chars=0-1', 200, '0123456789'],
    ['/refuse', 'bytes=10-', 416, '', 'bytes */10'],
    ['/refuse', 'bytes=-0', 416, '', 'bytes */10'],
    ['/empty', 'bytes=0-0', 200, ''],
  ];
  for (const [target, range, status, body, contentRange] of ranges) {
    it(`answers ${status} to ${range} of ${target}`, async () => {
      const reply = await get(target, { range });
      assert.deepEqual([reply.status, String(reply.body)], [status, body]);
      assert.equal(reply.headers['content-range'], contentRange);
    });
  }

  it('minds conditions', async () => {
    const range = 'bytes=1-2';
    assert.equal((await get('/whole', { 'if-match': '"v2", "v1"' })).status, 200);
    assert.equal((await get('/whole', { range, 'if-match': '"v2"' })).status, 412);
    assert.equal((await get('/whole', { 'if-none-match': etag })).status, 304);
    assert.equal((await get('/whole', { range, 'if-range': etag })).status, 206);
    const changed = await get('/whole', { range, 'if-range': '"v2"' });
    assert.deepEqual([changed.status, changed.body.length], [200, 10]);
  });

  it('answers HEAD without a body', async () => {
    const { status, headers, body } = await get('/whole', {}, 'HEAD');
    assert.deepEqual([status, headers['content-length'], body.length], [200, '10', 0]);
    assert.equal((await get('/whole', {}, 'POST')).status, 405);
    assert.equal((await get('/none')).status, 204);
  });

  it('streams a large file', async () => {
    const { body } = await get('/large');
    const sum = (data: Buffer) => createHash('md5').update(data).digest('hex');
    assert.equal(sum(body), sum(large));
  });

  it('takes 100 kB of headers and 1 MB of body, and no more', async () => {
    const token = 'x'.repeat(100_000);
    assert.equal((await get('/echo', { 'x-auth-token': token })).status, 200);
    assert.equal((await get('/echo', { 'x-auth-token': token.repeat(2) })).status, 431);
    const post = (size: number) =>
      send(server.origin, { method: 'POST', target: '/echo', body: 'x'.repeat(size) });
    assert.equal((await post(1024 * 1024)).status, 200);
    assert.equal((await post(1024 * 1024 + 1)).status, 413);
    assert.equal((await get('/echo')).status, 200); // and lives on
  });

  it('shows a bug of a simulator as one', async () => {
    const { status, body } = await get('/throw');
    assert.equal(status, 500);
    assert.match(String(body), /The simulator failed: Error: a bug/);
  });

  it('keeps the latest requests', async () => {
    const few = await startSimulator(files, { credentials: [], tasks: [] }, { clock, maxSeen: 2 });
    for (const query of ['a', 'b', 'c']) await send(few.origin, { target: `/echo?${query}` });
    await few.close();
    assert.deepEqual(
      few.requests.map(({ query }) => query),
      ['b', 'c'],
    );
  });

  describe('faults', () => {
    it('answer in place of the simulator, as often as asked', async () => {
      const throttled = answerWith(429, { code: 'RequestLimited' }, { 'retry-after': '1' });
      server.intercept(firstTimes(2, throttled, ({ path }) => path === '/whole'));
      const statuses = [];
      for (const target of ['/echo', '/whole', '/whole', '/whole']) statuses.push((await get(target)).status);
      assert.deepEqual(statuses, [200, 429, 429, 200]);
    });

    it('drop the connection', async () => {
      server.intercept(() => dropConnection);
      await assert.rejects(get('/whole'), /socket hang up|ECONNRESET/);
      assert.equal(server.requests.at(-1)?.status, undefined);
    });

    it('cut the body short of its length', async () => {
      server.intercept(() => truncateAfter(4));
      await assert.rejects(get('/whole'), /aborted|ECONNRESET/);
    });

    it('hold a request back until told', async () => {
      const { released, release } = gate();
      server.intercept(() => released);
      const seen = server.requests.length;
      let answered = false;
      const reply = get('/whole').finally(() => (answered = true));
      while (server.requests.length === seen) await turn();
      for (let count = 0; count < 20; count++) await turn();
      assert.equal(answered, false);
      release();
      assert.equal((await reply).status, 200);
    });

    it('stall in the middle of a body until told', async () => {
      const { released, release } = gate();
      server.intercept(() => stallAfter(3, released));
      const reader = (await fetch(`${server.origin}/whole`)).body?.getReader();
      assert.deepEqual((await reader?.read())?.value, new Uint8Array(Buffer.from('012')));
      release();
      assert.deepEqual((await reader?.read())?.value, new Uint8Array(Buffer.from('3456789')));
      assert.equal((await reader?.read())?.done, true);
    });

    it('alter an answer on its way', async () => {
      server.intercept(() =>
        alterAnswer(answer => ({ ...answer, headers: { ...answer.headers, etag: '"other"' } })),
      );
      const { status, headers } = await get('/whole', { range: 'bytes=0-1' });
      assert.deepEqual([status, headers.etag], [206, '"other"']);
    });
  });
});

describe('simulator server, coming and going', () => {
  const clock = handClock();
  const world = { credentials: [], tasks: [] };

  it('binds loopback only', async () => {
    await assert.rejects(startSimulator(files, world, { clock, host: '0.0.0.0' }), /Not a loopback address/);
  });

  it('closes its connections and frees its port', async () => {
    const server = await startSimulator(files, world, { clock });
    const { hostname, port } = new URL(server.origin);
    const idle = connect(Number(port), hostname).on('error', () => {});
    const closed = new Promise(resolve => idle.on('close', resolve));
    await new Promise(resolve => idle.on('connect', resolve));
    server.intercept(() => new Promise(() => {})); // never answers
    const hanging = assert.rejects(send(server.origin, { target: '/whole' }));
    while (server.requests.length === 0) await turn();
    await server.close();
    await Promise.all([closed, hanging]);
    await server.close(); // twice does no harm
    const again = await startSimulator(files, world, { clock, port: Number(port) });
    await again.close();
  });

  it('can be given another world', async () => {
    const named: SimulatorFactory = {
      ...files,
      create: ({ credentials }) => ({ answer: () => ({ status: 200, body: String(credentials.length) }) }),
    };
    const server = await startSimulator(named, world, { clock });
    const count = async () => String((await send(server.origin, {})).body);
    assert.equal(await count(), '0');
    server.setWorld({ ...world, credentials: [{}, {}] });
    assert.equal(await count(), '2');
    await server.close();
  });
});

import assert from 'node:assert/strict';
import { cdnTasks, create, hour, now, read, sign, verdict, type Row } from '../../harness/alibaba';
import { manyTasks, received, taskOf, type SignedRequest, type World } from '../../harness/simulators';

describe('Alibaba simulator: CDN', () => {
  const list = (world: Partial<World>, query: Record<string, string> = {}, at = now) =>
    read(create(world).answer(received(sign('DescribeRefreshTasks', query, { now: at })), at)).body;
  const day = 24 * hour;
  const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');

  it('nests its rows and shows progress as text', () => {
    const steps = [
      { after: 0, state: 'waiting' },
      { after: 1000, state: 'running', progress: 0.9937 },
      { after: 2000, state: 'failed' },
    ];
    const failure = { code: 'OriginTimeout', message: 'too slow' };
    const tasks = [taskOf('cdn', '9', now, { type: 'preload', steps, failure })];
    const at = (time: number) => cdnTasks(list({ tasks }, {}, time))[0];
    assert.deepEqual([at(now)?.['Status'], at(now)?.['Process']], ['Pending', '0%']);
    assert.deepEqual([at(now + 1000)?.['Status'], at(now + 1000)?.['Process']], ['Refreshing', '99.37%']);
    assert.deepEqual(
      [at(now + 2000)?.['Status'], at(now + 2000)?.['Description']],
      ['Failed', 'OriginTimeout'],
    );
    assert.equal(at(now)?.['CreationTime'], '2026-11-22T10:00:00Z');
  });

  it('pages by number, twenty a page and a hundred at the most', () => {
    const world = { tasks: manyTasks('cdn', 250, now) };
    assert.equal(cdnTasks(list(world)).length, 20);
    const last = list(world, { PageNumber: '3', PageSize: '100' });
    assert.deepEqual([cdnTasks(last).length, last['TotalCount'], last['PageNumber']], [50, 250, 3]);
  });

  const refused: readonly (readonly [string, Record<string, string>])[] = [
    ['InvalidPageSize.ValueNotSupported', { PageSize: '101' }],
    ['InvalidPageNumber.ValueNotSupported', { PageNumber: '100001' }],
    ['MissingParameter.ObjectType', { Status: 'Complete' }],
    ['MissingParameter.ObjectType', { DomainName: 'example.com' }],
    ['InvalidObjectType.ValueNotSupported', { ObjectType: 'File' }],
    ['InvalidStatus.ValueNotSupported', { ObjectType: 'file', Status: 'complete' }],
    ['MissingTimeParameter', { StartTime: iso(now - hour) }],
    ['MissingTimeParameter', { EndTime: iso(now) }],
    ['InvalidStartTime.Malformed', { StartTime: new Date(now - hour).toISOString(), EndTime: iso(now) }],
    ['InvalidEndTime.Malformed', { StartTime: iso(now - hour), EndTime: 'now' }],
    ['InvalidEndTime.Mismatch', { StartTime: iso(now), EndTime: iso(now - hour) }],
    ['InvalidTime', { StartTime: iso(now - 3 * day - 1000), EndTime: iso(now) }],
    ['InvalidTaskId.Malformed', { TaskId: '1,2' }],
    ['InvalidObjectPath.Malformed', { ObjectPath: 'a.css' }],
  ];
  for (const [code, query] of refused) {
    it(`answers ${code} to ${JSON.stringify(query)}`, () => {
      assert.equal(verdict(create(), sign('DescribeRefreshTasks', query)), `400 ${code}`);
    });
  }

  it('filters, and knows three days only', () => {
    const tasks = [
      taskOf('cdn', '1', now - 3 * day - 1),
      taskOf('cdn', '2', now - 2 * day, { type: 'directory', name: 'https://other.example.com/d/' }),
      taskOf('cdn', '3', now - hour),
      taskOf('cdn', '4', now),
    ];
    const ids = (query: Record<string, string> = {}) =>
      cdnTasks(list({ tasks }, query)).map(task => task['TaskId']);
    assert.deepEqual(ids(), ['4', '3', '2']);
    assert.deepEqual(ids({ ObjectType: 'directory' }), ['2']);
    assert.deepEqual(ids({ ObjectType: 'file', Status: 'Refreshing' }), ['4']);
    assert.deepEqual(ids({ ObjectType: 'directory', DomainName: 'other.example.com' }), ['2']);
    assert.deepEqual(ids({ TaskId: '3' }), ['3']);
    assert.deepEqual(ids({ TaskId: '3', ObjectPath: 'https://example.com/4.js' }), []);
    assert.deepEqual(ids({ StartTime: iso(now - 2 * day), EndTime: iso(now - hour) }), ['3', '2']);
  });

  it('gives every row of an id, flat, for ten ids at the most', () => {
    const shared = ['a', 'b'].map(name => taskOf('cdn', '5', now, { name: `https://example.com/${name}` }));
    const simulator = create({ tasks: [...shared, taskOf('cdn', '6', now), taskOf('cdn', '7', now)] });
    const ask = (TaskId: string) => sign('DescribeRefreshTaskById', { TaskId });
    const { body } = read(simulator.answer(received(ask('5,6,404')), now));
    assert.deepEqual([body['TotalCount'], (body['Tasks'] as Row[]).length], [3, 3]);
    assert.equal(verdict(simulator, ask('1,2,3,4,5,6,7,8,9,10,11')), '400 InvalidTaskId.Malformed');
    assert.equal(verdict(simulator, sign('DescribeRefreshTaskById')), '400 InvalidTaskId.Malformed');
  });

  it('speaks XML unless JSON is asked for', () => {
    const simulator = create({ tasks: [taskOf('cdn', '1', now, { name: 'https://example.com/?a&b' })] });
    const text = (request: SignedRequest) => {
      const answer = simulator.answer(received(request), now);
      return 'file' in answer ? '' : String(answer.body);
    };
    const any = { headers: { accept: '*/*' } };
    assert.match(
      text(sign('DescribeRefreshTasks', {}, any)),
      /<CDNTask>.*<ObjectPath>https:\/\/example.com\/\?a&amp;b<.*<\/CDNTask>/,
    );
    assert.match(
      text(sign('DescribeRefreshTasks', { TaskId: '!' }, any)),
      /^<\?xml .*\n<Error>.*<Code>InvalidTaskId/,
    );
    assert.match(text(sign('DescribeRefreshTasks', { Format: 'JSON' }, any)), /^\{/);
  });
});

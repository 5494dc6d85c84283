import assert from 'node:assert/strict';
import { alibaba } from '../../src/clouds/alibaba';
import { baidu } from '../../src/clouds/baidu';
import { huawei } from '../../src/clouds/huawei';
import type { Cloud, ScriptedTask } from '../../src/core/cloud';
import { answerWith } from '../../src/simulator/faults';
import { inApp, type App } from '../harness/app';
import { inState, minute, scripted, second, zipFile } from '../harness/worlds';

/** What each service calls the parts of a record, for the same oddities to be played to all of them. */
interface Words {
  readonly cloud: Cloud;
  readonly service: string;
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly done: string;
  readonly link?: string;
}

const services: readonly Words[] = [
  {
    cloud: alibaba,
    service: 'cloudFirewall',
    id: 'TaskId',
    name: 'TaskName',
    status: 'Status',
    done: 'finish',
    link: 'FileURL',
  },
  { cloud: alibaba, service: 'cdn', id: 'TaskId', name: 'ObjectPath', status: 'Status', done: 'Complete' },
  { cloud: baidu, service: 'bls', id: 'uuid', name: 'name', status: 'state', done: 'SUCCESS' },
  { cloud: huawei, service: 'hss', id: 'task_id', name: 'task_name', status: 'task_status', done: 'success' },
];

/** One odd record between two ordinary ones. */
async function show(app: App, { cloud, service }: Words, fields: Partial<ScriptedTask>) {
  const file = zipFile();
  const world = {
    tasks: [
      scripted(service, 'before', app.now - second, { file }),
      scripted(service, 'odd', app.now - minute, { file, ...fields }),
      scripted(service, 'after', app.now - 2 * minute, { file }),
    ],
  };
  const server = await app.simulate(cloud, world);
  const account = await app.add(server, { services: [service] });
  assert.deepEqual([app.places(account)[0]?.state, app.tasks().length], ['ok', 3]);
  assert.deepEqual([app.task('before').status, app.task('after').status], ['succeeded', 'succeeded']);
  const [odd] = app.tasks().filter(({ id }) => id !== 'before' && id !== 'after');
  assert.ok(odd);
  return { server, odd };
}

for (const words of services) {
  const { service, id, name, status, done } = words;
  describe(`an odd record of ${service}`, () => {
    const statuses: readonly (readonly [what: string, value: unknown, raw: string])[] = [
      ['a number', 5, ''],
      ['missing', undefined, ''],
      ['null', null, ''],
      ['an object', { is: done }, ''],
      ['true', true, ''],
      ['an empty text', '', ''],
      ['a word from elsewhere', 'constructor', 'constructor'],
      ['a word with a blank', ` ${done}`, ` ${done}`],
    ];
    for (const [what, value, raw] of statuses) {
      it(
        `is one unknown row where the status is ${what}`,
        inApp(async app => {
          const { odd } = await show(app, words, { overrides: { [status]: value } });
          assert.deepEqual([odd.id, odd.status, odd.rawStatus], ['odd', 'unknown', raw]);
          assert.ok(typeof odd.raw === 'object' && odd.raw !== null);
        }),
      );
    }

    it(
      'keeps what can be read when every other field is null or of another type',
      inApp(async app => {
        const { server, odd } = await show(app, words, {});
        for (const value of [null, 99_999_999_999, 'text', [], {}, true]) {
          const fields = Object.keys(odd.raw as object).filter(field => field !== id && field !== status);
          const overrides = Object.fromEntries(fields.map(field => [field, value]));
          const tasks = server.world.tasks.map(task => (task.id === 'odd' ? { ...task, overrides } : task));
          server.setWorld({ ...server.world, tasks });
          await app.refresh();
          const changed = app.tasks().find(task => task.id === 'odd');
          assert.equal(changed?.status, 'succeeded', JSON.stringify(value));
          assert.equal(app.tasks().length, 3);
          assert.ok(changed.createdAt === undefined || !Number.isNaN(changed.createdAt.getTime()));
        }
      }),
    );

    it(
      'may have more fields than we know, and shows them in its raw record',
      inApp(async app => {
        const { odd } = await show(app, words, { overrides: { __proto: 1, extra: { deep: [1, '二'] } } });
        assert.equal(odd.status, 'succeeded');
        assert.deepEqual((odd.raw as Record<string, unknown>)['extra'], { deep: [1, '二'] });
      }),
    );

    it(
      'takes its id for a name when it has none',
      inApp(async app => {
        const { odd } = await show(app, words, { file: undefined as never, overrides: { [name]: '' } });
        assert.equal(odd.name, service === 'bls' ? odd.file?.name : 'odd');
      }),
    );

    if (service !== 'hss') {
      it(
        'is one unknown row, the same over refreshes, where the id is missing',
        inApp(async app => {
          for (const none of [undefined, null, '']) {
            const other = await app.simulate(words.cloud);
            const account = await app.add(other, { services: [service] });
            other.setWorld({
              ...other.world,
              tasks: [
                scripted(service, 'a', app.now),
                scripted(service, 'b', app.now, { ...inState('failed'), overrides: { [id]: none } }),
              ],
            });
            await app.refresh(account);
            const [nameless, ...more] = app.tasks(account).filter(task => task.id === '');
            assert.deepEqual(more, []);
            await app.refresh(account);
            assert.equal(
              app.tasks(account).find(task => task.id === ''),
              nameless,
            );
            assert.equal(app.tasks(account).length, 2);
            assert.deepEqual(app.actions.abilities(nameless ?? assert.fail()), { link: false, file: false });
            await app.remove(account);
          }
        }),
      );

      it(
        'reads a number for an id as text',
        inApp(async app => {
          const { odd } = await show(app, words, { overrides: { [id]: 4376 } });
          assert.deepEqual([odd.id, odd.status], ['4376', 'succeeded']);
        }),
      );
    }

    it(
      'keeps no link in the raw record',
      inApp(async app => {
        const signed = 'https://bucket.example.com/x.csv?Expires=1&Signature=PLANTED%2Fsig';
        const { odd } = await show(app, words, {
          overrides: { extra: [signed, { deep: signed }], fileUrl: signed },
        });
        assert.doesNotMatch(JSON.stringify([...app.store.tasks()]), /PLANTED|Signature=|Signature%3D/);
        assert.equal(odd.status, 'succeeded');
      }),
    );
  });
}

const lists: readonly (readonly [service: string, cloud: Cloud, page: (records: unknown) => object])[] = [
  ['cloudFirewall', alibaba, Tasks => ({ TotalCount: 5, Tasks })],
  ['cdn', alibaba, CDNTask => ({ TotalCount: 5, Tasks: { CDNTask } })],
  ['bls', baidu, tasks => ({ success: true, result: { total: 5, tasks } })],
];

describe('a page with records that are none', () => {
  for (const [service, cloud, page] of lists) {
    it(
      `shows a row for each of them in ${service}`,
      inApp(async app => {
        const server = await app.simulate(cloud);
        const good = { TaskId: 'good', uuid: 'good', Status: 'finish', state: 'SUCCESS' };
        server.intercept(() => answerWith(200, page([null, 'text', 7, good, []])));
        const account = await app.add(server, { services: [service] });
        assert.equal(app.places(account)[0]?.state, 'ok');
        assert.equal(app.tasks().length, 5);
        assert.deepEqual(app.tasks().filter(({ id }) => id === 'good').length, 1);
        assert.ok(app.tasks().every(task => task.id === 'good' || task.status === 'unknown'));
        await app.advance(minute); // nothing to ask for by id
        assert.equal(app.places(account)[0]?.state, 'ok');
      }),
    );

    for (const [what, records] of [
      ['null', null],
      ['missing', undefined],
      ['text', 'none'],
    ] as const) {
      it(
        `is not taken for an empty one where the list of ${service} is ${what}`,
        inApp(async app => {
          const server = await app.simulate(cloud);
          server.intercept(() => answerWith(200, page(records)));
          const account = await app.add(server, { services: [service] });
          assert.deepEqual([app.places(account)[0]?.state, app.tasks()], ['failed', []]);
        }),
      );
    }
  }

  it(
    'is one unknown row where the answer for a task is no object',
    inApp(async app => {
      const server = await app.simulate(huawei, { tasks: [scripted('hss', 't-1', app.now)] });
      server.intercept(({ path }) => (path.startsWith('/v5/') ? answerWith(200, '[1]') : undefined));
      await app.add(server);
      assert.deepEqual([app.task('t-1').status, app.task('t-1').name], ['unknown', 't-1']);
    }),
  );
});

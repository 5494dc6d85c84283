import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlaceState } from '../../src/core/store';
import { taskStatuses, type Task } from '../../src/core/task';
import { defaultArrangement, dimensions, sortings } from '../../src/view/arrangement';
import type { TaskFilter } from '../../src/view/taskFilter';
import { newestFirst } from '../../src/view/taskOrders';
import { statusLine } from '../../src/view/statusLine';
import { TaskOutline } from '../../src/view/taskOutline';
import type { World } from '../../src/view/world';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';
import { FakeTree } from '../fakes/tree';
import { draw, fakeClouds, now, worldOf, type WorldSetup } from '../fakes/world';

const outlineOf = (setup: WorldSetup = {}) => new TaskOutline(worldOf(setup));
const drawn = (setup: WorldSetup) => draw(outlineOf(setup));
const ago = (minutes: number) => new Date(now - minutes * 60_000);
const failed: PlaceState = {
  ...placeOf(),
  state: 'failed',
  problem: { kind: 'permission', code: 'AccessDenied', message: 'no' },
};

/** So many tasks that are done, the newest first, a second apart. */
const done = (index: number, changes: Partial<Task> = {}) =>
  taskOf(`${index}`, { createdAt: new Date(now - index * 1000), ...changes });
const many = (count: number, changes: Partial<Task> = {}) =>
  Array.from({ length: count }, (_, index) => done(index, changes));
const cloudOf = ({ account }: { account: string }) => (account === 'c' ? 'other' : 'fake');

/** An outline with pages of ten, and an editor that redraws what it tells. */
function follow(setup: WorldSetup, options: ConstructorParameters<typeof TaskOutline>[1] = { pageSize: 10 }) {
  const world = worldOf(setup);
  const outline = new TaskOutline(world, options);
  const tree = new FakeTree(outline);
  const redrawn: (readonly string[] | undefined)[] = [];
  world.store.onDidChange(change => {
    const keys = outline.apply(change);
    redrawn.push(keys);
    tree.drawn = 0;
    tree.redraw(keys);
  });
  return { world, outline, tree, redrawn };
}

describe('task outline', () => {
  it('is empty without accounts', () => assert.deepEqual(drawn({ accounts: [] }), []));

  it('shows a cloud with one account as one row, its tasks by status', () =>
    assert.deepEqual(
      drawn({
        tasks: [
          taskOf('1', { status: 'succeeded', file: { size: 24_617 } }),
          taskOf('2', { status: 'running', progress: 0.63 }),
          taskOf('3', { status: 'failed', failure: { code: 'OriginTimeout' } }),
          taskOf('4', { status: 'waiting' }),
          taskOf('5', { status: 'unknown', rawStatus: 'constructor' }),
          taskOf('6', { status: 'expired' }),
        ],
      }),
      [
        '$(cloud) Fake Cloud  work',
        '  $(sync) Running  1',
        '    $(sync~spin) task 2  63% · Exports',
        '  $(circle-outline) Waiting  1',
        '    $(circle-outline) task 4  Exports',
        '  $(error) Failed  1',
        '    $(error) task 3  OriginTimeout · Exports',
        '  $(pass) Succeeded  1',
        '    $(pass) task 1  24 kB · Exports',
        '  ▸ $(history) Expired  1',
        '    $(history) task 6  file gone · Exports',
        '  $(question) Unknown  1',
        '    $(question) task 5  constructor · Exports',
      ],
    ));

  it('shows the accounts of a cloud that has several, each with its own tasks', () =>
    assert.deepEqual(
      drawn({
        accounts: [
          accountOf({ id: 'a', label: 'prod' }),
          accountOf({ id: 'b', label: 'test' }),
          accountOf({ id: 'c', label: 'home', cloud: 'other', services: ['cdn'] }),
        ],
        tasks: [
          taskOf('1', { account: 'b' }),
          taskOf('2', { account: 'a', status: 'running' }),
          taskOf('3', { account: 'c', cloud: 'other', service: 'cdn', region: '', kind: 'refresh' }),
        ],
      }),
      [
        '$(cloud) Fake Cloud  2 accounts',
        '  $(cloud) prod',
        '    $(sync) Running  1',
        '      $(sync~spin) task 2  Exports',
        '  $(cloud) test',
        '    $(pass) Succeeded  1',
        '      $(pass) task 1  Exports',
        '$(cloud) Other Cloud  home',
        '  $(pass) Succeeded  1',
        '    $(pass) task 3  refresh',
      ],
    ));

  it('keeps the rows of an account in trouble and says why, in one line', () =>
    assert.deepEqual(drawn({ tasks: [taskOf('1')], states: [failed] }), [
      '$(warning) Fake Cloud  work · Exports r1: access denied (AccessDenied)',
      '  $(pass) Succeeded  1',
      '    $(pass) task 1  Exports',
    ]));

  it('warns on a cloud of several accounts when one needs the user', () =>
    assert.deepEqual(
      drawn({ accounts: [accountOf(), accountOf({ id: 'b', label: 'test' })], states: [failed] }),
      [
        '$(warning) Fake Cloud  2 accounts',
        '  $(warning) work  Exports r1: access denied (AccessDenied)',
        '  $(cloud) test',
      ],
    ));

  it('shows a damaged account', () =>
    assert.deepEqual(drawn({ accounts: [{ ...accountOf(), damaged: true }] }), [
      '$(warning) Fake Cloud  work · its entry is damaged: remove it and add it again',
    ]));

  it('shows the newest first; those without a time last, in one order', () =>
    assert.deepEqual(
      drawn({
        tasks: [
          taskOf('b'),
          taskOf('old', { createdAt: ago(90) }),
          taskOf('a'),
          taskOf('new', { createdAt: ago(1) }),
        ],
      }).slice(2),
      ['new', 'old', 'a', 'b'].map(id => `    $(pass) task ${id}  Exports`),
    ));

  it('closes a group at first that is longer than a screen, and what has expired', () => {
    const tasks = (count: number) => Array.from({ length: count }, (_, i) => taskOf(`${i}`));
    assert.match(drawn({ tasks: tasks(50) })[1] ?? '', /^ {2}\$\(pass\) Succeeded {2}50$/);
    assert.match(drawn({ tasks: tasks(51) })[1] ?? '', /^ {2}▸ \$\(pass\) Succeeded {2}51$/);
  });

  it('shows names as they are, on one line', () => {
    const name = '[x](command:evil) $(trash)\n<img>\u202e';
    assert.equal(
      drawn({ tasks: [taskOf('1', { name })] })[2],
      '    $(pass) [x](command:evil) $(trash) <img>  Exports',
    );
    assert.equal(drawn({ accounts: [accountOf({ label: 'a\nb' })] })[0], '$(cloud) Fake Cloud  a b');
  });

  it('shows no cloud that has no account', () =>
    assert.deepEqual(drawn({ accounts: [accountOf({ cloud: 'moon' })] }), []));

  describe('rows', () => {
    it('of groups tell the menus what they are', () => {
      const scans = accountOf({ id: 's', cloud: 'other', services: ['scans'] });
      const outline = outlineOf({
        accounts: [accountOf({ id: 'a' }), { ...accountOf({ id: 'b' }), damaged: true }, scans],
        tasks: [taskOf('1', { account: 'a' })],
      });
      const words = (key: string) => outline.row(key)?.words.join(' ');
      assert.deepEqual(
        [
          'cloud:fake',
          'account:a:cloud:fake',
          'account:b:cloud:fake',
          'cloud:other',
          'status:succeeded:account:a:cloud:fake',
        ].map(words),
        ['cloud', 'account enabled', 'account damaged', 'account trackable enabled', 'status'],
      );
    });

    it('of an account have the word and the icon of what mends it', () => {
      const states: PlaceState[] = (['auth', 'permission'] as const).map(kind => ({
        ...placeOf({ account: kind }),
        ...{ state: 'failed' as const, problem: { kind, message: '' } },
      }));
      const accounts = [
        accountOf({ id: 'auth' }),
        accountOf({ id: 'permission' }),
        accountOf({ id: 'off', disabled: true }),
      ];
      const outline = outlineOf({ accounts, states });
      assert.deepEqual(
        accounts
          .map(({ id }) => outline.row(`account:${id}:cloud:fake`))
          .map(row => [row?.icon, row?.words.join(' ')]),
        [
          ['warning', 'account enabled refused'],
          ['warning', 'account enabled denied'],
          ['circle-slash', 'account disabled'],
        ],
      );
    });

    it('of clouds and accounts are open when first seen', () => {
      const outline = outlineOf({ accounts: [accountOf(), accountOf({ id: 'b' })] });
      assert.deepEqual(
        ['cloud:fake', 'account:b:cloud:fake'].map(key => outline.row(key)?.parent),
        ['open', 'open'],
      );
    });

    it('of groups are spoken without icons', () => {
      const outline = outlineOf({
        accounts: [accountOf(), accountOf({ id: 'b', label: 'test' })],
        tasks: [taskOf('1'), taskOf('2')],
        states: [failed],
      });
      const spoken = (key: string) => outline.row(key)?.spoken;
      assert.equal(spoken('cloud:fake'), 'Fake Cloud · 2 accounts');
      assert.equal(spoken('account:acc:cloud:fake'), 'work · Exports r1: access denied (AccessDenied)');
      assert.equal(spoken('status:succeeded:account:acc:cloud:fake'), 'Succeeded · 2 tasks');
      assert.equal(outlineOf().row('cloud:fake')?.spoken, 'Fake Cloud · work');
    });

    it('of accounts explain themselves in a tooltip', () => {
      const early: PlaceState = { ...placeOf({ region: 'r2' }), state: 'ok', refreshedAt: ago(60) };
      const world = {
        accounts: [accountOf({ label: '[x](command:y)' })],
        states: [{ ...failed, refreshedAt: ago(0) }, early],
      };
      const tooltip = outlineOf(world).row('cloud:fake')?.tooltip?.().replaceAll('\u202f', ' ') ?? '';
      const [title, time, warning, ...more] = tooltip.split('\n\n');
      assert.doesNotMatch(title ?? '', /command:/);
      assert.equal(time, 'Last refresh: Jan 2, 2026, 2:04:05 AM', 'the oldest of its places');
      assert.match(warning ?? '', /^\$\(warning\) .*access denied/);
      assert.deepEqual(more, []);
      assert.equal(outlineOf().row('cloud:fake')?.tooltip?.(), '**work**');
    });

    it('that are gone are none', () => {
      const outline = outlineOf();
      for (const key of [
        'cloud:moon',
        'account:x:cloud:fake',
        'acc/exports/r1/9',
        'status:moon:cloud:fake',
        '',
        'x:y',
      ])
        assert.equal(outline.row(key), undefined, key);
      assert.deepEqual(outline.children('account:x:cloud:fake'), []);
      assert.deepEqual(outline.children('acc/exports/r1/9'), []);
      assert.deepEqual(outline.children('cloud:moon'), []);
      assert.equal(outline.parent('acc/exports/r1/9'), undefined);
      assert.equal(outline.parent('account:x:cloud:fake'), undefined);
      // That group was there while the cloud had a second account.
      const alone = outlineOf({ tasks: [taskOf('1')] });
      assert.equal(alone.row('status:succeeded:account:acc:cloud:fake'), undefined);
      assert.deepEqual(alone.children('status:succeeded:account:acc:cloud:fake'), []);
    });
  });

  it('knows the account that a row stands for', () => {
    const accounts = [accountOf({ id: 'a' }), accountOf({ id: 'b' }), accountOf({ id: 'c', cloud: 'other' })];
    const outline = outlineOf({ accounts });
    assert.deepEqual(
      ['account:b:cloud:fake', 'cloud:other', 'cloud:fake', 'account:x:cloud:fake', 'a/exports/r1/1'].map(
        key => outline.account(key)?.id,
      ),
      ['b', 'c', undefined, undefined, undefined],
    );
  });

  it('is a tree: every row is the parent of its children, and no key comes twice', () => {
    const tasks = fc.uniqueArray(
      fc.record({
        account: fc.constantFrom('a', 'b', 'c:d'),
        id: fc.string({ unit: 'grapheme', minLength: 1 }),
        status: fc.constantFrom(...taskStatuses),
      }),
      { selector: ({ account, id }) => `${account} ${id}`, maxLength: 20 },
    );
    const accounts = [
      accountOf({ id: 'a' }),
      accountOf({ id: 'b' }),
      accountOf({ id: 'c:d', cloud: 'other', services: ['scans'] }),
    ];
    fc.assert(
      fc.property(tasks, list => {
        const outline = outlineOf({
          accounts,
          tasks: list.map(({ account, id, status }) =>
            taskOf(id, {
              account,
              status,
              ...(account === 'c:d' && { cloud: 'other', service: 'scans' }),
            }),
          ),
          clouds: fakeClouds,
        });
        const seen = new Set<string>();
        const visit = (key?: string): void => {
          for (const child of outline.children(key)) {
            assert.ok(!seen.has(child));
            seen.add(child);
            assert.equal(outline.parent(child), key);
            assert.ok(outline.row(child));
            visit(child);
          }
        };
        visit();
        assert.equal([...seen].filter(key => !key.includes(':')).length, list.length);
      }),
    );
  });

  describe('of a group with more than a page', () => {
    const group = 'status:succeeded:cloud:fake';
    const paged = (count: number) => new TaskOutline(worldOf({ tasks: many(count) }), { pageSize: 10 });
    const last = (outline: TaskOutline) => outline.children(group).at(-1) ?? '';

    it('shows a page, and a row for more', () => {
      const outline = paged(25);
      assert.equal(outline.children(group).length, 11);
      assert.equal(outline.row(last(outline))?.label, 'Load 10 more… (10 of 25)');
      assert.equal(outline.parent(last(outline)), group);
      assert.deepEqual(outline.children(last(outline)), []);
      assert.equal(outline.account(last(outline)), undefined);
      assert.equal(outline.row(group)?.description, '25');
    });

    it('shows no such row when all is shown', () =>
      assert.deepEqual(
        [9, 10, 11].map(count => paged(count).children(group).length),
        [9, 10, 11],
      ));

    it('shows a page more each time, in order', () => {
      const outline = paged(25);
      assert.deepEqual(outline.showMore(last(outline)), { group, first: done(10).key });
      assert.equal(outline.row(last(outline))?.label, 'Load 5 more… (20 of 25)');
      assert.deepEqual(outline.showMore(last(outline)), { group, first: done(20).key });
      assert.deepEqual(outline.showMore(group), { group, first: undefined });
      assert.deepEqual(
        outline.children(group).map(key => outline.row(key)?.label),
        Array.from({ length: 25 }, (_, index) => `task ${index}`),
      );
    });

    it('takes a click twice for one, and the key of the group for its last row', () => {
      const outline = paged(45);
      const first = last(outline);
      outline.showMore(first);
      outline.showMore(first);
      assert.equal(outline.children(group).length, 21);
      outline.showMore(group);
      outline.showMore(first);
      assert.equal(outline.children(group).length, 31);
    });

    it('knows no page of a group that is not there', () => {
      const outline = paged(25);
      for (const key of ['', 'cloud:fake', 'status:failed:cloud:fake', 'more:10:x', taskOf('1').key])
        assert.equal(outline.showMore(key), undefined, key);
      assert.equal(outline.row('more:10:status:failed:cloud:fake'), undefined);
    });
  });

  describe('that follows the store', () => {
    const group = (status: string) => `status:${status}:cloud:fake`;
    const ok: PlaceState = { ...placeOf(), state: 'ok' };
    const changes: [string, (world: World) => void, readonly string[] | undefined][] = [
      [
        'a row whose task changed',
        ({ store }) => store.put(placeOf(), [done(0, { progress: 0.5 })]),
        [done(0).key],
      ],
      [
        'a row that has another name',
        ({ store }) => store.put(placeOf(), [done(0, { name: 'new' })]),
        [done(0).key],
      ],
      [
        'a group in which a task came',
        ({ store }) => store.put(placeOf(), [taskOf('new')]),
        [group('succeeded')],
      ],
      [
        'a group in which a task has another place',
        ({ store }) => store.put(placeOf(), [done(0, { createdAt: ago(1) })]),
        [group('succeeded')],
      ],
      [
        'both groups when a task went from one to the other',
        ({ store }) => store.put(placeOf(), [done(0, { status: 'failed' })]),
        [group('succeeded'), group('failed')],
      ],
      [
        'what is above a group that came',
        ({ store }) => store.put(placeOf(), [taskOf('new', { status: 'waiting' })]),
        ['cloud:fake'],
      ],
      [
        'what is above a group that went',
        ({ store }) => store.drop(placeOf(), [taskOf('bad').key]),
        ['cloud:fake'],
      ],
      [
        'no row that is beyond the page',
        ({ store }) => store.put(placeOf(), [done(17, { progress: 1 })]),
        [],
      ],
      [
        'a group when many rows of it changed',
        ({ store }) => store.put(placeOf(), many(6, { progress: 1 })),
        [group('succeeded')],
      ],
      [
        'a group whose count changed beyond the page',
        ({ store }) => store.drop(placeOf(), [done(17).key]),
        [group('succeeded')],
      ],
      ['nothing when a list was read', ({ store }) => store.setState({ ...ok, refreshedAt: ago(0) }), []],
      ['nothing while a list is read', ({ store }) => store.setState({ ...ok, state: 'loading' }), []],
      ['the row of an account in trouble', ({ store }) => store.setState(failed), ['cloud:fake']],
      ['nothing of an account that is not listed', ({ store }) => store.setPlaces('x', [placeOf()]), []],
    ];
    for (const [what, change, expected] of changes) {
      it(`redraws ${what}`, () => {
        const tasks = [...many(18), taskOf('bad', { status: 'failed' })];
        const { world, redrawn } = follow({ tasks, states: [ok] });
        change(world);
        assert.deepEqual(redrawn, [expected]);
      });
    }

    it('redraws the cloud too when one of its accounts needs the user', () => {
      const accounts = [accountOf(), accountOf({ id: 'b' })];
      const { world, redrawn } = follow({ accounts, states: [ok] });
      world.store.setState({ ...failed, problem: { kind: 'network', message: '' } });
      world.store.setState(failed);
      assert.deepEqual(redrawn, [['account:acc:cloud:fake'], ['cloud:fake']]);
    });

    it('redraws everything when accounts came or went', () => {
      const accounts = [accountOf()];
      const { world, outline, tree } = follow({ accounts, tasks: many(3) });
      accounts.push(accountOf({ id: 'b', label: 'test' }));
      const keys = outline.apply({ changed: [], moved: [], places: ['b'] });
      assert.equal(keys, undefined);
      tree.redraw(keys);
      assert.deepEqual(tree.text(), new FakeTree(new TaskOutline(world)).text());
    });

    it('redraws the row of an account that was changed, and no other', () => {
      const accounts = [accountOf(), accountOf({ id: 'b' })];
      const { outline } = follow({ accounts });
      const tell = () => outline.apply({ changed: [], moved: [], places: ['b'] });
      assert.deepEqual(tell(), []);
      accounts[1] = accountOf({ id: 'b', label: 'new' });
      assert.deepEqual(tell(), ['account:b:cloud:fake']);
    });

    it('redraws rows that tell the time when it has passed, as long as they are shown', () => {
      let time = now;
      const soon = { expiresAt: new Date(now + 90_000) };
      const tasks = [taskOf('1', soon), taskOf('2', soon), taskOf('3')];
      const world = { ...worldOf({ tasks }), clock: { now: () => time } };
      const outline = new TaskOutline(world);
      const tree = new FakeTree(outline);
      assert.deepEqual(outline.aged(), []);
      time += 60_000;
      world.store.drop(placeOf(), [taskOf('2').key]);
      assert.deepEqual(outline.aged(), [taskOf('1').key]);
      tree.redraw(outline.aged());
      assert.deepEqual(outline.aged(), []);
    });

    for (const count of [1_000, 10_000, 100_000]) {
      it(`pays for what changed, not for what there is: ${count} tasks`, () => {
        let compared = 0;
        const order: typeof newestFirst = (a, b) => {
          compared++;
          return newestFirst(a, b);
        };
        const tasks = Array.from({ length: count }, (_, index) =>
          done(index, { status: index % 2 === 0 ? 'running' : 'succeeded' }),
        );
        const { world, redrawn, tree } = follow({ tasks }, { order });
        const { store } = world;
        const some = tasks.filter((_, index) => index % (count / 50) === 0);
        const walk = () => assert.fail('It walks all tasks.');
        Object.assign(store, { tasks: walk, tasksOf: walk });
        compared = 0;

        store.put(
          placeOf(),
          some.slice(0, 5).map(task => ({ ...task, rawStatus: 'x' })),
        );
        assert.ok(redrawn.at(-1)?.length === tree.drawn && tree.drawn <= 5, 'only rows that changed');
        assert.ok(compared <= 5 * 20, `${compared} comparisons`);

        store.put(
          placeOf(),
          some.map(task => ({ ...task, status: 'succeeded' as const })),
        );
        assert.deepEqual(redrawn.at(-1), [group('running'), group('succeeded')]);
        assert.equal(tree.drawn, 2 * (1 + 200 + 1), 'two groups with a page each');
        assert.ok(compared < 50 * 3 * Math.log2(count), `${compared} comparisons`);

        assert.match(statusLine(world, ['succeeded'])?.text ?? '', /\$\(cloud\)/);
      });
    }

    it('is what it were if it had been built anew, and the editor has all of it, whatever happens', () => {
      const ids = fc.uniqueArray(fc.nat(29), { maxLength: 30 });
      const place = fc.constantFrom(
        placeOf(),
        placeOf({ account: 'b' }),
        placeOf({ account: 'c', region: 'r2' }),
      );
      const put = fc
        .record({
          ...{ place, ids, status: fc.constantFrom(...taskStatuses) },
          ...{
            progress: fc.constantFrom(0.1, 0.2),
            minutes: fc.option(fc.nat(4)),
            name: fc.constantFrom('x', 'y'),
          },
        })
        .map(({ place, ids, status, progress, minutes, name }) => ({ store }: World) => {
          const createdAt = minutes === null ? {} : { createdAt: ago(minutes) };
          const fields = { ...place, ...createdAt, cloud: cloudOf(place), status, progress, name };
          store.put(
            place,
            ids.map(id => taskOf(`${id}`, fields)),
          );
        });
      const drop = fc.record({ place, ids }).map(({ place, ids }) => ({ store }: World) => {
        store.drop(
          place,
          ids.map(id => taskOf(`${id}`, place).key),
        );
      });
      const state = fc
        .record({ place, problem: fc.boolean(), minutes: fc.nat(3) })
        .map(({ place, problem, minutes }) => ({ store }: World) => {
          const refreshedAt = ago(minutes);
          store.setState({ ...failed, ...place, refreshedAt });
          if (!problem) store.setState({ ...place, state: 'ok', refreshedAt });
        });
      const more = fc.nat(9).map(which => (_: World, outline: TaskOutline, tree: FakeTree) => {
        const rows = tree.keys().filter(key => key.startsWith('more:'));
        const page = outline.showMore(rows[which % rows.length] ?? '');
        if (page) tree.redraw(page.group === '' ? undefined : [page.group]);
      });
      const arrangement = fc.oneof(
        fc.constant(defaultArrangement),
        fc.record({ groupBy: fc.shuffledSubarray([...dimensions]), sortBy: fc.constantFrom(...sortings) }),
      );
      const filter: fc.Arbitrary<TaskFilter> = fc.oneof(
        fc.constant({}),
        fc.constant({ text: 'Y' }),
        fc.constant({ statuses: ['running', 'failed'] as const, maxAge: 150_000 }),
      );
      const layout = fc.record({ arrangement, filter }).map(chosen => ({
        pageSize: 10,
        arrangement: () => chosen.arrangement,
        filter: () => chosen.filter,
      }));
      const accounts = ['acc', 'b', 'c'].map(id => accountOf({ id, cloud: cloudOf({ account: id }) }));
      const states = [placeOf(), placeOf({ account: 'b' }), placeOf({ account: 'c', region: 'r2' })].map(
        at => ({ ...at, state: 'ok' as const }),
      );
      fc.assert(
        fc.property(
          layout,
          fc.array(fc.oneof(put, put, drop, state, more), { maxLength: 15 }),
          (options, steps) => {
            const { world, outline, tree } = follow({ accounts, states }, options);
            for (const step of steps) {
              step(world, outline, tree);
              assert.ok(!tree.text().some(line => /\((?:gone|missing)\)$/.test(line)));
              assert.deepEqual(tree.text(), new FakeTree(outline).text());
            }
            const anew = new TaskOutline(world, options);
            for (const key of ['', ...tree.keys()]) {
              // Eleven tasks are two pages, and ten with the row for more are one.
              const children = outline.children(key || undefined);
              const tasks = children.filter(child => child.includes('/') && !child.startsWith('more:'));
              for (let shown = tasks.length; shown > 10; shown -= 10) anew.showMore(key);
            }
            assert.deepEqual(tree.text(), new FakeTree(anew).text());
          },
        ),
        { numRuns: 200 },
      );
    });
  });

  describe('with the history', () => {
    const past = (id: string, changes: Partial<Task> = {}) =>
      taskOf(id, { leftAt: new Date(now - 3 * 86_400_000), ...changes });

    async function followShown(setup: WorldSetup) {
      const followed = follow(setup);
      const { world, outline, tree } = followed;
      world.history.onDidReset(() => {
        outline.renewHistory();
        tree.redraw(undefined);
      });
      await world.history.show();
      followed.redrawn.length = 0;
      return { ...followed, lines: () => draw(outline) };
    }

    it('has a closed group of its own below the others, and none while it is not shown', async () => {
      const setup = { tasks: [taskOf('1')], past: [past('2', { status: 'running' })] };
      assert.deepEqual(drawn(setup).length, 3);
      const { lines } = await followShown(setup);
      assert.deepEqual(lines().slice(3), [
        '  ▸ $(archive) History  1',
        '    $(sync) task 2  Exports · gone 3 days ago',
      ]);
    });

    it('stands below the account where a cloud has several', async () => {
      const accounts = [accountOf(), accountOf({ id: 'b', label: 'test' })];
      const { outline } = await followShown({ accounts, past: [past('1'), past('2', { account: 'b' })] });
      assert.deepEqual(outline.children('account:b:cloud:fake'), ['history:account:b:cloud:fake']);
      assert.deepEqual(outline.children('history:account:b:cloud:fake'), [past('2', { account: 'b' }).key]);
      assert.equal(outline.parent('history:account:b:cloud:fake'), 'account:b:cloud:fake');
      assert.equal(outline.parent(past('1').key), 'history:account:acc:cloud:fake');
    });

    it('is paged as the others are', async () => {
      const { outline } = await followShown({ past: many(25, { leftAt: new Date(now) }) });
      const group = 'history:cloud:fake';
      assert.equal(outline.children(group).length, 11);
      const more = outline.children(group).at(-1) ?? '';
      assert.equal(outline.row(more)?.label, 'Load 10 more… (10 of 25)');
      assert.equal(outline.showMore(more)?.group, group);
      assert.equal(outline.children(group).length, 21);
    });

    it('takes in what leaves its list, and redraws no more than that', async () => {
      const { world, tree, redrawn, outline } = await followShown({ tasks: many(3), past: [past('9')] });
      tree.redraw(undefined);
      outline.children('history:cloud:fake');
      world.store.drop(placeOf(), [done(1).key], new Date(now));
      assert.deepEqual(redrawn, [['status:succeeded:cloud:fake', 'history:cloud:fake']]);
      assert.deepEqual(
        new Set(outline.children('history:cloud:fake')),
        new Set([done(1).key, past('9').key]),
      );
    });

    it('redraws what is above the group when it is the first', async () => {
      const { world, redrawn } = await followShown({ tasks: many(3) });
      world.store.drop(placeOf(), [done(1).key], new Date(now));
      assert.deepEqual(redrawn, [['cloud:fake']]);
    });

    it('loses what comes back', async () => {
      const { world, lines } = await followShown({ tasks: [taskOf('1')], past: [past('2')] });
      world.store.put(placeOf(), [taskOf('2')]);
      assert.ok(!lines().some(line => line.includes('History')));
    });

    it('goes when it is hidden', async () => {
      const { world, lines, outline } = await followShown({ past: [past('2')] });
      world.history.hide();
      assert.equal(lines().length, 1);
      assert.equal(outline.row('history:cloud:fake'), undefined);
    });
  });
});

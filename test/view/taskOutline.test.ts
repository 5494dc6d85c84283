import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlaceState } from '../../src/core/store';
import { taskStatuses } from '../../src/core/task';
import { TaskOutline } from '../../src/view/taskOutline';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';
import { draw, fakeClouds, now, worldOf, type WorldSetup } from '../fakes/world';

const outlineOf = (setup: WorldSetup = {}) => new TaskOutline(worldOf(setup));
const drawn = (setup: WorldSetup) => draw(outlineOf(setup));
const ago = (minutes: number) => new Date(now - minutes * 60_000);
const failed: PlaceState = {
  ...placeOf(),
  state: 'failed',
  problem: { kind: 'permission', code: 'AccessDenied', message: 'no' },
};

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
        ['cloud:fake', 'account:a', 'account:b', 'cloud:other', 'status:succeeded:account:a'].map(words),
        ['cloud', 'account', 'account damaged', 'account trackable', 'status'],
      );
    });

    it('of clouds and accounts are open when first seen', () => {
      const outline = outlineOf({ accounts: [accountOf(), accountOf({ id: 'b' })] });
      assert.deepEqual(
        ['cloud:fake', 'account:b'].map(key => outline.row(key)?.parent),
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
      assert.equal(spoken('account:acc'), 'work · Exports r1: access denied (AccessDenied)');
      assert.equal(spoken('status:succeeded:account:acc'), 'Succeeded · 2 tasks');
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
      for (const key of ['cloud:moon', 'account:x', 'acc/exports/r1/9', 'status:moon:cloud:fake', '', 'x:y'])
        assert.equal(outline.row(key), undefined, key);
      assert.deepEqual(outline.children('account:x'), []);
      assert.deepEqual(outline.children('acc/exports/r1/9'), []);
      assert.deepEqual(outline.children('cloud:moon'), []);
      assert.equal(outline.parent('acc/exports/r1/9'), undefined);
      assert.equal(outline.parent('account:x'), undefined);
    });
  });

  it('knows the account that a row stands for', () => {
    const accounts = [accountOf({ id: 'a' }), accountOf({ id: 'b' }), accountOf({ id: 'c', cloud: 'other' })];
    const outline = outlineOf({ accounts });
    assert.deepEqual(
      ['account:b', 'cloud:other', 'cloud:fake', 'account:x', 'a/exports/r1/1'].map(
        key => outline.account(key)?.id,
      ),
      ['b', 'c', undefined, undefined, undefined],
    );
  });

  it('looks at the store again when it is told to', () => {
    const world = worldOf({ tasks: [taskOf('1')] });
    const outline = new TaskOutline(world);
    draw(outline);
    world.store.put(placeOf(), [taskOf('1', { status: 'failed' })]);
    assert.match(draw(outline)[1] ?? '', /Succeeded/);
    outline.invalidate();
    assert.match(draw(outline)[1] ?? '', /Failed/);
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
});

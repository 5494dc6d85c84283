import assert from 'node:assert/strict';
import { asText, type Row } from '../../scripts/lib/demo/tree.mjs';
import { systemClock } from '../../src/core/clock';
import type { ScriptedTask } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';
import { countsOf } from '../harness/requests';
import {
  credentials,
  endpointsOf,
  manyTasks,
  startCloud,
  taskOf,
  worldOf,
  type CloudId,
} from '../harness/simulators';
import { hour, inState, second } from '../harness/worlds';
import { Desk } from './desk';
import { leaseHolder, leaseNumbers } from './leaseHolder';

/** How soon another window goes on for one that died: it has to miss its heartbeats. */
const takeOverTime = 15 * second;
/** The machine may have other things to do. */
const margin = 5 * second;
/** No unfinished task is looked at more often. */
const shortestLook = 4.5 * second;

const listCalls = ['DescribeRefreshTasks', 'POST /v2/logstore/download/list'];

/** Holds back whoever waits for it to be opened. */
class Gate {
  private letGo: () => void = () => undefined;
  readonly opened = new Promise<undefined>(resolve => (this.letGo = () => resolve(undefined)));

  open(): void {
    this.letGo();
  }
}

const seconds = (ms: number) => `${(ms / second).toFixed(1)} s`;

const size = { width: 1000, height: 1500 };

describe('five windows', () => {
  const servers: SimulatorServer[] = [];
  /** Those that are open; the first one was opened first. */
  const windows: Desk[] = [];
  /** Names in the lease by window, as far as they are known. */
  const owners = new Map<Desk, string>();
  const started = Date.now();
  let cdn: SimulatorServer;
  let bls: SimulatorServer;
  let editor: Desk;
  let tasks: readonly ScriptedTask[];

  const start = async (cloud: CloudId, scripted: readonly ScriptedTask[]) => {
    const server = await startCloud(cloud, { tasks: scripted }, systemClock);
    servers.push(server);
    return server;
  };
  const add = (window: Desk, cloud: CloudId, { origin }: SimulatorServer, label: string) =>
    window.run<string>('cloudTasks.addAccount', {
      ...{ cloud, label, credential: credentials[cloud], services: [cloud === 'baidu' ? 'bls' : 'cdn'] },
      endpoints: endpointsOf(cloud, origin),
      ...(cloud === 'baidu' && { regions: ['bj'] }),
    });

  /** So many calls of each kind since `from`, of both clouds. */
  const marks = () => [cdn, bls].map(({ requests }) => requests.length);
  const callsSince = (from: readonly number[]) => ({ ...countsOf(cdn, from[0]), ...countsOf(bls, from[1]) });
  const listsSince = (from: readonly number[]) => {
    const calls = callsSince(from);
    return Object.fromEntries(listCalls.flatMap(name => (calls[name] ? [[name, calls[name]]] : [])));
  };

  const holder = () => leaseHolder(editor.workbench.dataDir);
  /** Refreshes in a window, which makes it the one that calls. @returns its name in the lease */
  const callFrom = async (window: Desk): Promise<string> => {
    await window.run('cloudTasks.refresh', {});
    const owner = holder() ?? assert.fail('Nobody holds the lease.');
    owners.set(window, owner);
    return owner;
  };
  /** Waits until another one holds the lease. */
  const otherThan = (owner: string) =>
    editor.eventually(
      () => Promise.resolve(holder()),
      name => name !== undefined && name !== owner,
    );

  /** What the cloud says of some tasks from now on; those it does not know yet are new. */
  const change = (...changed: readonly ScriptedTask[]) => {
    tasks = [...tasks.filter(({ id }) => changed.every(task => task.id !== id)), ...changed];
    cdn.setWorld(worldOf('alibaba', { tasks }));
  };
  const ended = (id: string) => taskOf('cdn', id, started, inState('succeeded'));
  const running = (id: string) => taskOf('cdn', id, started, inState('running', 0.25));

  /** Waits until all windows show the same, which is as `holds` wants it. */
  const allShow = async (holds: (rows: readonly Row[]) => boolean) => {
    const shown = await Promise.all(windows.map(window => window.treeWhere(holds)));
    const [first = '', ...others] = shown.map(asText);
    for (const other of others) assert.equal(other, first);
    return first;
  };
  const inGroup = (rows: readonly Row[], group: string, id: string) => {
    const found = rows.findIndex(({ label }) => label === `https://example.com/${id}.js`);
    return found > 0 && rows.slice(0, found).findLast(({ level }) => level === 2)?.label === group;
  };

  before(async () => {
    tasks = [
      ...['a', 'b', 'c'].map(running),
      taskOf('cdn', 'f', started - hour, inState('failed')),
      ...manyTasks('cdn', 40, started - hour, inState('succeeded')),
    ];
    cdn = await start('alibaba', tasks);
    bls = await start('baidu', manyTasks('bls', 3, started - hour));
    editor = await Desk.open({ sharedSecrets: true, viewport: size });
    windows.push(editor);
    await add(editor, 'alibaba', cdn, 'edge');
    await add(editor, 'baidu', bls, 'logs');
    await editor.openView();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const { title } = this.currentTest;
    await Promise.all(windows.map((window, index) => window.picture(`failed ${title} ${index}`)));
  });
  after(async () => {
    await editor.close();
    await Promise.all(servers.map(server => server.close()));
  });

  it('show what one has read, which goes on calling for all of them', async () => {
    await editor.treeWhere(rows => rows.length === 53);
    const [from, since, owner] = [marks(), performance.now(), holder()];
    while (windows.length < 5) {
      const window = await editor.openWindow();
      windows.push(window);
      await window.openView();
    }
    await allShow(rows => rows.length === 53);
    const { DescribeRefreshTaskById: looks = 0, ...others } = callsSince(from);
    assert.deepEqual(others, {}, 'no list was read');
    assert.ok(looks <= 1 + (performance.now() - since) / shortestLook, `${looks} looks`);
    assert.equal(holder(), owner);
    assert.equal(leaseNumbers(editor.workbench.dataDir).length, 1);
    console.log(`      four more windows: ${looks} looks at unfinished tasks, no list`);
  });

  it('cost the same wherever the user refreshes', async () => {
    const costs: object[] = [];
    for (const window of windows) {
      const from = marks();
      await callFrom(window);
      costs.push(listsSince(from));
    }
    assert.deepEqual(costs, Array(5).fill(Object.fromEntries(listCalls.map(name => [name, 1]))));
    assert.equal(new Set(owners.values()).size, 5);
    await editor.eventually(
      () => Promise.resolve(leaseNumbers(editor.workbench.dataDir)),
      numbers => numbers.length === 1,
    );
  });

  it('go on with another when the one that calls is closed', async () => {
    const closed = windows[1] ?? assert.fail();
    const owner = await callFrom(closed);
    const shown = await allShow(rows => inGroup(rows, 'Running', 'a'));
    // Whoever goes on reads what is new at once: it gets no answer before we have looked.
    const gate = new Gate();
    for (const server of servers) server.intercept(() => gate.opened);
    const since = performance.now();
    await closed.closeWindow();
    windows.splice(1, 1);
    const next = await otherThan(owner);
    const took = performance.now() - since;
    assert.ok(windows.some(window => owners.get(window) === next));
    assert.equal(await allShow(() => true), shown, 'no row is lost');
    change(ended('a'));
    gate.open();
    await allShow(rows => inGroup(rows, 'Succeeded', 'a'));
    for (const server of servers) server.intercept(undefined);
    console.log(`      taken over ${seconds(took)} after it was closed`);
  });

  it('go on with another when the process of the one that calls is killed', async () => {
    const killed = windows[1] ?? assert.fail();
    const owner = await callFrom(killed);
    change(ended('b'));
    process.kill(killed.hostProcess, 'SIGKILL');
    const since = performance.now();
    await otherThan(owner);
    const took = performance.now() - since;
    assert.ok(took <= takeOverTime + margin, `taken over after ${seconds(took)}`);
    // The editor has started the extensions of that window anew.
    await killed.noteNewHost();
    await allShow(rows => inGroup(rows, 'Succeeded', 'b'));
    await killed.picture('killed window');
    console.log(`      taken over ${seconds(took)} after it was killed`);
  });

  it('keep what the user has closed, chosen and scrolled to when rows change', async () => {
    const window = windows[0] ?? assert.fail();
    await window.page.bringToFront();
    await window.page.setViewportSize({ width: 1000, height: 700 });
    await window.clickRow('Failed');
    await window.scroll(8);
    await window.clickRow('https://example.com/30.js');
    await window.page.getByRole('tab', { name: /^30\.js\.json/ }).waitFor();
    await window.editorFocused();
    await window.focus('tasks');
    await window.page.keyboard.press('ArrowDown');
    const at = (label: string) => `https://example.com/${label}.js`;
    const before = await window.eventually(
      () => window.place(),
      ({ focused }) => focused === at('29'),
    );
    assert.deepEqual([before.selected, before.hasKeyboard], [at('30'), true]);
    await window.picture('before a refresh');

    change(ended('c'), running('d'));
    await window.run('cloudTasks.refresh', {});
    await window.statusBar.getByText('46').waitFor();
    await window.picture('after a refresh');
    assert.deepEqual(await window.place(), before);
    await window.scroll(0);
    await window.treeWhere(rows => inGroup(rows, 'Succeeded', 'c') && inGroup(rows, 'Running', 'd'));
    const closed = (await window.rows()).filter(({ expanded }) => expanded === 'false');
    assert.deepEqual(
      closed.map(({ label }) => label),
      ['Failed'],
    );
    await window.page.setViewportSize(size);
    await window.clickRow('Failed');
  });

  it('take in accounts that are added in two of them at once', async () => {
    const others = [
      await start('alibaba', [taskOf('cdn', 'x', started, inState('failed'))]),
      await start('baidu', manyTasks('bls', 2, started - hour)),
    ] as const;
    const [one, two] = windows as [Desk, Desk];
    await Promise.all([
      add(one, 'alibaba', others[0], 'other edge'),
      add(two, 'baidu', others[1], 'other logs'),
    ]);
    // One that is opened now has nothing but what is stored.
    const fresh = await editor.openWindow();
    await fresh.openView();
    windows.push(fresh);
    const expected = [
      '  ▾ edge\n    ▾ Running  1\n',
      '  ▾ other edge\n    ▾ Failed  1\n',
      '  ▾ logs\n    ▾ Succeeded  3\n',
      '  ▾ other logs\n    ▾ Succeeded  2\n',
    ];
    await allShow(rows => expected.every(part => asText(rows).includes(part)));
    await fresh.picture('two accounts added at once');
  });
});

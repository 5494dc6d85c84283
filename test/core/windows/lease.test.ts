import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { Lease } from '../../../src/core/windows/lease';
import { LeaseFiles } from '../../../src/core/windows/leaseFiles';
import { FakeClock, settle } from '../../fakes/clock';
import { testFolder } from '../../fakes/folder';
import { LeaseProcess } from '../../harness/leaseProcess';
import { holders, live, LeaseWindow } from '../../harness/leaseWindows';

const hour = 3_600_000;

/** Lets `instead` stand between a lease and the making of a file, while `act` goes on. */
async function creating(
  instead: (create: () => Promise<boolean>) => Promise<boolean>,
  act: () => Promise<void>,
): Promise<void> {
  const files = LeaseFiles.prototype;
  const create = Reflect.get(files, 'create') as (this: LeaseFiles, ...made: unknown[]) => Promise<boolean>;
  files.create = function (...made) {
    return instead(() => create.apply(this, made));
  };
  try {
    await act();
  } finally {
    files.create = create;
  }
}

describe('Lease', () => {
  const folder = testFolder();
  let opened: LeaseWindow[] = [];
  afterEach(() => {
    for (const { lease } of opened) lease.dispose();
    opened = [];
  });

  const open = (path = folder.path) => {
    const window = new LeaseWindow(path);
    opened.push(window);
    return window;
  };
  const openMany = (count: number, path?: string) => Array.from({ length: count }, () => open(path));

  /** The first of them holds. */
  async function started(count: number): Promise<readonly LeaseWindow[]> {
    const windows = openMany(count);
    for (const window of windows) await window.start();
    assert.deepEqual(holders(windows), [0]);
    return windows;
  }
  const two = async () => (await started(2)) as readonly [LeaseWindow, LeaseWindow];

  describe('of windows that live', () => {
    it('is held by the first, and by that alone', async () => {
      const windows = await started(5);
      await live(windows, 20);
      assert.deepEqual(holders(windows), [0]);
      assert.deepEqual(
        windows.map(({ told }) => told),
        [[true], [], [], [], []],
      );
    });

    it('is held by one of five that start at the same moment', async () => {
      const windows = openMany(5);
      await Promise.all(windows.map(window => window.start()));
      const [holder] = holders(windows);
      await live(windows, 10);
      assert.deepEqual(holders(windows), [holder]);
    });

    it('is held by none before it has looked', () => {
      const window = open();
      window.lease.start();
      assert.equal(window.held, false);
    });

    it('is kept up once, however often it is started', async () => {
      const window = open();
      for (let time = 0; time < 3; time++) window.lease.start();
      await window.lease.takeOver(); // in turn after all looks
      await settle();
      assert.equal(window.clock.sleeping, 1);
    });

    it('makes the folder, in which its owner alone sees one file', async () => {
      const window = open(folder.at('a/b'));
      await window.start();
      assert.equal(window.held, true);
      assert.equal(window.lease.alone, false);
      assert.deepEqual(await folder.files(), ['a']);
    });
  });

  describe('that is given back', () => {
    it('is taken at the next look', async () => {
      const [first, second] = await two();
      first.lease.dispose();
      assert.deepEqual([first.told, first.held], [[true, false], false]);
      assert.equal(second.held, false);
      await second.live();
      assert.deepEqual(second.told, [true]);
    });

    it('is taken by one of four', async () => {
      const [first, ...others] = await started(5);
      first?.lease.dispose();
      await live(others);
      const [holder] = holders(others);
      await live(others, 10);
      assert.deepEqual(holders(others), [holder]);
    });

    it('leaves one file, however often that happens', async () => {
      for (let round = 0; round < 5; round++) {
        const window = open();
        await window.start();
        assert.equal(window.held, true);
        await window.live();
        window.lease.dispose();
        assert.equal((await folder.files()).length, 1);
      }
    });

    it('stays free while a heartbeat of its holder is still being written', async () => {
      const [first, second] = await two();
      const heartbeat = first.clock.advance(3_000);
      first.lease.dispose();
      await heartbeat;
      await second.live();
      assert.equal(second.held, true);
    });

    it('is given back also by a process that ends while it takes it', async () => {
      const first = open();
      const taken = first.lease.takeOver();
      while (!existsSync(folder.at('lease-1'))) await settle();
      first.lease.dispose();
      await taken;
      assert.equal(first.held, false);
      const second = open();
      await second.start();
      assert.equal(second.held, true);
    });

    it('is not taken by a process that ends while it looks', async () => {
      const first = open();
      const taken = first.lease.takeOver();
      first.lease.dispose();
      await taken;
      assert.deepEqual(first.told, []);
      assert.deepEqual(await folder.files(), []);
    });

    it('is not taken from another who has it by now', async () => {
      const [first, second] = await two();
      await second.lease.takeOver();
      first.lease.dispose();
      await second.live(3);
      assert.deepEqual(second.told, [true]);
    });

    it('is not taken again by who gave it back', async () => {
      const [first] = await two();
      first.lease.dispose();
      await first.lease.takeOver();
      first.lease.start();
      first.lease.dispose();
      assert.equal(await first.lease.stillHeld(), false);
      assert.equal(first.clock.sleeping, 0);
    });
  });

  describe('whose holder is dead', () => {
    it('is taken after 12 seconds, and not before', async () => {
      const [, second] = await two();
      await second.live(3);
      assert.equal(second.held, false);
      await second.live();
      assert.equal(second.held, true);
    });

    it('is taken within 15 seconds when it died just after a heartbeat', async () => {
      const [first, second] = await two();
      await live([first, second], 7);
      await first.live(); // seen by the other one an interval later
      await second.live(4);
      assert.equal(second.held, false);
      await second.live();
      assert.equal(second.held, true);
    });

    it('is not taken as long as it beats now and then', async () => {
      const [first, second] = await two();
      for (let round = 0; round < 5; round++) {
        await second.live(3);
        await first.live();
      }
      assert.deepEqual(second.told, []);
    });

    it('is taken by one of four at the same moment', async () => {
      const [, ...others] = await started(5);
      await live(others, 4);
      const [holder] = holders(others);
      await live(others, 10);
      assert.deepEqual(holders(others), [holder]);
      assert.equal((await folder.files()).length, 1);
    });

    it('is taken by a window that opens after a crash of all', async () => {
      await started(1);
      const next = open();
      await next.start();
      await next.live(3);
      assert.equal(next.held, false);
      await next.live();
      assert.equal(next.held, true);
    });
  });

  describe('that is taken over', () => {
    it('is held at once; the one before notices at its next heartbeat and does not fight back', async () => {
      const [first, second] = await two();
      await second.lease.takeOver();
      assert.deepEqual(second.told, [true]);
      assert.equal(first.held, true);
      await first.live();
      assert.deepEqual(first.told, [true, false]);
      await live([first, second], 10);
      assert.deepEqual(holders([first, second]), [1]);
      assert.equal((await folder.files()).length, 1);
    });

    it('is known not to be held before something is done twice', async () => {
      const [first, second] = await two();
      assert.equal(await first.lease.stillHeld(), true);
      assert.equal(await second.lease.stillHeld(), false);
      await second.lease.takeOver();
      assert.equal(await first.lease.stillHeld(), false);
      assert.deepEqual(first.told, [true, false]);
      assert.equal(await second.lease.stillHeld(), true);
    });

    it('does not count a question as a look', async () => {
      const [, second] = await two();
      for (let asked = 0; asked < 10; asked++) assert.equal(await second.lease.stillHeld(), false);
      await second.live(3);
      assert.equal(second.held, false);
    });

    it('has one holder after all have taken it over at once', async () => {
      const windows = await started(5);
      await Promise.all(windows.map(({ lease }) => lease.takeOver()));
      await live(windows);
      assert.equal(holders(windows).length, 1);
    });

    it('stays where it is when its holder takes it', async () => {
      const [first] = await two();
      const files = await folder.files();
      await first.lease.takeOver();
      assert.deepEqual(await folder.files(), files);
      assert.deepEqual(first.told, [true]);
    });

    it('tells one that was deposed, also where it takes the lease back at the same moment', async () => {
      const [first, other] = await two();
      await other.lease.takeOver();
      other.lease.dispose();
      assert.equal(await first.lease.stillHeld(), true);
      assert.deepEqual(first.told, [true, false, true]);
    });

    it('is taken back by one that has been deposed without noticing', async () => {
      const [first, second] = await two();
      await second.lease.takeOver();
      await first.lease.takeOver();
      assert.deepEqual(first.told, [true, false, true]);
      await live([first, second]);
      assert.deepEqual(holders([first, second]), [0]);
    });

    it('can be before it is started', async () => {
      const [, second] = await two();
      await second.lease.takeOver();
      await second.live();
      const third = open();
      await third.lease.takeOver();
      assert.equal(third.held, true);
      assert.equal(await second.lease.stillHeld(), false);
    });

    it('is held also when others take number after number before', async () => {
      let others = 2;
      await creating(
        async create => (others-- > 0 ? false : create()),
        async () => {
          const window = open();
          await window.lease.takeOver();
          assert.equal(window.held, true);
          assert.deepEqual(await folder.files(), ['lease-3']);
        },
      );
    });
  });

  describe('with clocks and sleep', () => {
    for (const jump of [-10 * hour, 10 * hour]) {
      it(`stays where it is when clocks are set by ${jump / hour} hours`, async () => {
        const windows = await two();
        for (const jumping of [[windows[0]], [windows[1]], windows]) {
          for (const { clock } of jumping) clock.set(clock.now() + jump);
          await live(windows, 6);
          assert.deepEqual(holders(windows), [0]);
        }
      });
    }

    it('is another one’s when its holder has slept for 10 hours, and stays that', async () => {
      const [first, second] = await two();
      await second.live(5);
      assert.deepEqual(holders([first, second]), [0, 1]); // the first one sleeps and does nothing
      first.clock.set(first.clock.now() + 10 * hour);
      await first.live();
      await live([first, second], 10);
      assert.deepEqual(holders([first, second]), [1]);
    });

    it('stays where it is when the machine has slept for 10 hours', async () => {
      const [first, second] = await two();
      await live([first, second], 2);
      for (const { clock } of [first, second]) await clock.advance(10 * hour);
      await live([second, first], 6);
      assert.deepEqual(holders([first, second]), [0]);
    });
  });

  describe('in a folder that fails', () => {
    // A file in its place, since permissions do not bind every user.
    const block = (name: string) => writeFile(folder.at(name), '');

    it('is held by everybody alone, until the folder can be used', async () => {
      await block('lease');
      const windows = openMany(3, folder.at('lease'));
      for (const window of windows) await window.start();
      assert.deepEqual(
        windows.map(({ lease }) => [lease.held, lease.alone]),
        windows.map(() => [true, true]),
      );
      assert.equal(await windows[0]?.lease.stillHeld(), true);
      await windows[0]?.lease.takeOver();
      await live(windows, 7);
      assert.deepEqual(holders(windows), [0, 1, 2]);

      await rm(folder.at('lease'));
      await live(windows, 2);
      const [holder = -1] = holders(windows);
      await live(windows, 10);
      assert.deepEqual(holders(windows), [holder]);
      assert.deepEqual(windows[holder]?.told, [true]);
      assert.ok(windows.every(({ lease }) => !lease.alone));
    });

    it('is held on when the folder fails later; others wait as for a dead holder', async () => {
      const [first, second] = openMany(2, folder.at('lease')) as [LeaseWindow, LeaseWindow];
      await first.start();
      await second.start();
      await rename(folder.at('lease'), folder.at('kept'));
      await block('lease');
      await live([first, second], 3);
      assert.deepEqual([first.held, first.lease.alone, second.held], [true, true, false]);
      await live([first, second]);
      assert.deepEqual([second.held, second.lease.alone], [true, true]);

      await rm(folder.at('lease'));
      await rename(folder.at('kept'), folder.at('lease'));
      await live([first, second], 2);
      assert.equal(holders([first, second]).length, 1);
      assert.ok([first, second].every(({ lease }) => !lease.alone));
    });

    it('finds one holder again when the folder has been emptied', async () => {
      const windows = await started(3);
      await rm(folder.path, { recursive: true });
      await live(windows, 2);
      const [holder] = holders(windows);
      await live(windows, 10);
      assert.deepEqual(holders(windows), [holder]);
    });

    it('is not held by two that have made the same file after that', async () => {
      const [first] = await started(1);
      await rm(folder.path, { recursive: true });
      const second = open();
      await second.start();
      const windows = [first as LeaseWindow, second];
      assert.deepEqual(holders(windows), [0, 1]);
      await live(windows, 2);
      assert.equal(holders(windows).length, 1);
    });
  });

  describe('with files that are damaged', () => {
    for (const [name, text] of Object.entries({
      empty: '',
      cut: '12',
      binary: '\0\uFFFD\n',
      long: '9'.repeat(1e5),
    })) {
      it(`takes one that is ${name} for one without a heartbeat`, async () => {
        await writeFile(folder.at('lease-7'), text);
        const window = open();
        await window.start();
        await window.live(3);
        assert.equal(window.held, false);
        await window.live(2);
        assert.equal(window.held, true);
        assert.deepEqual(await folder.files(), ['lease-8']);
      });

      it(`goes on under the next number when its own is ${name}`, async () => {
        const windows = await two();
        await writeFile(folder.at('lease-1'), text);
        await live(windows, 10);
        assert.deepEqual(windows[0].told, [true]);
        assert.deepEqual(holders(windows), [0]);
        assert.deepEqual(await folder.files(), ['lease-2']);
      });
    }

    it('takes one that cannot be read for one without a heartbeat', async () => {
      await mkdir(folder.at('lease-7'));
      const window = open();
      await window.start();
      await window.live(4);
      assert.equal(window.held, true);
      assert.equal(window.lease.alone, false);
    });

    it('leaves alone what is not its own', async () => {
      const foreign = ['lease-0', 'lease-02', 'lease-1.bak', 'lease-9999999999999999', 'lease-x', 'notes'];
      for (const name of foreign) await writeFile(folder.at(name), name);
      const windows = await started(2);
      await live(windows);
      await windows[1]?.lease.takeOver();
      await live(windows, 3);
      assert.deepEqual(await folder.files(), [...foreign, 'lease-2'].sort());
      for (const name of foreign) assert.equal(await readFile(folder.at(name), 'utf8'), name);
    });
  });

  it('is not held under a number that others have used and removed by now', async () => {
    await creating(
      async create => {
        // As long after the look as it takes others to get to the ninth.
        await writeFile(folder.at('lease-9'), 'somebody');
        return create();
      },
      async () => {
        const window = open();
        await window.lease.takeOver();
        assert.equal(window.held, false);
        assert.deepEqual(await folder.files(), ['lease-1', 'lease-9']);
      },
    );
  });

  it('does one thing at a time', async () => {
    const [first] = await two();
    await Promise.all(Array.from({ length: 5 }, () => first.lease.stillHeld()));
    assert.deepEqual(await folder.files(), ['lease-1']);
    assert.match(await readFile(folder.at('lease-1'), 'utf8'), /^5 /);
  });

  it('writes who holds and how often it has beaten', async () => {
    const clock = new FakeClock();
    const lease = new Lease({ folder: folder.path, clock, owner: 'somebody' });
    await lease.takeOver();
    assert.equal(await readFile(folder.at('lease-1'), 'utf8'), '0 somebody');
    await lease.stillHeld();
    assert.equal(await readFile(folder.at('lease-1'), 'utf8'), '1 somebody');
    lease.dispose();
  });

  it('has one holder in the end, whatever happens', async () => {
    type Act = (windows: readonly LeaseWindow[], one: number) => unknown;
    const acts: Record<string, Act> = {
      live: (windows, one) => windows[one]?.live(),
      liveOn: (windows, one) => windows[one]?.live(5),
      takeOver: (windows, one) => windows[one]?.lease.takeOver(),
      all: windows => live(windows),
      some: (windows, one) => live(windows.slice(one)),
      takeOverAll: windows => Promise.all(windows.map(({ lease }) => lease.takeOver())),
    };
    const act = fc.tuple(fc.constantFrom(...Object.keys(acts)), fc.nat(3));
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async history => {
        const path = folder.at(`${round++}`);
        const windows = openMany(4, path);
        await Promise.all(windows.map(window => window.start()));
        for (const [name, one] of history) await acts[name]?.(windows, one);
        await live(windows, 2);
        const [holder] = holders(windows);
        await live(windows, 4);
        assert.deepEqual(holders(windows), [holder]);
      }),
      { numRuns: 25 },
    );
  });

  describe('of real processes', function () {
    this.timeout(30_000);
    /** Used again by the next test, as far as they live. */
    let processes: LeaseProcess[] = [];
    beforeEach(async () => {
      const alive = processes.filter(({ lives }) => lives);
      const missing = Array.from({ length: 3 - alive.length }, () => LeaseProcess.fork());
      processes = [...alive, ...(await Promise.all(missing))];
    });
    after(() => Promise.all(processes.map(each => each.exit())));

    const soon = () => Date.now() + 15;
    const start = (some: readonly LeaseProcess[], path: string, moment = soon()) =>
      Promise.all(some.map(each => each.order({ do: 'start', folder: path, moment }, 'slept')));
    const tick = async (some: readonly LeaseProcess[], times = 1) => {
      for (let ticked = 0; ticked < times; ticked++)
        await Promise.all(some.map(each => each.order({ do: 'tick' }, 'slept')));
    };

    it('is held by one of three, and by another when that is killed', async () => {
      const three = processes;
      await start(three, folder.path);
      const [holder = -1] = holders(three);
      await tick(three, 10);
      assert.deepEqual(holders(three), [holder]);

      await three[holder]?.kill();
      const others = three.filter((_, index) => index !== holder);
      await tick(others, 3);
      assert.deepEqual(holders(others), []);
      await tick(others, 2);
      assert.equal(holders(others).length, 1);
    });

    it('is held by another at the next look when its process ends', async () => {
      const three = processes;
      await start(three, folder.path);
      const [holder = -1] = holders(three);
      await three[holder]?.exit();
      const others = three.filter((_, index) => index !== holder);
      await tick(others);
      assert.equal(holders(others).length, 1);
    });

    it('is held by one of two that start at the same instant, 20 times over', async () => {
      const both = processes.slice(0, 2);
      for (let round = 0; round < 20; round++) {
        await start(both, folder.at(`${round}`));
        const [holder] = holders(both);
        assert.notEqual(holder, undefined);
        await tick(both, 2);
        assert.deepEqual(holders(both), [holder]);
      }
    });

    it('is held by one of two that find a dead holder at the same instant', async () => {
      const both = processes.slice(0, 2);
      for (let round = 0; round < 10; round++) {
        const path = folder.at(`${round}`);
        await mkdir(path);
        await writeFile(`${path}/lease-5`, '1 somebody');
        await start(both, path);
        await tick(both, 4);
        assert.equal(holders(both).length, 1);
      }
    });

    it('is held by one of two that take it over at the same instant, an interval later', async () => {
      const both = processes.slice(0, 2);
      await start(both, folder.path);
      for (let round = 0; round < 20; round++) {
        const moment = soon();
        await Promise.all(both.map(each => each.order({ do: 'takeOver', moment }, 'took')));
        assert.notDeepEqual(holders(both), []);
        await tick(both);
        assert.equal(holders(both).length, 1);
      }
    });

    it('is held by another soon after a kill, by the time of the machine', async () => {
      const three = processes;
      const moment = soon();
      const order = { do: 'start', folder: folder.path, moment, interval: 30 } as const;
      await Promise.all(three.map(each => each.order(order, 'slept')));
      const [holder = -1] = holders(three);
      const others = three.filter((_, index) => index !== holder);
      try {
        await three[holder]?.kill();
        // On a busy machine intervals this short are missed by the living too.
        while (holders(others).length === 0) await Promise.race(others.map(each => each.next('changed')));
      } finally {
        // Their time goes on: they would make the folder anew while it is being removed.
        await Promise.all(others.map(each => each.exit()));
      }
    });
  });
});

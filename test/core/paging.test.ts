import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { CallOptions } from '../../src/core/cloud';
import { allPages, pagesFromBothEnds, type Page } from '../../src/core/paging';

const { signal } = new AbortController();

/** Reads pages that a test gives by number, with pages of three. */
async function readAll(page: (number: number) => Page, size = 3) {
  const asked: number[] = [];
  const rows: unknown[] = [];
  const readPage = (number: number) => {
    asked.push(number);
    return Promise.resolve(page(number));
  };
  for await (const fresh of allPages({ pageSize: size, identity: String, readPage }, { signal })) {
    assert.ok(fresh.length > 0, 'no page is empty');
    rows.push(...fresh);
  }
  return { rows, asked };
}

const pagesOf = (list: readonly (readonly unknown[])[], total?: number) => (number: number) => ({
  records: list[number - 1] ?? [],
  total,
});

describe('allPages', () => {
  it('ends when the claimed total is reached', async () =>
    assert.deepEqual(await readAll(pagesOf([[1, 2, 3], [4, 5, 6], [7]], 6)), {
      rows: [1, 2, 3, 4, 5, 6],
      asked: [1, 2],
    }));

  it('ends with a short page when no total is claimed', async () =>
    assert.deepEqual(await readAll(pagesOf([[1, 2, 3], [4], [5]])), { rows: [1, 2, 3, 4], asked: [1, 2] }));

  it('asks once for an empty list', async () =>
    assert.deepEqual(await readAll(pagesOf([[]], 0)), { rows: [], asked: [1] }));

  it('goes on past a short page while more is claimed', async () =>
    assert.deepEqual(await readAll(pagesOf([[1, 2], [3]], 3)), { rows: [1, 2, 3], asked: [1, 2] }));

  it('ends at an empty page when the total was too high', async () =>
    assert.deepEqual(await readAll(pagesOf([[1, 2, 3], [4]], 99)), {
      rows: [1, 2, 3, 4],
      asked: [1, 2, 3],
    }));

  it('goes on past a total that was too low, until a short page', async () =>
    assert.deepEqual(await readAll(pagesOf([[1, 2, 3], [4, 5, 6], [7]], 1)), {
      rows: [1, 2, 3, 4, 5, 6, 7],
      asked: [1, 2, 3],
    }));

  it('refuses an empty list that says it is not, rather than to take it for one', async () => {
    await assert.rejects(
      readAll(() => ({ records: [], total: 3 })),
      /undocumented|documented/,
    );
    assert.deepEqual(
      (await readAll(pagesOf([[1, 2, 3], []], 9))).rows,
      [1, 2, 3],
      'a later page may be empty',
    );
  });

  it('goes on past a full first page whose total may be its own', async () => {
    const pages = [[1, 2, 3], [4, 5, 6], [7]];
    const counted = (number: number) => ({
      records: pages[number - 1] ?? [],
      total: 3,
    });
    assert.deepEqual(await readAll(counted), { rows: [1, 2, 3, 4, 5, 6, 7], asked: [1, 2, 3] });
    assert.deepEqual((await readAll(pagesOf([[1, 2, 3]], 3))).asked, [1, 2]);
  });

  it('shows a row once that moved to the next page while reading', async () =>
    assert.deepEqual(
      await readAll(
        pagesOf(
          [
            [1, 2, 3],
            [3, 4, 5],
            [5, 6],
          ],
          6,
        ),
      ),
      {
        rows: [1, 2, 3, 4, 5, 6],
        asked: [1, 2, 3],
      },
    ));

  it('shows a row once that comes twice on a page', async () =>
    assert.deepEqual((await readAll(pagesOf([[1, 1, 2], []]))).rows, [1, 2]));

  it('ends when a service gives the same page for ever', async () =>
    assert.deepEqual(await readAll(() => ({ records: [1, 2, 3], total: 99 })), {
      rows: [1, 2, 3],
      asked: [1, 2],
    }));

  it('ends with page 2000 when a service makes up rows for ever', async () => {
    const { asked } = await readAll(number => ({ records: [number], total: 1e9 }), 1);
    assert.equal(asked.length, 2000);
  });

  it('passes on the failure of a page after those that came before it', async () => {
    const rows: unknown[] = [];
    const reading = async () => {
      const page = (number: number) =>
        number === 1 ? Promise.resolve({ records: [1, 2, 3] }) : Promise.reject(new Error('down'));
      const list = { pageSize: 3, identity: String, readPage: page };
      for await (const fresh of allPages(list, { signal })) rows.push(...fresh);
    };
    await assert.rejects(reading, /down/);
    assert.deepEqual(rows, [1, 2, 3]);
  });

  it('finds each row once, in order, of any list with an honest total or none', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (list, size, honest) => {
          const page = (number: number) => ({
            records: list.slice((number - 1) * size, number * size),
            total: honest ? list.length : undefined,
          });
          assert.deepEqual((await readAll(page, size)).rows, list);
        },
      ),
    ));

  it('believes a service that gives smaller pages than it was asked for, when it says so', async () => {
    const pages = (list: readonly (readonly unknown[])[]) => (number: number) => ({
      records: list[number - 1] ?? [],
      size: 2,
    });
    assert.deepEqual(await readAll(pages([[1, 2], [3, 4], [5]])), {
      rows: [1, 2, 3, 4, 5],
      asked: [1, 2, 3],
    });
    assert.deepEqual((await readAll(page => ({ records: page === 1 ? [1, 2] : [3], size: 9 }))).asked, [1]);
  });

  it('reads once more when rows went while it read, so that those which moved up are not missed', async () => {
    const first = [
      [1, 2, 3],
      [5, 6],
    ]; // 1 is deleted after the first page: 4 moves up to it
    const later = [
      [2, 3, 4],
      [5, 6],
    ];
    let asked = 0;
    const { rows } = await readAll(number => {
      asked++;
      const total = asked === 1 ? 6 : 5;
      return { records: (asked <= 2 ? first : later)[number - 1] ?? [], total };
    });
    assert.deepEqual(rows, [1, 2, 3, 5, 6, 4]);
    assert.equal(asked, 4);
  });

  it('reads no third time, however often rows go', async () => {
    let total = 100;
    const { rows, asked } = await readAll(number => ({
      records: number <= 2 ? [number * 3, number * 3 + 1, number * 3 + 2] : [],
      total: total--,
    }));
    assert.deepEqual(rows, [3, 4, 5, 6, 7, 8]);
    assert.deepEqual(asked, [1, 2, 3, 1, 2, 3]);
  });

  it('does not read again for rows that came while it read', async () => {
    let asked = 0;
    await readAll(number => ({ records: [[1, 2, 3], [4]][number - 1] ?? [], total: 4 + asked++ }));
    assert.equal(asked, 3);
  });
});

describe('allPages, several at once', () => {
  const most = 5;

  /** A service that answers when it is told to, and what it says then. */
  class Desk {
    readonly asked: number[] = [];
    readonly given = new Map<number, AbortSignal>();
    private readonly waiting = new Map<
      number,
      { resolve: (page: Page) => void; reject: (e: Error) => void }
    >();

    constructor(private readonly page: (number: number) => Page) {}

    readonly readPage = (number: number, options: CallOptions): Promise<Page> => {
      this.asked.push(number);
      this.given.set(number, options.signal);
      return new Promise((resolve, reject) => this.waiting.set(number, { resolve, reject }));
    };

    get underway(): number[] {
      return [...this.waiting.keys()];
    }

    async answer(number: number): Promise<void> {
      this.waiting.get(number)?.resolve(this.page(number));
      this.waiting.delete(number);
      await turn();
    }

    async fail(number: number): Promise<void> {
      this.waiting.get(number)?.reject(new Error(`${number} is down`));
      this.waiting.delete(number);
      await turn();
    }

    /** Takes all rows of the list as they come. */
    read(outer = signal) {
      const rows: unknown[] = [];
      const list = { pageSize: 2, identity: String, readPage: this.readPage, atOnce: most };
      const over = (async () => {
        for await (const fresh of allPages(list, { signal: outer })) rows.push(...fresh);
      })();
      over.catch(() => undefined);
      return { rows, over };
    }
  }

  const listOf = (count: number) => Array.from({ length: count }, (_, index) => index);
  const cut = (list: readonly unknown[], number: number, size = 2): Page => ({
    records: list.slice((number - 1) * size, number * size),
    total: list.length,
  });
  const desk = (count: number) => new Desk(number => cut(listOf(count), number));

  it('asks for the first page alone, and then for so many that are sure to be wanted', async () => {
    const service = desk(30);
    const { rows } = service.read();
    assert.deepEqual(service.asked, [1]);
    await service.answer(1);
    assert.deepEqual(service.underway, [2, 3, 4, 5, 6]);
    await service.answer(4);
    assert.deepEqual([service.underway, rows.length], [[2, 3, 5, 6], 2], 'the second page holds up all');
    await service.answer(2);
    assert.deepEqual(service.underway, [3, 5, 6, 7]);
    await service.answer(3);
    assert.deepEqual([service.underway, rows], [[5, 6, 7, 8, 9], listOf(8)]);
  });

  it('asks for no page beyond the last', async () => {
    const service = desk(7);
    const { rows, over } = service.read();
    for (const number of [1, 4, 3, 2]) await service.answer(number);
    await over;
    assert.deepEqual([rows, service.asked], [listOf(7), [1, 2, 3, 4]]);
  });

  it('asks no more often for a list of one page', async () => {
    const service = desk(1);
    const { over } = service.read();
    await service.answer(1);
    await over;
    assert.deepEqual(service.asked, [1]);
  });

  it('goes on one by one where no total is told, or the page is not full', async () => {
    for (const page of [{ records: [1, 2] }, { records: [1], total: 30 }]) {
      const service = new Desk(() => page);
      service.read();
      await service.answer(1);
      assert.deepEqual(service.underway, [2]);
    }
  });

  it('asks for nothing ahead until somebody wants more than the first page', async () => {
    const service = desk(30);
    const list = { pageSize: 2, identity: String, readPage: service.readPage, atOnce: most };
    const pages = allPages(list, { signal });
    const first = pages.next();
    await service.answer(1);
    await first;
    assert.deepEqual(service.asked, [1]);
    await pages.return(undefined);
    assert.deepEqual(service.asked, [1]);
  });

  it('asks with the options as they are by then', async () => {
    const once: unknown[] = [];
    const options = { signal, once: true };
    const readPage = (number: number, given: CallOptions) => {
      once.push(given.once);
      return Promise.resolve(cut(listOf(6), number));
    };
    const list = { pageSize: 2, identity: String, readPage, atOnce: most };
    for await (const rows of allPages(list, options)) options.once = rows.length === 0;
    assert.deepEqual(once, [true, false, false]);
  });

  it('tells of a page that failed when it is its turn, and asks for nothing more meanwhile', async () => {
    const service = desk(30);
    const { rows, over } = service.read();
    await service.answer(1);
    await service.fail(4);
    await service.answer(2);
    assert.deepEqual([service.underway, rows], [[3, 5, 6], listOf(4)]);
    const [signalOfFive] = [service.given.get(5)];
    assert.equal(signalOfFive?.aborted, false);
    await service.answer(3);
    await assert.rejects(over, /4 is down/);
    assert.deepEqual(rows, listOf(6));
    assert.equal(signalOfFive.aborted, true, 'the others are given up');
    // Nobody is left to take these: they must not come up as rejections that nobody handles.
    await service.fail(5);
    await service.fail(6);
  });

  it('gives up what is under way when nobody wants more', async () => {
    const service = desk(30);
    const list = { pageSize: 2, identity: String, readPage: service.readPage, atOnce: most };
    const reading = (async () => {
      for await (const rows of allPages(list, { signal })) if (rows.includes(2)) break;
    })();
    await service.answer(1);
    await service.answer(2);
    await reading;
    assert.deepEqual(service.underway, [3, 4, 5, 6]);
    assert.ok(service.underway.every(number => service.given.get(number)?.aborted));
    await service.fail(3);
  });

  it('gives up what is under way when the whole is given up', async () => {
    const outer = new AbortController();
    const service = desk(30);
    service.read(outer.signal);
    await service.answer(1);
    outer.abort();
    assert.ok(service.underway.every(number => service.given.get(number)?.aborted));
  });

  it('gives up what a total promised that was too high', async () => {
    const service = new Desk(number => ({ ...cut(listOf(4), number), total: 30 }));
    const { rows, over } = service.read();
    for (const number of [1, 2, 3]) await service.answer(number);
    await over;
    assert.deepEqual(rows, listOf(4));
    assert.ok(service.underway.every(number => service.given.get(number)?.aborted));
  });

  /** Reads with answers in any order; the service says what holds at the moment when it answers. */
  async function inAnyOrder(
    scheduler: fc.Scheduler,
    pageSize: number,
    atOnce: number,
    page: (number: number) => Page,
  ) {
    let [underway, peak] = [0, 0];
    const rows: unknown[] = [];
    const readPage = async (number: number) => {
      peak = Math.max(peak, ++underway);
      await scheduler.schedule(Promise.resolve());
      underway--;
      return page(number);
    };
    const read = async () => {
      const list = { pageSize, identity: String, readPage, atOnce };
      for await (const fresh of allPages(list, { signal })) rows.push(...fresh);
    };
    await scheduler.waitFor(read());
    await scheduler.waitIdle();
    return { rows, peak };
  }

  it('finds what one after another finds, in the same order, whatever a service says of each page', () => {
    const row = fc.nat({ max: 12 });
    const page = fc.record({
      records: fc.array(row, { maxLength: 4 }),
      total: fc.option(fc.nat({ max: 30 }), { nil: undefined }),
      size: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
    });
    return fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(page, { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (scheduler, pages, size) => {
          const said = (number: number): Page => pages[number - 1] ?? { records: [] };
          const isRefused = pages[0]?.records.length === 0 && !!pages[0].total;
          fc.pre(!isRefused);
          const { rows, peak } = await inAnyOrder(scheduler, size, most, said);
          assert.deepEqual(rows, (await readAll(said, size)).rows);
          assert.ok(peak <= most);
        },
      ),
    );
  });

  it('misses no row that stays while one comes or goes, in whatever order the pages are answered', () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 30 }),
        // On pages of one, a row that came moves a whole page on, and one that brings nothing new is the end.
        fc.integer({ min: 2, max: 4 }),
        fc.nat({ max: 20 }),
        fc.boolean(),
        fc.nat(),
        async (scheduler, count, size, moment, comes, where) => {
          const before = listOf(count);
          const at = where % count;
          const after = comes ? before.toSpliced(at, 0, -1) : before.toSpliced(at, 1);
          let answered = 0;
          const { rows } = await inAnyOrder(scheduler, size, most, number =>
            cut(answered++ < moment ? before : after, number, size),
          );
          const staying = comes ? before : after;
          assert.deepEqual(
            staying.filter(row => !rows.includes(row)),
            [],
          );
          assert.equal(new Set(rows).size, rows.length);
        },
      ),
      { numRuns: 1000 },
    ));

  it('reads once more when a later page was answered before one came, though the total is up again', async () => {
    const old = listOf(8);
    const grown = [-1, ...old];
    let early = true;
    const service = new Desk(number => {
      const list = number === 3 && early ? old : grown;
      early &&= number !== 3;
      return cut(list, number);
    });
    const { rows, over } = service.read();
    for (const number of [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5]) await service.answer(number);
    await over;
    assert.deepEqual(rows.toSorted(), grown.toSorted());
    assert.deepEqual(service.asked.slice(6), [1, 2, 3, 4, 5]);
  });
});

describe('pagesFromBothEnds', () => {
  /** The pages asked for until `enough` of them, of a list of so many rows in pages of two. */
  async function asked(rows: number, total: number | undefined = rows, enough = Infinity) {
    const numbers: number[] = [];
    const readPage = (number: number) => {
      const size = Math.min(Math.max(rows - (number - 1) * 2, 0), 2);
      return Promise.resolve({ records: Array<unknown>(size).fill(number), total });
    };
    for await (const { number } of pagesFromBothEnds(2, readPage)) {
      numbers.push(number);
      if (numbers.length >= enough) break;
    }
    return numbers;
  }

  it('reads every page once, from the ends to the middle', async () => {
    assert.deepEqual(await asked(0), [1]);
    assert.deepEqual(await asked(2), [1]);
    assert.deepEqual(await asked(3), [1, 2]);
    assert.deepEqual(await asked(6), [1, 3, 2]);
    assert.deepEqual(await asked(9), [1, 5, 2, 4, 3]);
    assert.deepEqual(await asked(12), [1, 6, 2, 5, 3, 4]);
  });

  it('reads no more than is asked for', async () =>
    assert.deepEqual(await asked(1000, 1000, 3), [1, 500, 2]));

  it('goes in order without a total', async () => {
    const readPage = (number: number) => Promise.resolve({ records: number < 3 ? [1, 2] : [1] });
    const numbers: number[] = [];
    for await (const page of pagesFromBothEnds(2, readPage)) numbers.push(page.number);
    assert.deepEqual(numbers, [1, 2, 3]);
  });

  it('goes in order when the total is too high, up to a page that is not full', async () =>
    assert.deepEqual(await asked(5, 1000), [1, 500, 2, 3]));
});

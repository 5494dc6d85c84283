import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allPages, pagesFromBothEnds, type Page } from '../../src/core/paging';

/** Reads pages that a test gives by number, with pages of three. */
async function readAll(page: (number: number) => Page, size = 3) {
  const asked: number[] = [];
  const rows: unknown[] = [];
  const readPage = (number: number) => {
    asked.push(number);
    return Promise.resolve(page(number));
  };
  for await (const fresh of allPages(size, String, readPage)) {
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
      for await (const fresh of allPages(3, String, page)) rows.push(...fresh);
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

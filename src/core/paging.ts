import type { CallOptions } from './cloud';
import { CloudError } from './errors';
import { ReadAhead } from './readAhead';
import { inOurWords } from './reasons';

/** One page as a service answers it. */
export interface Page<Row = unknown> {
  readonly records: readonly Row[];
  /** The count over all pages, as the service claims it. */
  readonly total?: number | undefined;
  /** Rows of a full page, where the service says how many it gives: it may be fewer than were asked for. */
  readonly size?: number | undefined;
}

/** A list that is read by number of page. */
export interface PagedList<Row> {
  readonly pageSize: number;
  /** Tells rows apart. */
  readonly identity: (row: Row) => string;
  readonly readPage: (pageNumber: number, options: CallOptions) => Promise<Page<Row>>;
  /** How many pages are read at once when all are wanted; one after another when absent. */
  readonly atOnce?: number;
}

/** No list is this long; a service that goes on for ever stops here. */
const maxPages = 2000;

/**
 * Reads all pages. Totals may lie, rows may move between pages while we read, and a service may never stop:
 * so rows are told apart by `identity`, and it ends with an empty page, a page that brings nothing new, the
 * claimed total reached exactly, or a short page with nothing more claimed. Where the total fell from one page to the
 * next, rows have moved up to pages that were read before, or, of several read at once, the later page was answered
 * first: they are read once more, one after another.
 *
 * @param options looked at anew with each page
 */
export async function* allPages<Row>(
  list: PagedList<Row>,
  options: CallOptions,
): AsyncGenerator<readonly Row[]> {
  const seen = new Set<string>();
  let highest = -Infinity;
  let hasFallen = false;
  for await (const { fresh, total } of onePass(list, options, seen)) {
    if (fresh.length > 0) yield fresh;
    hasFallen ||= total !== undefined && total < highest;
    highest = Math.max(highest, total ?? -Infinity);
  }
  if (!hasFallen) return;
  for await (const { fresh } of onePass({ ...list, atOnce: 1 }, options, new Set())) {
    const news = fresh.filter(row => !seen.has(list.identity(row)));
    if (news.length > 0) yield news;
  }
}

async function* onePass<Row>(
  { pageSize, identity, readPage, atOnce = 1 }: PagedList<Row>,
  options: CallOptions,
  seen: Set<string>,
): AsyncGenerator<{ fresh: readonly Row[]; total: number | undefined }> {
  const pages = new ReadAhead(
    (pageNumber, signal) => readPage(pageNumber, { ...options, signal }),
    atOnce,
    options.signal,
  );
  let last = 1;
  try {
    for (let pageNumber = 1; pageNumber <= maxPages; pageNumber++) {
      const { records, total, size = pageSize } = await pages.take(pageNumber, last);
      const fresh = records.filter(row => {
        const before = seen.size;
        return seen.add(identity(row)).size > before;
      });
      // An empty list that says it is not must not empty ours.
      if (pageNumber === 1 && records.length === 0 && total) {
        throw new CloudError({ kind: 'protocol', ...inOurWords('undocumentedAnswer') });
      }
      yield { fresh, total };
      // A full first page may have been counted by itself.
      const isCounted = seen.size === total && !(pageNumber === 1 && records.length === pageSize);
      if (fresh.length === 0 || isCounted) return;
      if (records.length < Math.min(size, pageSize) && !(total !== undefined && total > seen.size)) return;
      // A total is believed as long as the pages are full, and looked at anew with each.
      last = records.length < pageSize ? 1 : Math.min(Math.ceil((total ?? 1) / pageSize), maxPages);
    }
  } finally {
    pages.giveUp();
  }
}

/**
 * Reads pages from both ends: the first, the last, the second, the last but one and so on. What is wanted is most
 * likely new, and no vendor says at which end that is. Without a total, or with one that is too high, the pages come in
 * their order, up to one that is not full.
 */
export async function* pagesFromBothEnds(
  pageSize: number,
  readPage: (pageNumber: number) => Promise<Page>,
): AsyncGenerator<Page & { readonly number: number }> {
  const first = await readPage(1);
  yield { ...first, number: 1 };
  let inOrder = first.total === undefined;
  let high = Math.min(Math.ceil((first.total ?? Infinity) / pageSize), maxPages);
  let latest: Page = first;
  for (let low = 2; low <= high && !(inOrder && latest.records.length < pageSize); low++) {
    if (!inOrder && high > low) {
      const last = await readPage(high);
      yield { ...last, number: high-- };
      inOrder = last.records.length === 0;
    }
    latest = await readPage(low);
    yield { ...latest, number: low };
  }
}

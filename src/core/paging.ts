import { CloudError } from './errors';
import { inOurWords } from './reasons';

/** One page as a service answers it. */
export interface Page {
  readonly records: readonly unknown[];
  /** The count over all pages, as the service claims it. */
  readonly total?: number | undefined;
  /** Rows of a full page, where the service says how many it gives: it may be fewer than were asked for. */
  readonly size?: number | undefined;
}

/** No list is this long; a service that goes on for ever stops here. */
const maxPages = 2000;

/**
 * Reads all pages. Totals may lie, rows may move between pages while we read, and a service may never stop:
 * so rows are told apart by `identity`, and it ends with an empty page, a page that brings nothing new, the
 * claimed total reached exactly, or a short page with nothing more claimed. Where the total fell while we read, rows
 * have moved up to pages that were read before: they are read once more.
 */
export async function* allPages(
  pageSize: number,
  identity: (record: unknown) => string,
  readPage: (pageNumber: number) => Promise<Page>,
): AsyncGenerator<readonly unknown[]> {
  let known: ReadonlySet<string> = new Set();
  for (let pass = 1; pass <= 2; pass++) {
    const seen = new Set<string>();
    let highest = -Infinity;
    let latest: number | undefined;
    for await (const { fresh, total } of onePass(pageSize, identity, readPage, seen)) {
      const news = known.size === 0 ? fresh : fresh.filter(record => !known.has(identity(record)));
      if (news.length > 0) yield news;
      highest = Math.max(highest, total ?? -Infinity);
      latest = total;
    }
    if (latest === undefined || latest >= highest) return;
    known = seen;
  }
}

async function* onePass(
  pageSize: number,
  identity: (record: unknown) => string,
  readPage: (pageNumber: number) => Promise<Page>,
  seen: Set<string>,
): AsyncGenerator<{ fresh: readonly unknown[]; total: number | undefined }> {
  for (let pageNumber = 1; pageNumber <= maxPages; pageNumber++) {
    const { records, total, size = pageSize } = await readPage(pageNumber);
    const fresh = records.filter(record => {
      const id = identity(record);
      return !seen.has(id) && seen.add(id);
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

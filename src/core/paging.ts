/** One page as a service answers it. */
export interface Page {
  readonly records: readonly unknown[];
  /** The count over all pages, as the service claims it. */
  readonly total?: number | undefined;
}

/** No list is this long; a service that goes on for ever stops here. */
const maxPages = 2000;

/**
 * Reads all pages. Totals may lie, rows may move between pages while we read, and a service may never stop:
 * so rows are told apart by `identity`, and it ends with an empty page, a page that brings nothing new, the
 * claimed total reached exactly, or a short page with nothing more claimed.
 */
export async function* allPages(
  pageSize: number,
  identity: (record: unknown) => string,
  readPage: (pageNumber: number) => Promise<Page>,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>();
  for (let pageNumber = 1; pageNumber <= maxPages; pageNumber++) {
    const { records, total } = await readPage(pageNumber);
    const fresh = records.filter(record => {
      const id = identity(record);
      return !seen.has(id) && seen.add(id);
    });
    if (fresh.length === 0) return;
    yield fresh;
    if (seen.size === total) return;
    if (records.length < pageSize && !(total !== undefined && total > seen.size)) return;
  }
}

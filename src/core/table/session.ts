import { isSame } from '../same';
import type { Filter, Sort } from './asked';
import { shownCell, toClipboard } from './cells';
import type { Delimiter } from './dialect';
import type { FromPage, TableState, ToPage } from './messages';
import type { OpenBytes, TableSource } from './source';
import { Table } from './table';
import { TableView } from './view';

/** What a session needs of the editor it is in. */
export interface SessionHost {
  post(message: ToPage): void;
  /** The sentence for a file that cannot be read. */
  describe(error: unknown): string;
}

type RowsMessage = Extract<FromPage, { type: 'rows' }>;
type CopyMessage = Extract<FromPage, { type: 'copy' }>;

/** How often the page is told, at most, how far a file has been read. */
const progressSteps = 50;
/** The stamp of a file that could not be read: it is tried again when it has another. */
const unreadable = 'unreadable';

/** A table as one page shows it: reads the file, answers the page, and begins anew when the file has changed. */
export class TableSession {
  private bytes: OpenBytes | undefined;
  private table: Table | undefined;
  private view: TableView | undefined;
  private reading = new AbortController();
  private isReading = false;
  private stamp = unreadable;
  private version = 0;
  private share = 0;
  private sort: Sort | undefined;
  private filter: Filter | undefined;
  private readonly underWay = { sorting: 0, filtering: 0 };

  constructor(
    private readonly source: TableSource,
    /** Taken where the text has no delimiter at all. */
    private readonly likely: Delimiter,
    private readonly host: SessionHost,
  ) {}

  /** Reads the file from its beginning. Resolves when it is read, sorted and filtered; what fails is told to the page. */
  async load(): Promise<void> {
    this.reading.abort();
    const { signal } = (this.reading = new AbortController());
    this.isReading = true;
    try {
      await this.read(signal);
      this.isReading = false;
      this.postState();
      await Promise.all([this.sort && this.arrange('sorting'), this.filter && this.arrange('filtering')]);
    } catch (error) {
      if (signal.aborted) return;
      this.isReading = false;
      this.stamp = unreadable;
      this.fail(error);
    }
  }

  /** Does what the page asks. Resolves when it is done; what fails is told to the page. */
  async receive(message: FromPage): Promise<void> {
    const { version } = this;
    try {
      await this.answer(message);
    } catch (error) {
      // What was read from a file that is closed meanwhile is of no interest.
      if (this.version === version && !this.reading.signal.aborted) this.fail(error);
    }
  }

  /** Reads the file again if it is not what it was. */
  async check(): Promise<void> {
    const stamp = await this.source.stamp().catch(() => unreadable);
    if (!this.isReading && !this.reading.signal.aborted && stamp !== this.stamp) await this.load();
  }

  /** Ends what is under way and lets go of the file. */
  async close(): Promise<void> {
    this.reading.abort();
    this.view?.abort();
    const { bytes } = this;
    this.bytes = undefined;
    await bytes?.close?.();
  }

  private async read(signal: AbortSignal): Promise<void> {
    const stamp = await this.source.stamp();
    const bytes = await this.source.open();
    const table = await Table.open(bytes, this.likely).finally(() => signal.aborted && bytes.close?.());
    signal.throwIfAborted();
    const before = this.bytes;
    this.view?.abort();
    [this.bytes, this.table, this.view] = [bytes, table, new TableView(table)];
    [this.stamp, this.share] = [stamp, 0];
    this.version++;
    await before?.close?.();
    await table.find(signal, share => this.progress(share));
    this.share = 1;
    const hasColumn = (column = 0) => column < table.columns.length;
    if (!hasColumn(this.sort?.column)) this.sort = undefined;
    if (!hasColumn(this.filter?.column)) this.filter = undefined;
  }

  private progress(share: number): void {
    const isStep = Math.floor(share * progressSteps) > Math.floor(this.share * progressSteps);
    if (!isStep && this.share > 0) return;
    this.share = share;
    this.postState();
  }

  private async answer(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.postState();
        await Promise.all([this.sortBy(message.sort), this.filterBy(message.filter)]);
        return;
      case 'sort':
        return this.sortBy(message.sort);
      case 'filter':
        return this.filterBy(message.filter);
      case 'rows':
        return this.sendRows(message);
      case 'copy':
        return this.copy(message);
    }
  }

  private async sortBy(sort: Sort | undefined): Promise<void> {
    if (isSame(sort, this.sort)) return;
    this.sort = sort;
    await this.arrange('sorting');
  }

  private async filterBy(filter: Filter | undefined): Promise<void> {
    if (isSame(filter, this.filter)) return;
    this.filter = filter;
    await this.arrange('filtering');
  }

  /** Has the view sorted or filtered as it is to be now; while the file is being read, that comes after. */
  private async arrange(work: 'sorting' | 'filtering'): Promise<void> {
    const { view } = this;
    if (!view || this.isReading) return this.postState();
    this.underWay[work]++;
    this.postState();
    try {
      const isDone = await (work === 'sorting' ? view.sort(this.sort) : view.filter(this.filter));
      if (isDone && view === this.view) this.version++;
    } finally {
      this.underWay[work]--;
      this.postState();
    }
  }

  private async sendRows({ version, start, count }: RowsMessage): Promise<void> {
    await this.check();
    if (version !== this.version || !this.table) return;
    const numbers = this.view?.numbers(start, count) ?? [];
    const cells = await this.table.rows(numbers);
    if (version !== this.version) return;
    const rows = cells.map((row, at) => ({ number: (numbers[at] ?? 0) + 1, cells: row.map(shownCell) }));
    this.host.post({ type: 'rows', version, start, rows });
  }

  private async copy({ version, row, column }: CopyMessage): Promise<void> {
    if (version !== this.version || !this.table) return;
    const [cells = []] =
      row === undefined ? [this.table.columns] : await this.table.rows(this.view?.numbers(row, 1) ?? []);
    this.host.post({ type: 'copy', text: column === undefined ? toClipboard(cells) : (cells[column] ?? '') });
  }

  private postState(): void {
    if (this.reading.signal.aborted) return;
    this.host.post({
      type: 'state',
      version: this.version,
      columns: [...(this.table?.columns ?? [])],
      total: this.table?.rowCount ?? 0,
      shown: this.view?.count ?? 0,
      share: this.share,
      working: this.working(),
      sort: this.sort,
      filter: this.filter,
    });
  }

  private working(): TableState['working'] {
    if (this.isReading && this.share < 1) return 'reading';
    if (this.underWay.sorting > 0) return 'sorting';
    return this.underWay.filtering > 0 ? 'filtering' : undefined;
  }

  private fail(error: unknown): void {
    this.host.post({ type: 'problem', text: this.host.describe(error) });
  }
}

import assert from 'node:assert/strict';
import { MemoryBytes } from '../../../src/core/bytes';
import type { FromPage, TableState, ToPage } from '../../../src/core/table/messages';
import { TableSession } from '../../../src/core/table/session';
import type { OpenBytes } from '../../../src/core/table/source';

/** A session over a text that can be changed, and all that its page is told. */
class Stage {
  readonly told: ToPage[] = [];
  opened = 0;
  closed = 0;
  text: string | Error;
  readonly session: TableSession;

  constructor(text: string | Error) {
    this.text = text;
    const source = { open: () => this.open(), stamp: () => this.stamp() };
    this.session = new TableSession(source, ',', {
      post: message => this.told.push(message),
      describe: error => `no: ${(error as Error).message}`,
    });
  }

  static async of(text: string): Promise<Stage> {
    const stage = new Stage(text);
    await stage.session.load();
    return stage;
  }

  get state(): TableState {
    const state = this.told.findLast(message => message.type === 'state');
    assert.ok(state);
    return state;
  }

  /** Texts for the clipboard. */
  get copied(): string[] {
    return this.told.flatMap(message => (message.type === 'copy' ? [message.text] : []));
  }

  get last(): ToPage | undefined {
    return this.told.at(-1);
  }

  /** First cells of the rows that are shown. */
  async shown(): Promise<(string | undefined)[]> {
    const { version } = this.state;
    await this.session.receive({ type: 'rows', version, start: 0, count: 100 });
    assert.equal(this.last?.type, 'rows');
    return this.last.rows.map(({ cells }) => cells[0]);
  }

  /** Has it done, with the version that the page has. */
  receive(message: FromPage): Promise<void> {
    return this.session.receive(message);
  }

  private open(): Promise<OpenBytes> {
    if (this.text instanceof Error) return Promise.reject(this.text);
    this.opened++;
    const bytes = new MemoryBytes(Buffer.from(this.text));
    const close = () => Promise.resolve(void this.closed++);
    return Promise.resolve(Object.assign(bytes, { close }));
  }

  private stamp(): Promise<string> {
    return this.text instanceof Error ? Promise.reject(this.text) : Promise.resolve(this.text);
  }
}

const text = 'name,size\nb,2\na,10\nc,1\n';
const bySize = { column: 1, direction: 'ascending' } as const;

describe('TableSession', () => {
  it('tells how the table stands, and gives rows with their numbers', async () => {
    const stage = await Stage.of(text);
    const { version } = stage.state;
    assert.deepEqual(
      { ...stage.state },
      {
        ...{ type: 'state', version, columns: ['name', 'size'], total: 3, shown: 3, share: 1 },
        ...{ working: undefined, sort: undefined, filter: undefined },
      },
    );
    await stage.receive({ type: 'rows', version, start: 1, count: 5 });
    const rows = [
      { number: 2, cells: ['a', '10'] },
      { number: 3, cells: ['c', '1'] },
    ];
    assert.deepEqual(stage.last, { type: 'rows', version, start: 1, rows });
  });

  it('sorts and filters, one without the other or both', async () => {
    const stage = await Stage.of(text);
    await stage.receive({ type: 'sort', sort: bySize });
    assert.deepEqual(await stage.shown(), ['c', 'b', 'a']);
    await stage.receive({ type: 'filter', filter: { text: '1' } });
    assert.deepEqual(await stage.shown(), ['c', 'a']);
    assert.deepEqual([stage.state.shown, stage.state.total], [2, 3]);
    await stage.receive({ type: 'sort' });
    assert.deepEqual(await stage.shown(), ['a', 'c']);
    await stage.receive({ type: 'filter' });
    assert.deepEqual(await stage.shown(), ['b', 'a', 'c']);
  });

  it('says what it is working on until it is done', async () => {
    const stage = await Stage.of(text);
    const from = stage.told.length;
    await stage.receive({ type: 'sort', sort: bySize });
    await stage.receive({ type: 'filter', filter: { text: 'a' } });
    const works = stage.told.slice(from).map(message => message.type === 'state' && message.working);
    assert.deepEqual(works, ['sorting', undefined, 'filtering', undefined]);
  });

  it('goes by the last of several wishes', async () => {
    const stage = await Stage.of(text);
    const texts = ['a', 'b', 'c'];
    await Promise.all([
      ...texts.map(wanted => stage.receive({ type: 'filter', filter: { text: wanted } })),
      stage.receive({ type: 'sort', sort: bySize }),
      stage.receive({ type: 'sort' }),
    ]);
    assert.deepEqual(await stage.shown(), ['c']);
    assert.deepEqual([stage.state.working, stage.state.sort], [undefined, undefined]);
  });

  it('sorts and filters what is still being read when it is read', async () => {
    const stage = new Stage(text);
    const loading = stage.session.load();
    await stage.receive({ type: 'ready', sort: bySize, filter: { text: '1' } });
    await loading;
    assert.deepEqual(await stage.shown(), ['c', 'a']);
  });

  it('tells a page that comes back how the table stands, and begins nothing anew', async () => {
    const stage = await Stage.of(text);
    await stage.receive({ type: 'sort', sort: bySize });
    const { state } = stage;
    await stage.receive({ type: 'ready', sort: bySize });
    assert.deepEqual(stage.last, state);
  });

  it('gives no rows of a version that is over', async () => {
    const stage = await Stage.of(text);
    const { version } = stage.state;
    await stage.receive({ type: 'sort', sort: bySize });
    const told = stage.told.length;
    await stage.receive({ type: 'rows', version, start: 0, count: 1 });
    await stage.receive({ type: 'copy', version, row: 0 });
    assert.equal(stage.told.length, told);
    assert.deepEqual(stage.copied, []);
  });

  it('copies a cell, a row and the header', async () => {
    const stage = await Stage.of('a,b\n1,"x\ty ""z"""\n');
    const { version } = stage.state;
    await stage.receive({ type: 'copy', version, row: 0, column: 1 });
    await stage.receive({ type: 'copy', version, row: 0 });
    await stage.receive({ type: 'copy', version });
    await stage.receive({ type: 'copy', version, column: 1 });
    await stage.receive({ type: 'copy', version, row: 0, column: 7 });
    assert.deepEqual(stage.copied, ['x\ty "z"', '1\t"x\ty ""z"""', 'a\tb', 'b', '']);
  });

  it('reads a file again that has changed, sorted and filtered as before', async () => {
    const stage = await Stage.of(text);
    await stage.receive({ type: 'sort', sort: bySize });
    const { version } = stage.state;
    stage.text = `${text}d,0\n`;
    await stage.receive({ type: 'rows', version, start: 0, count: 1 });
    assert.deepEqual(await stage.shown(), ['d', 'c', 'b', 'a']);
    assert.deepEqual([stage.opened, stage.closed], [2, 1]);
    stage.text = 'name\nx\n'; // the column is gone
    await stage.session.check();
    assert.deepEqual(await stage.shown(), ['x']);
    assert.equal(stage.state.sort, undefined);
  });

  it('reads nothing again when nothing has changed', async () => {
    const stage = await Stage.of(text);
    await stage.session.check();
    assert.equal(stage.opened, 1);
  });

  it('says why a file cannot be read, and shows it when it can', async () => {
    const stage = new Stage(new Error('EACCES'));
    await stage.session.load();
    assert.deepEqual(stage.last, { type: 'problem', text: 'no: EACCES' });
    await stage.session.check(); // still the same
    assert.equal(stage.told.length, 1);
    stage.text = text;
    await stage.session.check();
    assert.deepEqual(await stage.shown(), ['b', 'a', 'c']);
    stage.text = new Error('ENOENT');
    await stage.session.check();
    assert.deepEqual(stage.last, { type: 'problem', text: 'no: ENOENT' });
  });

  it('goes by the last of two readings', async () => {
    const stage = new Stage(text);
    const first = stage.session.load();
    stage.text = 'a\n1\n';
    await Promise.all([first, stage.session.load()]);
    assert.deepEqual(await stage.shown(), ['1']);
    assert.equal(stage.opened - stage.closed, 1);
  });

  it('says nothing any more when it is closed, and lets go of the file', async () => {
    const stage = await Stage.of(text);
    const { version } = stage.state;
    const sorting = stage.receive({ type: 'sort', sort: bySize });
    const told = stage.told.length;
    await stage.session.close();
    await sorting;
    stage.text = 'other';
    await stage.session.check();
    await stage.receive({ type: 'filter', filter: { text: 'a' } });
    assert.equal(stage.told.length, told);
    assert.ok(version > 0);
    assert.equal(stage.opened, stage.closed);
  });

  it('closes a file that was opened when it was not wanted any more', async () => {
    const stage = new Stage(text);
    const loading = stage.session.load();
    await stage.session.close();
    await loading;
    assert.equal(stage.opened, stage.closed);
    assert.deepEqual(stage.told, []);
  });
});

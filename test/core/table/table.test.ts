import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import fc from 'fast-check';
import { FileBytes, MemoryBytes } from '../../../src/core/bytes';
import { mostColumns, Table } from '../../../src/core/table/table';
import { testFolder } from '../../fakes/folder';
import { parse, signs } from './referenceParser';

const { signal } = new AbortController();

async function tableOf(bytes: Uint8Array): Promise<Table> {
  const table = await Table.open(new MemoryBytes(bytes), ',');
  await table.find(signal, () => undefined);
  return table;
}

const allRows = (table: Table): Promise<string[][]> => table.rows([...Array(table.rowCount).keys()]);

const gb18030 = Buffer.from([0xb2, 0xe2, 0x2c, 0x62, 0x0d, 0x0a, 0x81, 0x30, 0x84, 0x36, 0x2c, 0xca, 0xd4]);

describe('Table', () => {
  const folder = testFolder();

  for (const [what, bytes, columns, rows] of [
    ['nothing', Buffer.alloc(0), [], []],
    ['a header alone', Buffer.from('a,b\n'), ['a', 'b'], []],
    ['UTF-8', Buffer.from('名,b\n1,"2\n3"\n'), ['名', 'b'], [['1', '2\n3']]],
    ['UTF-8 with a mark', Buffer.from('\ufeff"a",b\n1,2'), ['a', 'b'], [['1', '2']]],
    ['UTF-16, low byte first', Buffer.from('\ufeff名;b\r\n1;Ⰰ', 'utf16le'), ['名', 'b'], [['1', 'Ⰰ']]],
    [
      'UTF-16, high byte first',
      Buffer.from('\ufeff名\tb\r1\t2', 'utf16le').swap16(),
      ['名', 'b'],
      [['1', '2']],
    ],
    ['GB18030, with characters of four bytes', gb18030, ['测', 'b'], [['\u00a5', '试']]],
    [
      'rows of other lengths than the header',
      Buffer.from('a\n1,2,3\n\n4'),
      ['a', '', ''],
      [['1', '2', '3'], [''], ['4']],
    ],
  ] as const) {
    it(`reads ${what}`, async () => {
      const table = await tableOf(bytes);
      assert.deepEqual(table.columns, columns);
      assert.deepEqual(await allRows(table), rows);
    });
  }

  it('reads any text as the plainest parser does', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...signs), { maxLength: 400 }), async parts => {
        const text = `a,b,c\n1,2,3\n1,2,3\n${parts.join('')}`;
        const [, ...rows] = parse(text, ',');
        const table = await tableOf(Buffer.from(text));
        assert.deepEqual(await allRows(table), rows);
      }),
      { numRuns: 300 },
    ));

  it('gives rows in the order asked for, none for a row that is not there', async () => {
    const table = await tableOf(Buffer.from('a\n1\n2\n3\n'));
    assert.deepEqual(await table.rows([2, 0, 7, 2]), [['3'], ['1'], [], ['3']]);
  });

  it('can be read while it is being read', async () => {
    const seen: number[] = [];
    const table = await Table.open(new MemoryBytes(Buffer.from(`a\n${'1\n'.repeat(500_000)}`)), ',');
    await table.find(signal, share => {
      seen.push(table.rowCount);
      assert.ok(share > 0 && share <= 1);
      assert.deepEqual(table.columns, ['a']);
    });
    assert.ok(seen.length > 2 && (seen[0] ?? 0) < table.rowCount);
    assert.equal(table.rowCount, 500_000);
  });

  it('stops when it is not wanted any more', async () => {
    const wanted = new AbortController();
    const table = await Table.open(new MemoryBytes(Buffer.alloc(2_000_000, 'a,b\n')), ',');
    await assert.rejects(
      table.find(wanted.signal, () => wanted.abort(new Error('closed'))),
      /closed/,
    );
    await assert.rejects(table.sort({ column: 0, direction: 'ascending' }, wanted.signal), /closed/);
    await assert.rejects(table.filter({ text: 'a' }, wanted.signal), /closed/);
  });

  it('shows a file that is no table, too', async () => {
    const wide = await tableOf(Buffer.from(`a\n${','.repeat(10_000)}`));
    assert.equal(wide.columns.length, mostColumns);
    assert.equal((await wide.rows([0]))[0]?.length, mostColumns);
    const unclosed = await tableOf(Buffer.from(`a,b\n1,"${'x\n'.repeat(6_000_000)}`));
    assert.equal(unclosed.rowCount, 1);
    assert.ok(((await unclosed.rows([0]))[0]?.[1]?.length ?? 0) < 9_000_000);
  });

  it('gives what is there of a file that was cut short', async () => {
    const path = folder.at('a.csv');
    await writeFile(path, 'a,b\n1,2\n3,4\n');
    const bytes = await FileBytes.open(path);
    try {
      const table = await Table.open(bytes, ',');
      await table.find(signal, () => undefined);
      await writeFile(path, 'a,b\n1,');
      assert.deepEqual(await table.rows([0, 1]), [['1', ''], []]);
    } finally {
      await bytes.close();
    }
  });
});

describe('a table of a million rows', function () {
  this.timeout(120_000);
  const rows = 1_000_000;
  const folder = testFolder();
  const idOf = (row: number) => (row * 7919) % rows;

  async function write(path: string): Promise<void> {
    const file = createWriteStream(path);
    file.write('id,host,state,note\r\n');
    for (let from = 0; from < rows; from += 10_000) {
      let text = '';
      for (let row = from; row < from + 10_000; row++)
        text += `${idOf(row)},10.0.${row % 256}.${row % 7},${row % 3 ? 'open' : 'Closed'},"line\n${row}, ""漏洞"""\r\n`;
      if (!file.write(text)) await once(file, 'drain');
    }
    file.end();
    await once(file, 'finish');
  }

  it('is read, sorted and filtered in little memory', async () => {
    await write(folder.at('million.csv'));
    const bytes = await FileBytes.open(folder.at('million.csv'));
    try {
      const table = await Table.open(bytes, ',');
      await table.find(signal, () => undefined);
      assert.equal(table.rowCount, rows);
      assert.ok(table.indexBytes < 1024 * 1024, `the index takes ${table.indexBytes} bytes`);
      const last = await table.rows(Array.from({ length: 10 }, (_, at) => rows - 10 + at));
      assert.deepEqual(
        last.map(([id, , , note]) => [id, note]),
        Array.from({ length: 10 }, (_, at) => [`${idOf(rows - 10 + at)}`, `line\n${rows - 10 + at}, "漏洞"`]),
      );
      const order = await table.sort({ column: 0, direction: 'descending' }, signal);
      assert.ok(order.every((row, at) => idOf(row) === rows - 1 - at));
      assert.equal((await table.filter({ text: 'CLOSED', column: 2 }, signal)).size, Math.ceil(rows / 3));
      assert.deepEqual([...(await table.filter({ text: '\n999999, "' }, signal)).list()], [999_999]);
    } finally {
      await bytes.close();
    }
  });
});

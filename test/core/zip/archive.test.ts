import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { isRefusal } from '../../../src/core/refusal';
import { directoryOf } from '../../../src/core/zip/archive';
import { entryPath } from '../../../src/core/zip/entryName';
import { readEntry } from '../../../src/core/zip/reader';
import { testFolder } from '../../fakes/folder';
import { extraField, rawZip, u64 } from '../../fakes/rawZip';
import { zipOf } from '../../fakes/zip';

/** The zip reader that the editor's own test tool uses: an opinion that has nothing to do with ours. */
interface JsZip {
  readonly files: Readonly<Record<string, { dir: boolean; async(type: 'nodebuffer'): Promise<Buffer> }>>;
}
const { loadAsync } = createRequire(require.resolve('@vscode/test-electron'))('jszip') as {
  readonly loadAsync: (this: void, bytes: Buffer) => Promise<JsZip>;
};

describe('an archive', () => {
  const folder = testFolder();
  let files = 0;

  /** Each at a path of its own: two of one size within a tick of the disk's clock would be taken for one. */
  async function saved(archive: Uint8Array): Promise<string> {
    const path = folder.at(`${files++}.zip`);
    await writeFile(path, archive);
    return path;
  }

  const names = fc
    .uniqueArray(
      fc
        .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 })
        .map(parts => parts.join('/'))
        .filter(name => Boolean(entryPath(name)) && !/[\\/]$/.test(name)),
      { selector: name => entryPath(name), maxLength: 8 },
    )
    .map(all => all.filter(name => !all.some(other => entryPath(other)?.startsWith(`${entryPath(name)}/`))));
  const contents = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
    fc.nat(300_000).map(length => Buffer.alloc(length, 'a,b\n')),
  );
  const archives = names.chain(all =>
    fc.record({
      files: fc.tuple(...all.map(name => fc.tuple(fc.constant(name), contents))),
      compress: fc.boolean(),
    }),
  );

  it('comes back as it was written, and as another reader reads it', () =>
    fc.assert(
      fc.asyncProperty(archives, async ({ files: written, compress }) => {
        const bytes = await zipOf(Object.fromEntries(written), compress);
        const path = await saved(bytes);
        const { entries, leftOut } = await directoryOf(path);
        const expected = new Map(written.map(([name, content]) => [entryPath(name), content]));
        assert.deepEqual(new Set(entries.map(({ name }) => name)), new Set(expected.keys()));
        assert.deepEqual(leftOut, []);
        for (const { name, size } of entries) {
          assert.equal(size, expected.get(name)?.length);
          assert.deepEqual(await readEntry(path, name), expected.get(name));
        }
        const other = Object.entries((await loadAsync(bytes)).files).filter(([, { dir }]) => !dir);
        assert.equal(other.length, entries.length);
        for (const [name, file] of other)
          assert.deepEqual(await file.async('nodebuffer'), expected.get(entryPath(name)), name);
      }),
      { numRuns: 60 },
    ));

  /** Reads all there is: it may be refused, and no more than that. */
  async function readAll(path: string): Promise<void> {
    const refusedOr = async <T>(attempt: Promise<T>) =>
      attempt.catch((error: unknown) => {
        assert.ok(isRefusal(error) && error.reason.kind === 'zip', String(error));
        return undefined;
      });
    const directory = await refusedOr(directoryOf(path));
    for (const { name, size } of directory?.entries ?? []) {
      const bytes = await refusedOr(readEntry(path, name));
      assert.ok(bytes === undefined || bytes.length === size);
    }
  }

  it('of any bytes is refused', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async bytes => {
        const end = Buffer.from('PK\u0005\u0006', 'latin1');
        await readAll(await saved(bytes));
        await readAll(await saved(Buffer.concat([bytes, end, bytes])));
        await readAll(await saved(Buffer.concat([bytes, end, Buffer.alloc(18)])));
      }),
      { numRuns: 100 },
    ));

  it('in which some bytes are others is read or refused, and nothing else comes of it', () => {
    const sizes = extraField(1, u64(3), u64(3));
    const sound = [
      rawZip([
        { name: 'a.csv', content: 'a,b\n'.repeat(50) },
        { name: 'dir/b.csv', method: 0, content: 'abc' },
      ]),
      rawZip(
        [{ name: 'c', method: 0, content: 'abc', packedSize: 0xffffffff, size: 0xffffffff, extra: sizes }],
        {
          zip64: true,
        },
      ),
    ];
    const change = fc.tuple(
      fc.nat(),
      fc.constantFrom(0, 1, 0x7f, 0x80, 0xff),
      fc.integer({ min: 1, max: 8 }),
    );
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sound),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (archive, changes) => {
          const copy = Buffer.from(archive);
          for (const [at, byte, length] of changes) {
            const from = at % copy.length;
            copy.fill(byte, from, Math.min(from + length, copy.length));
          }
          await readAll(await saved(copy));
        },
      ),
      { numRuns: 400 },
    );
  });
});

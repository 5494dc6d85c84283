// A window in a process of its own that downloads one file: `node downloadWindow.js <url> <folder> <record>`.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import { PartFile } from '../../src/core/download/partFile';
import { Transfer, type SavedTransfer } from '../../src/core/download/transfer';
import { createTransport } from '../../src/core/http/transport';
import { sourceAt } from '../fakes/storedFile';

/** What it says: that it is about to ask, that all bytes are there, that the file has its name. */
export type DownloadEvent =
  | { readonly what: 'begins' | 'whole' }
  | { readonly what: 'done'; readonly path: string }
  | { readonly what: 'failed'; readonly message: string };

const [url = '', folder = '', record = ''] = process.argv.slice(2);

const tell = (event: DownloadEvent): Promise<void> =>
  new Promise(resolve => void process.send?.(event, () => resolve()));

/** As whoever keeps it does: the old one stands until the new one is whole. */
function keep(saved: SavedTransfer): void {
  writeFileSync(`${record}.new`, JSON.stringify(saved));
  renameSync(`${record}.new`, record);
}

async function download(saved: SavedTransfer | undefined): Promise<string> {
  // It had its name, and was ended before it could tell, or could take away the name that it had before.
  const finished =
    saved && existsSync(saved.place.path) && statSync(saved.place.path).size === saved.file.size;
  if (finished) {
    rmSync(saved.place.part, { force: true });
    return saved.place.path;
  }
  const transfer = new Transfer(
    {
      transport: createTransport({ noProxy: '', verifyTls: true }),
      clock: systemClock,
      random: Math.random,
    },
    {
      source: () => Promise.resolve(sourceAt(url)),
      create: ({ name }) => PartFile.create(join(folder, name), false),
      saved,
      onStand: keep,
    },
    new AbortController().signal,
  );
  const part = await transfer.run();
  await tell({ what: 'whole' });
  return part.finish();
}

async function main(): Promise<void> {
  await tell({ what: 'begins' });
  const saved = existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as SavedTransfer) : undefined;
  const event = await download(saved).then(
    (path): DownloadEvent => ({ what: 'done', path }),
    (error: unknown): DownloadEvent => ({ what: 'failed', message: String(error) }),
  );
  await tell(event);
  process.exit();
}

process.on('disconnect', () => process.exit());
void main();

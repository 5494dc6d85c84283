import type { ZipEntry } from '../core/zip/entry';
import { plain } from './escape';
import { formatBytes, type Locale } from './format';

/** A file of an archive in a list to choose from. */
export interface EntryRow {
  /** Its path within the archive. */
  readonly name: string;
  /** Its own name. */
  readonly label: string;
  /** The folder that it is in; empty at the top. */
  readonly folder: string;
  readonly size: string;
}

/** The files of an archive: those at the top first, then folder by folder, as a person sorts them. */
export function entryRows(entries: readonly ZipEntry[], locale: Locale): EntryRow[] {
  const { compare } = new Intl.Collator(locale.language, { numeric: true });
  return entries
    .map(({ name, size }) => {
      const at = name.lastIndexOf('/') + 1;
      const [folder, label] = [plain(name.slice(0, Math.max(at - 1, 0))), plain(name.slice(at))];
      return { name, label, folder, size: formatBytes(size, locale) };
    })
    .sort((a, b) => compare(a.folder, b.folder) || compare(a.label, b.label));
}

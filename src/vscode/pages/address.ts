import { parse } from 'node:path';
import * as vscode from 'vscode';
import { pageScheme } from '../contributions';

/** A page of a text file on disk. */
export interface PageAddress {
  /** Its path. */
  readonly file: string;
  /** The first is 1. */
  readonly page: number;
  /** How many there were when the page was opened. */
  readonly count: number;
}

/** The address of a page: for the tab a name that says which, with the file's extension for the language. */
export function pageUri({ file, page, count }: PageAddress): vscode.Uri {
  const { name, ext } = parse(file);
  const title = vscode.l10n.t('{0} (page {1} of {2})', name, page, count);
  return vscode.Uri.from({
    scheme: pageScheme,
    path: `/${title}${ext}`,
    query: [page, count, file].join(' '),
  });
}

/** The page that an address is of, if it is one. */
export function pageOf({ scheme, query }: vscode.Uri): PageAddress | undefined {
  if (scheme !== pageScheme) return undefined;
  const [, page, count, file] = /^(\d+) (\d+) (.+)$/s.exec(query) ?? [];
  return file === undefined ? undefined : { file, page: Number(page), count: Number(count) };
}

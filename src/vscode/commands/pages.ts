import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import { ArgumentError } from '../../core/errors';
import { Refusal } from '../../core/refusal';
import { confirm } from '../messages';
import { pageOf, type PageAddress } from '../pages/address';
import { activePage, frontPages, type PageTab } from '../pages/tabs';
import type { Command } from './command';
import { toUri } from './place';

/** Where a command begins. */
interface Place {
  readonly file: string;
  /** 0 when no page of the file is open. */
  readonly page: number;
  readonly tab?: PageTab;
}

const PageOptions = z.strictObject({ file: z.optional(z.unknown()), page: z.int() });

export const firstPage: Command = async (_, { argument }) => {
  await turn(placeOf(argument), 1, 'start');
};

export const lastPage: Command = async (_, { argument }) => {
  await turn(placeOf(argument), Infinity, 'end');
};

export const nextPage: Command = async (_, { argument }) => {
  const place = placeOf(argument);
  const { page } = await turn(place, place.page + 1, 'start');
  if (page <= place.page) confirm(vscode.l10n.t('This is the last page.'));
};

/** Whoever goes back reads on from the end. */
export const previousPage: Command = async (_, { argument }) => {
  const place = placeOf(argument);
  const { page } = await turn(place, place.page - 1, 'end');
  if (page >= place.page) confirm(vscode.l10n.t('This is the first page.'));
};

export const goToPage: Command = async (_, { argument, interactive }) => {
  if (interactive) {
    const place = placeOf(argument);
    const page = await askPage(place.tab?.address.count ?? 1);
    if (page !== undefined) await turn(place, page, 'start');
  } else {
    const { file, page } = readInput(PageOptions, argument, '');
    await turn(placeOf(file), page, 'start');
  }
};

/** The page in front, or that of an argument: a page's Uri, or the Uri or path of a file on disk. */
function placeOf(argument: unknown): Place {
  if (argument === undefined) {
    const tab = activePage();
    if (!tab) throw new Refusal({ kind: 'noPage' });
    return { tab, ...tab.address };
  }
  const uri = toUri(argument);
  const address = uri && pageOf(uri);
  if (!address && uri?.scheme !== 'file') throw new ArgumentError('file', { kind: 'filePath' });
  const { file, page } = address ?? { file: uri.fsPath, page: 0 };
  const tab = frontPages().find(
    other => other.address.file === file && (page === 0 || other.address.page === page),
  );
  return tab ? { tab, ...tab.address } : { file, page };
}

async function turn({ file, tab }: Place, page: number, at: 'start' | 'end'): Promise<PageAddress> {
  const { showPage, turnPage } = await import('../pages/show');
  return tab
    ? turnPage(tab, page, { at })
    : showPage(file, page, { at, viewColumn: vscode.ViewColumn.Active });
}

/** @param count how many pages there are */
async function askPage(count: number): Promise<number | undefined> {
  const prompt = vscode.l10n.t('A page from 1 to {0}', count);
  const isPage = (value: string) =>
    /^\d+$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= count;
  const value = await vscode.window.showInputBox({
    prompt,
    validateInput: text => (isPage(text) ? undefined : prompt),
  });
  return value === undefined ? undefined : Number(value);
}

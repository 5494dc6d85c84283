import * as vscode from 'vscode';
import type { Link } from '../../core/cloud';
import { consolePage } from '../../core/consolePage';
import { formatUntil } from '../../view/format';
import { taskName } from '../../view/taskName';
import type { World } from '../../view/world';
import { confirm } from '../messages';
import { cloudOf } from './accountChange';
import { noOptions, optionsOf, taskOf, tasksOf, type Command } from './command';

const cannotWait = () => new AbortController().signal;

/** Fetches fresh links and puts them on the clipboard, a line each. Resolves to `{ url, expiresAt? }` of the last. */
export const copyLink: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const tasks = await tasksOf(parts, call, candidate => parts.actions.abilities(candidate).link);
  const links: Link[] = [];
  for (const task of tasks) {
    const link = await parts.actions.link(task, cannotWait());
    parts.copiedLinks.note(task.key, 'link', link.expiresAt);
    links.push(link);
  }
  const last = links.at(-1);
  if (!last) return undefined;
  await vscode.env.clipboard.writeText(links.map(({ url }) => url).join('\n'));
  confirm(
    links.length > 1 ? vscode.l10n.t('{0} links copied.', links.length) : copiedText(parts.world, last),
  );
  return { url: last.url, ...(last.expiresAt && { expiresAt: last.expiresAt.toISOString() }) };
};

const copiedText = ({ clock, locale }: World, { expiresAt }: Link): string =>
  expiresAt
    ? vscode.l10n.t('Link copied. It stops working {0}.', formatUntil(expiresAt, clock.now(), locale))
    : vscode.l10n.t('Link copied.');

/** Opens a fresh link in the browser. */
export const openLink: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).link);
  if (!task) return undefined;
  const { url } = await parts.actions.link(task, cannotWait());
  await openInBrowser(url);
  return undefined;
};

/** Opens the page of the vendor's web console where tasks like this one are listed. */
export const openConsole: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, () => true);
  if (!task) return undefined;
  const account = parts.actions.account(task.account);
  await openInBrowser(await consolePage(cloudOf(parts, account), account, task));
  return undefined;
};

/**
 * As text, which the editor passes on as it is: a Uri would decode and encode it anew, and a `%2B` of a signature come
 * out as `+`. The editor takes texts here, only its types do not say so.
 */
const openInBrowser = (url: string): Thenable<boolean> =>
  vscode.env.openExternal(url as unknown as vscode.Uri);

/** Puts the ids of tasks on the clipboard, a line each. Resolves to that text. */
export const copyId: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const tasks = await tasksOf(parts, call, candidate => candidate.id !== '');
  const [first] = tasks;
  if (!first) return undefined;
  const text = tasks.map(({ id }) => id).join('\n');
  await vscode.env.clipboard.writeText(text);
  confirm(
    tasks.length > 1
      ? vscode.l10n.t('{0} ids copied.', tasks.length)
      : vscode.l10n.t('Id of “{0}” copied.', taskName(first)),
  );
  return text;
};

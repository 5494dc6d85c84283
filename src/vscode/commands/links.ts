import * as vscode from 'vscode';
import { formatUntil } from '../../view/format';
import { taskName } from '../../view/taskName';
import { confirm } from '../messages';
import { noOptions, optionsOf, taskOf, type Command } from './command';

const cannotWait = () => new AbortController().signal;

/** Fetches a fresh link and puts it on the clipboard. Resolves to `{ url, expiresAt? }`. */
export const copyLink: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).link);
  if (!task) return undefined;
  const { url, expiresAt } = await parts.actions.link(task, cannotWait());
  await vscode.env.clipboard.writeText(url);
  parts.copiedLinks.note(task.key, 'link', expiresAt);
  const { clock, locale } = parts.world;
  confirm(
    expiresAt
      ? vscode.l10n.t('Link copied. It stops working {0}.', formatUntil(expiresAt, clock.now(), locale))
      : vscode.l10n.t('Link copied.'),
  );
  return { url, ...(expiresAt && { expiresAt: expiresAt.toISOString() }) };
};

/** Opens a fresh link in the browser. */
export const openLink: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).link);
  if (!task) return undefined;
  const { url } = await parts.actions.link(task, cannotWait());
  // As text, which the editor passes on as it is: a Uri would decode and encode it anew, and a `%2B` of the signature
  // come out as `+`. The editor takes texts here, only its types do not say so.
  await vscode.env.openExternal(url as unknown as vscode.Uri);
  return undefined;
};

export const copyId: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, candidate => candidate.id !== '');
  if (!task) return undefined;
  await vscode.env.clipboard.writeText(task.id);
  confirm(vscode.l10n.t('Id of “{0}” copied.', taskName(task)));
  return task.id;
};

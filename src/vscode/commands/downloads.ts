import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import { isActive } from '../../core/downloads/entry';
import type { DownloadList } from '../../core/downloads/list';
import type { DownloadRecord, StageKind } from '../../core/downloads/record';
import { Refusal } from '../../core/refusal';
import { downloadRow } from '../../view/downloads/downloadRow';
import { sceneOf } from '../downloadsView';
import { inLabel } from '../messages';
import { openFile } from '../openFile';
import type { Parts } from '../parts';
import type { Call, Command } from './command';

const DownloadArgument = z.union([z.string(), z.strictObject({ download: z.string() })]);

interface DownloadItem extends vscode.QuickPickItem {
  readonly record?: DownloadRecord;
}

const isOf =
  (...kinds: StageKind[]) =>
  ({ stage }: DownloadRecord): boolean =>
    kinds.includes(stage.kind);

/** Does something with each download that is selected, named or picked. */
const forEach =
  (
    fits: (record: DownloadRecord) => boolean,
    work: (list: DownloadList, id: string) => Promise<void>,
  ): Command =>
  async (parts, call) => {
    const { list } = await parts.downloads.load();
    await Promise.all((await recordsOf(parts, list, call, fits)).map(({ id }) => work(list, id)));
    return undefined;
  };

export const pauseDownload: Command = forEach(isActive, (list, id) => list.pause(id));

export const resumeDownload: Command = forEach(isOf('paused', 'failed'), (list, id) => list.resume(id));

/** The same for one that has failed: it goes on from where it is. */
export const retryDownload: Command = resumeDownload;

/** Ends one that is not whole, and takes away what is there of it. */
export const cancelDownload: Command = forEach(
  isOf('running', 'waiting', 'paused', 'planned', 'failed'),
  (list, id) => list.remove(id),
);

/** Takes one off the list. A file that is whole stays where it is. */
export const removeDownload: Command = forEach(isOf('finished', 'failed', 'planned'), (list, id) =>
  list.remove(id),
);

/** Takes all off the list that are finished; the files stay. */
export const clearDownloads: Command = async ({ downloads }) => {
  const { list } = await downloads.load();
  const finished = list.entries().filter(({ record }) => isOf('finished')(record));
  await Promise.all(finished.map(({ record }) => list.remove(record.id)));
  return undefined;
};

export const openDownload: Command = async (parts, call) => {
  const uri = await fileOf(parts, call);
  if (uri) await openFile(uri, { toSide: false, interactive: call.interactive });
  return undefined;
};

export const revealDownload: Command = async (parts, call) => {
  const uri = await fileOf(parts, call);
  // An editor in a browser has no such command.
  const shown = uri && vscode.commands.executeCommand('revealFileInOS', uri);
  await shown?.then(undefined, () =>
    Promise.reject(new Refusal({ kind: 'noFolder', path: uri?.fsPath ?? '' })),
  );
  return undefined;
};

/** The file of a download that is whole. @throws Refusal when it is not there any more */
async function fileOf(parts: Parts, call: Call): Promise<vscode.Uri | undefined> {
  const { list } = await parts.downloads.load();
  const [record] = await recordsOf(parts, list, { ...call, selection: [] }, isOf('finished'));
  if (record?.stage.kind !== 'finished') return undefined;
  const { path } = record.stage;
  await stat(path).catch(() => {
    throw new Refusal({ kind: 'fileGone', path });
  });
  return vscode.Uri.file(path);
}

/** @returns those of the selection that fit, or the one that is named or picked; empty when the user backed out */
async function recordsOf(
  parts: Parts,
  list: DownloadList,
  { argument, selection }: Call,
  fits: (record: DownloadRecord) => boolean,
): Promise<readonly DownloadRecord[]> {
  const selected = selection.flatMap(id => list.record(id) ?? []).filter(fits);
  if (selected.length > 0) return selected;
  if (argument === undefined) return pick(parts, list, fits);
  const named = readInput(DownloadArgument, argument, 'download');
  const record = list.record(typeof named === 'string' ? named : named.download);
  if (!record) throw new Refusal({ kind: 'unknownDownload' });
  return fits(record) ? [record] : [];
}

async function pick(
  parts: Parts,
  list: DownloadList,
  fits: (record: DownloadRecord) => boolean,
): Promise<readonly DownloadRecord[]> {
  const scene = sceneOf(parts);
  const entries = list.entries().filter(({ record }) => fits(record));
  const items: DownloadItem[] = entries.map(entry => ({
    label: inLabel(entry.record.name),
    description: inLabel(downloadRow(entry, scene).description ?? ''),
    record: entry.record,
  }));
  if (items.length === 0) items.push({ label: vscode.l10n.t('There is no download for this command.') });
  const placeHolder = vscode.l10n.t('Choose a download');
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return picked?.record ? [picked.record] : [];
}

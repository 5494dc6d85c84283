import * as z from 'zod/mini';
import { ArgumentError } from '../../core/errors';
import { openFile } from '../openFile';
import type { Parts } from '../parts';
import { optionsOf, taskOf, type Call, type Command } from './command';

const OpenOptions = z.strictObject({ entry: z.optional(z.string()) });

/** Opens the file of a task from its local copy, which is downloaded first where there is none. */
export const open: Command = (parts, call) => openTask(parts, call, false);

export const openToSide: Command = (parts, call) => openTask(parts, call, true);

async function openTask(parts: Parts, call: Call, toSide: boolean): Promise<undefined> {
  const { entry } = optionsOf(OpenOptions, call);
  if (entry === '') throw new ArgumentError('entry', { kind: 'empty' });
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).file);
  if (!task) return undefined;
  const downloads = await parts.downloads.load();
  const uri =
    (await downloads.localCopy(task)) ?? (await downloads.download(task, { prominent: call.interactive }));
  if (uri)
    await openFile(uri, { toSide, interactive: call.interactive, ...(entry !== undefined && { entry }) });
  return undefined;
}

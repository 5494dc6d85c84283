import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { commandLine, shells, type Downloader } from '../../core/download/commandLine';
import { safeFileName } from '../../core/download/fileName';
import { formatUntil } from '../../view/format';
import { confirm } from '../messages';
import { optionsOf, taskOf, type Command } from './command';

const CopyOptions = z.strictObject({ shell: z.optional(z.enum(shells)) });

/** Fetches a fresh link and puts a command line on the clipboard that downloads it. Resolves to that line. */
export const copyAs =
  (program: Downloader): Command =>
  async (parts, call) => {
    const { shell = process.platform === 'win32' ? 'powershell' : 'posix' } = optionsOf(CopyOptions, call);
    const task = await taskOf(parts, call, candidate => {
      const { link, file } = parts.actions.abilities(candidate);
      return link && file;
    });
    if (!task) return undefined;
    const { url, expiresAt } = await parts.actions.fileLink(task, new AbortController().signal);
    const name = safeFileName(task.file?.name ?? task.name, task.id);
    const line = commandLine(program, { url, name }, shell);
    await vscode.env.clipboard.writeText(line);
    parts.copiedLinks.note(task.key, program, expiresAt);
    const { clock, locale } = parts.world;
    confirm(
      expiresAt
        ? vscode.l10n.t(
            'Command line for {0} copied. Its link stops working {1}.',
            program,
            formatUntil(expiresAt, clock.now(), locale),
          )
        : vscode.l10n.t('Command line for {0} copied.', program),
    );
    return line;
  };

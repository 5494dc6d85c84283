import * as l10n from '@vscode/l10n';
import type { CopiedLink } from '../core/copiedLinks';
import { escapeMarkdown } from './escape';
import { formatCountdown, formatDateTime, formatUntil } from './format';
import { taskName } from './taskName';
import { taskOf, type World } from './world';

const second = 1000;
const minute = 60 * second;

/** The status bar item of the link that was copied last, as plain data. */
export interface LinkCountdownLine {
  /** What a click renews. */
  readonly link: CopiedLink;
  /** With a codicon: `$(link) 4:32`. */
  readonly text: string;
  /** Markdown with all cloud text escaped. */
  readonly tooltip: string;
  /** For a screen reader. */
  readonly spoken: string;
  /** Whether the last minute has begun. */
  readonly warning: boolean;
  /** Milliseconds until it says something else. */
  readonly changesIn: number;
}

/** Undefined when there is nothing to count down. */
export function linkCountdownLine(world: World): LinkCountdownLine | undefined {
  const { clock, copiedLinks, locale } = world;
  const link = copiedLinks.last;
  const task = link && taskOf(world, link.key);
  if (!task) return undefined;
  const { expiresAt, form } = link;
  const now = clock.now();
  const left = expiresAt.getTime() - now;
  return {
    link,
    text: `$(link) ${formatCountdown(left, locale)}`,
    tooltip: [
      `**${escapeMarkdown(taskName(task))}**`,
      l10n.t('The copied link stops working at {0}.', formatDateTime(expiresAt, locale)),
      form === 'link'
        ? l10n.t('Click to copy a fresh link.')
        : l10n.t('Click to copy a fresh command line for {0}.', form),
    ].join('\n\n'),
    spoken: l10n.t(
      'The copied link to “{0}” stops working {1}.',
      taskName(task),
      formatUntil(expiresAt, now, locale),
    ),
    warning: left <= minute,
    changesIn: left % second || second,
  };
}

/** What a task's row says of a link to its file; undefined when none was copied that works still. */
export function copiedLinkText({ clock, copiedLinks, locale }: World, key: string): string | undefined {
  const expiresAt = copiedLinks.expiry(key);
  if (!expiresAt) return undefined;
  const now = clock.now();
  // Rows are drawn anew each minute, not each second.
  return expiresAt.getTime() - now < minute
    ? l10n.t('link copied, dead within a minute')
    : l10n.t('link copied, dead {0}', formatUntil(expiresAt, now, locale));
}

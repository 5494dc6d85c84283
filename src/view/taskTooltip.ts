import * as l10n from '@vscode/l10n';
import type { Task } from '../core/task';
import { escapeMarkdown } from './escape';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatPercent,
  formatSpan,
  formatUntil,
  type Locale,
} from './format';
import { kindLabel, statusLabel } from './statusText';
import { taskName } from './taskName';
import { accountOf, serviceOf, type World } from './world';

/** What is known of a task as a Markdown table; nothing of the cloud's text is read as Markdown. */
export function taskTooltip(world: World, task: Task): string {
  const { locale } = world;
  const date = (value: Date | undefined) => value && formatDateTime(value, locale);
  const cloud = world.clouds.find(({ id }) => id === task.cloud)?.label() ?? task.cloud;
  const rows: [string, string | undefined][] = [
    [l10n.t('Status'), statusText(task)],
    [l10n.t('Reason'), reason(task)],
    [l10n.t('Progress'), task.progress === undefined ? undefined : formatPercent(task.progress, locale)],
    [l10n.t('Cloud'), cloud],
    [l10n.t('Account'), accountOf(world, task)?.label],
    [l10n.t('Service'), serviceOf(world, task.cloud, task.service)?.label()],
    [l10n.t('Region'), task.region],
    [l10n.t('Kind'), kindLabel(task.kind)],
    [l10n.t('Task id'), task.id],
    [l10n.t('File'), task.file?.name],
    [l10n.t('Size'), task.file?.size === undefined ? undefined : formatBytes(task.file.size, locale)],
    [l10n.t('Rows'), task.file?.rows === undefined ? undefined : formatCount(task.file.rows, locale)],
    [l10n.t('Created'), date(task.createdAt)],
    [l10n.t('Updated'), date(task.updatedAt)],
    [l10n.t('Took'), duration(task, locale)],
    [l10n.t('Expires'), task.expiresAt && expiry(task.expiresAt, world)],
    [l10n.t('Gone from the list'), date(task.leftAt)],
  ];
  const lines = rows.flatMap(([name, value]) => (value ? [`| ${name} | ${escapeMarkdown(value)} |`] : []));
  return [`**${escapeMarkdown(taskName(task))}**`, '', '| | |', '|---|---|', ...lines].join('\n');
}

/** Code and message; CDN says the same in both. */
const reason = ({ failure }: Task): string =>
  [...new Set([failure?.code, failure?.message])].filter(Boolean).join(': ');

/** From its start to its end, as far as its cloud tells both: the record of an expired one was changed again. */
function duration({ status, createdAt, updatedAt }: Task, locale: Locale): string | undefined {
  if ((status !== 'succeeded' && status !== 'failed') || !createdAt || !updatedAt) return undefined;
  const span = updatedAt.getTime() - createdAt.getTime();
  return span > 0 ? formatSpan(span, locale) : undefined;
}

/** When, and how much time is left until then. */
function expiry(at: Date, { clock, locale }: World): string {
  const [date, now] = [formatDateTime(at, locale), clock.now()];
  return at.getTime() > now ? l10n.t('{0} ({1})', date, formatUntil(at, now, locale)) : date;
}

/** Ours, and the vendor's word where ours says less. */
function statusText({ status, rawStatus }: Task): string {
  const ours = statusLabel(status);
  return status === 'unknown' && rawStatus ? l10n.t('{0} ({1})', ours, rawStatus) : ours;
}

import * as l10n from '@vscode/l10n';
import { abilities } from '../core/actions';
import type { Task, TaskStatus } from '../core/task';
import { plain } from './escape';
import { countRows, formatBytes, formatCount, joinParts } from './format';
import { kindLabel } from './statusText';
import { taskName } from './taskName';
import { serviceOf, type World } from './world';

/** Which endings a user wants to be told of. */
export const noticeLevels = ['off', 'failures', 'all'] as const;
export type NoticeLevel = (typeof noticeLevels)[number];

export type NoticeAction = 'open' | 'download' | 'show' | 'details';

/** What is said of tasks that have ended. */
export interface Notice {
  /** Plain text, with text of clouds in it. */
  readonly text: string;
  readonly isWarning: boolean;
  /** What can be done about it, the likeliest first. */
  readonly actions: readonly NoticeAction[];
  /** The tasks that have a file. */
  readonly files: readonly Task[];
}

/** A setting as it is meant, whatever a user has written. */
export const readLevel = (value: unknown): NoticeLevel | undefined =>
  noticeLevels.find(level => level === value);

/**
 * The tasks that a user wants to be told of.
 *
 * @param general for all services; `off` means none at all
 * @param services by the id of a service, for those of which more or less is wanted
 */
export function toldTasks(
  tasks: readonly Task[],
  general: unknown,
  services: Readonly<Record<string, unknown>>,
): Task[] {
  const level = readLevel(general) ?? 'all';
  if (level === 'off') return [];
  return tasks.filter(({ service, status }) => {
    const own = (Object.hasOwn(services, service) && readLevel(services[service])) || level;
    return own === 'all' || (own === 'failures' && status === 'failed');
  });
}

/** The one message about all of them. @param tasks at least one */
export function noticeOf(world: World, tasks: readonly Task[]): Notice {
  const [first] = tasks;
  const files = tasks.filter(task => abilities(task, serviceOf(world, task.cloud, task.service)).file);
  const isWarning = tasks.some(({ status }) => status === 'failed');
  const hasFiles = files.length > 0;
  if (!first || tasks.length > 1) {
    const text = countsText(world, tasks);
    return { text, isWarning, files, actions: [...(hasFiles ? (['download'] as const) : []), 'show'] };
  }
  const actions: NoticeAction[] = hasFiles ? ['open', 'download', 'show'] : ['show'];
  if (first.status === 'failed') actions.push('details');
  return { text: sentence(world, first), isWarning, files, actions };
}

export function levelLabel(level: NoticeLevel): string {
  switch (level) {
    case 'off':
      return l10n.t('Off');
    case 'failures':
      return l10n.t('Failures only');
    case 'all':
      return l10n.t('All');
  }
}

/** The tooltip of a number of tasks that have ended. */
export const endedText = (world: World, count: number): string =>
  count === 1
    ? l10n.t('1 task has ended since you looked last')
    : l10n.t('{0} tasks have ended since you looked last', formatCount(count, world.locale));

function sentence(world: World, task: Task): string {
  const name = taskName(task);
  if (task.status === 'failed') {
    const reason = plain(task.failure?.code ?? task.failure?.message ?? '').trim();
    return reason ? l10n.t('“{0}” failed: {1}.', name, reason) : l10n.t('“{0}” failed.', name);
  }
  if (task.status === 'expired') return l10n.t('“{0}” has ended, and its file is gone already.', name);
  const facts = factsOf(world, task);
  return facts ? l10n.t('“{0}” has finished ({1}).', name, facts) : l10n.t('“{0}” has finished.', name);
}

function factsOf({ locale }: World, { kind, file }: Task): string {
  if (kind !== 'export') return kindLabel(kind);
  return joinParts([
    file?.rows === undefined ? undefined : countRows(file.rows, locale),
    file?.size === undefined ? undefined : formatBytes(file.size, locale),
    /\.(\w{1,8})$/.exec(file?.name ?? '')?.[1]?.toLowerCase(),
  ]);
}

/** `3 tasks finished, 1 failed`: the first part says what it is that is counted. */
function countsText({ locale }: World, tasks: readonly Task[]): string {
  const count = (wanted: TaskStatus) => tasks.filter(({ status }) => status === wanted).length;
  const parts = endings.flatMap(status => (count(status) > 0 ? { status, count: count(status) } : []));
  const texts = parts.map((part, index) => {
    const text = formatCount(part.count, locale);
    if (index > 0) return laterPart(part.status, text);
    return part.count === 1 ? onePart(part.status) : firstPart(part.status, text);
  });
  return texts.join(l10n.t(', '));
}

const endings = ['succeeded', 'failed', 'expired'] as const;
type Ending = (typeof endings)[number];

const onePart = (status: Ending): string =>
  ({
    succeeded: () => l10n.t('1 task finished'),
    failed: () => l10n.t('1 task failed'),
    expired: () => l10n.t('1 task expired'),
  })[status]();

const firstPart = (status: Ending, count: string): string =>
  ({
    succeeded: () => l10n.t('{0} tasks finished', count),
    failed: () => l10n.t('{0} tasks failed', count),
    expired: () => l10n.t('{0} tasks expired', count),
  })[status]();

const laterPart = (status: Ending, count: string): string =>
  ({
    succeeded: () => l10n.t('{0} finished', count),
    failed: () => l10n.t('{0} failed', count),
    expired: () => l10n.t('{0} expired', count),
  })[status]();

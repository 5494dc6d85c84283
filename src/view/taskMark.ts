import * as l10n from '@vscode/l10n';
import type { Task } from '../core/task';
import { formatUntil } from './format';
import { isLeaving } from './leaving';
import type { World } from './world';

/** A mark at the end of a row. */
export interface TaskMark {
  /** One character or two. */
  readonly badge: string;
  readonly tooltip: string;
  readonly color?: string;
}

/** What is to be seen of a task at a glance beside its status; undefined when there is nothing. */
export function taskMark(world: World, task: Task): TaskMark | undefined {
  const marks = [linkMark(world, task), fileMark(world, task)].filter(mark => mark !== undefined);
  const color = marks.find(mark => mark.color)?.color;
  return marks.length === 0
    ? undefined
    : {
        badge: marks.map(({ badge }) => badge).join(''),
        tooltip: marks.map(({ tooltip }) => tooltip).join(' · '),
        ...(color && { color }),
      };
}

function linkMark({ copiedLinks, clock, locale }: World, { key }: Task): TaskMark | undefined {
  const expiresAt = copiedLinks.expiry(key);
  const until = expiresAt && formatUntil(expiresAt, clock.now(), locale);
  return until === undefined
    ? undefined
    : { badge: 'L', tooltip: l10n.t('Its link was copied and stops working {0}', until) };
}

function fileMark(world: World, task: Task): TaskMark | undefined {
  switch (world.fileState(task.key)) {
    case 'downloaded':
      return { badge: '↓', tooltip: l10n.t('Downloaded') };
    case 'planned':
      return { badge: '→', tooltip: l10n.t('Will be downloaded when it is finished') };
    case undefined:
      return isLeaving(world, task)
        ? {
            badge: '!',
            tooltip: l10n.t('Its file will be deleted by the cloud soon, and is not downloaded'),
            color: 'list.warningForeground',
          }
        : undefined;
  }
}

import * as l10n from '@vscode/l10n';
import { abilities, canBePlanned } from '../core/actions';
import type { Task } from '../core/task';
import { copiedLinkText } from './copiedLink';
import { plain } from './escape';
import { countRows, formatBytes, formatPercent, formatUntil, joinParts } from './format';
import type { Row } from './row';
import { kindLabel, restingIcon, statusColors, statusIcons, statusLabel } from './statusText';
import { taskName } from './taskName';
import { taskTooltip } from './taskTooltip';
import { serviceOf, type World } from './world';

/** What a task looks like in the tree. */
export function taskRow(world: World, task: Task): Row {
  const service = serviceOf(world, task.cloud, task.service);
  const can = abilities(task, service);
  const label = taskName(task);
  const description = taskDescription(world, task);
  const color = task.leftAt ? undefined : statusColors[task.status];
  return {
    label,
    description,
    icon: task.leftAt ? restingIcon(task.status) : statusIcons[task.status],
    ...(color && { color }),
    words: [
      'task',
      task.status,
      ...(service?.tracked && !task.leftAt ? ['tracked'] : []),
      ...(can.file ? ['file'] : []),
      ...(can.link ? ['link'] : []),
      ...(canBePlanned(task, service) ? ['awaited'] : []),
    ],
    parent: false,
    click: can.file ? 'open' : 'details',
    tooltip: () => taskTooltip(world, task),
    marked: true,
    spoken: joinParts([label, statusLabel(task.status), description, fileText(world, task)]),
  };
}

/** What the mark of the row says, which is not read out. */
function fileText({ fileState }: World, { key }: Task): string | undefined {
  const state = fileState(key);
  return state && (state === 'downloaded' ? l10n.t('downloaded') : l10n.t('will be downloaded'));
}

function taskDescription(world: World, task: Task): string {
  const { leftAt } = task;
  if (leftAt) return joinParts([stateDescription(world, task), l10n.t('gone {0}', ago(world, leftAt))]);
  return stateDescription(world, task);
}

const ago = ({ locale, clock }: World, moment: Date): string => formatUntil(moment, clock.now(), locale);

function stateDescription(world: World, task: Task): string {
  const service = serviceOf(world, task.cloud, task.service)?.label() ?? task.service;
  const kind = task.kind === 'export' ? service : kindLabel(task.kind);
  switch (task.status) {
    case 'running':
    case 'waiting':
      return joinParts([progressText(world, task), kind]);
    case 'succeeded':
      return joinParts([
        copiedLinkText(world, task.key),
        ...fileParts(world, task),
        expiryText(world, task),
        kind,
      ]);
    case 'failed':
      return joinParts([plain(task.failure?.code ?? task.failure?.message ?? ''), kind]);
    case 'expired':
      return joinParts([l10n.t('file gone'), kind]);
    case 'unknown':
      return joinParts([plain(task.rawStatus) || l10n.t('no status'), kind]);
  }
}

const progressText = ({ locale }: World, { progress }: Task): string | undefined =>
  progress === undefined ? undefined : formatPercent(progress, locale);

function fileParts({ locale }: World, { file }: Task): (string | undefined)[] {
  return [
    file?.size === undefined ? undefined : formatBytes(file.size, locale),
    file?.rows === undefined ? undefined : countRows(file.rows, locale),
  ];
}

/** Of what is history the file is gone anyway. */
const expiryText = ({ locale, clock }: World, { expiresAt, leftAt }: Task): string | undefined =>
  leftAt || !expiresAt ? undefined : l10n.t('expires {0}', formatUntil(expiresAt, clock.now(), locale));

import * as l10n from '@vscode/l10n';
import type { NewBeginning } from '../../core/download/newBeginning';
import type { DownloadEntry } from '../../core/downloads/entry';
import type { DownloadRecord, StageKind } from '../../core/downloads/record';
import { shortProblem } from '../errorText';
import { escapeMarkdown, plain } from '../escape';
import { formatBytes, formatPercent, formatSpan, formatUntil, joinParts, type Locale } from '../format';
import type { Row } from '../row';

/** What rows of downloads are drawn with. */
export interface DownloadScene {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly locale: Locale;
  /** The sentence for why a download failed. */
  failure(record: DownloadRecord): string;
}

const icons: Readonly<Record<StageKind, string>> = {
  planned: 'clockface',
  waiting: 'circle-outline',
  running: 'sync~spin',
  paused: 'debug-pause',
  failed: 'error',
  finished: 'pass',
};

const colors: Readonly<Partial<Record<StageKind, string>>> = {
  running: 'charts.blue',
  failed: 'list.errorForeground',
  finished: 'testing.iconPassed',
};

/** What a download looks like in its view. */
export function downloadRow(entry: DownloadEntry, scene: DownloadScene): Row {
  const { record } = entry;
  const { kind } = record.stage;
  const label = plain(record.name);
  const description = joinParts(descriptionParts(entry, scene));
  const color = colors[kind];
  return {
    label,
    description,
    icon: icons[kind],
    ...(color && { color }),
    words: ['download', kind],
    parent: false,
    ...(kind === 'finished' && { click: 'downloaded' }),
    tooltip: () => tooltip(entry, scene),
    spoken: joinParts([label, stageLabel(kind), description]),
  };
}

/** The state in a word, for who cannot see the icon. */
export function stageLabel(kind: StageKind): string {
  switch (kind) {
    case 'planned':
      return l10n.t('Planned');
    case 'waiting':
      return l10n.t('Queued');
    case 'running':
      return l10n.t('Downloading');
    case 'paused':
      return l10n.t('Paused');
    case 'failed':
      return l10n.t('Failed');
    case 'finished':
      return l10n.t('Downloaded');
  }
}

function descriptionParts(entry: DownloadEntry, scene: DownloadScene): (string | undefined)[] {
  const { record } = entry;
  const { locale } = scene;
  const { stage } = record;
  switch (stage.kind) {
    case 'planned':
      return [l10n.t('when its task is finished')];
    case 'waiting':
      return [l10n.t('queued'), amount(record, locale)];
    case 'running':
      return [share(record, locale), amount(record, locale), ...pace(entry, locale), anewText(record)];
    case 'paused':
      return [l10n.t('paused'), share(record, locale), amount(record, locale), startsAgain(record)];
    case 'failed':
      return ['problem' in stage.failure ? shortProblem(stage.failure.problem) : scene.failure(record)];
    case 'finished':
      return [formatBytes(stage.size, locale), endText(stage.at, scene)];
  }
}

/** Seconds would be wrong before the row is drawn again. */
const endText = (at: number, { now, locale }: DownloadScene): string =>
  now - at < 60_000 ? l10n.t('just now') : formatUntil(new Date(at), now, locale);

const share = ({ received, total }: DownloadRecord, locale: Locale): string | undefined =>
  total ? formatPercent(received / total, locale) : undefined;

function amount({ received, total }: DownloadRecord, locale: Locale): string | undefined {
  if (received === 0 && total === undefined) return undefined;
  const come = formatBytes(received, locale);
  return total === undefined ? come : l10n.t('{0} of {1}', come, formatBytes(total, locale));
}

function pace({ record, speed }: DownloadEntry, locale: Locale): (string | undefined)[] {
  if (speed === undefined) return [];
  return [speedText(speed, locale), leftText((record.total ?? NaN) - record.received, speed, locale)];
}

/** `3 MB/s`. @param speed bytes per second */
export const speedText = (speed: number, locale: Locale): string =>
  l10n.t({ message: '{0}/s', args: [formatBytes(speed, locale)], comment: ['Per second'] });

/** `12 sec left`; undefined when nobody knows. @param bytes what is left. @param speed bytes per second */
export const leftText = (bytes: number, speed: number, locale: Locale): string | undefined =>
  speed > 0 && bytes >= 0 ? l10n.t('{0} left', formatSpan((bytes / speed) * 1000, locale)) : undefined;

/** What was fetched of a file that nothing tells from another is of no use later. */
const startsAgain = ({ received, remains }: DownloadRecord): string | undefined =>
  received > 0 && !remains?.stand ? l10n.t('begins anew') : undefined;

function anewText({ anew }: DownloadRecord): string | undefined {
  return anew && anewTexts[anew]();
}

const anewTexts: Readonly<Record<NewBeginning, () => string>> = {
  changed: () => l10n.t('begun anew: the file has changed'),
  damaged: () => l10n.t('begun anew: the checksum was wrong'),
  noRanges: () => l10n.t('begun anew: the server has no ranges'),
};

function tooltip(entry: DownloadEntry, scene: DownloadScene): string {
  const { record } = entry;
  const { stage } = record;
  const place = stage.kind === 'finished' ? stage.path : record.remains?.place?.path;
  const target = 'folder' in record.target ? record.target.folder : record.target.path;
  const lines = [
    `**${escapeMarkdown(plain(record.name))}**`,
    joinParts([stageLabel(stage.kind), ...descriptionParts(entry, scene)]),
    stage.kind === 'failed' ? scene.failure(record) : anewText(record),
    place ?? target,
  ];
  return lines
    .flatMap((line, index) => (line ? [index === 0 ? line : escapeMarkdown(line)] : []))
    .join('\n\n');
}

import * as l10n from '@vscode/l10n';
import { isActive, type DownloadEntry } from '../../core/downloads/entry';
import { formatCount, formatPercent, joinParts } from '../format';
import type { Row } from '../row';
import { downloadRow, leftText, speedText, type DownloadScene } from './downloadRow';

/** How the downloads stand together. */
export interface DownloadsSummary {
  /** How many are under way or wait for their turn. */
  readonly active: number;
  /** `45% · 3 MB/s · 12 sec left`; empty while nothing is known. */
  readonly progress: string;
  /** The whole of it in words. */
  readonly text: string;
}

/** The rows of the view of downloads, one below the other. Rows are known by the ids of the downloads. */
export class DownloadsOutline {
  private rows = new Map<string, Row>();

  constructor(
    private readonly entries: () => readonly DownloadEntry[],
    private readonly scene: () => DownloadScene,
  ) {}

  /** Draws all anew. @returns the rows that look other than before; undefined when others are there, or elsewhere */
  update(): readonly string[] | undefined {
    const scene = this.scene();
    const before = this.rows;
    this.rows = new Map(this.entries().map(entry => [entry.record.id, downloadRow(entry, scene)]));
    const keys = [...this.rows.keys()];
    if (keys.join() !== [...before.keys()].join()) return undefined;
    return keys.filter(key => !looksSame(this.rows.get(key), before.get(key)));
  }

  children(key?: string): readonly string[] {
    return key === undefined ? [...this.rows.keys()] : [];
  }

  parent(): undefined {
    return undefined;
  }

  row(key: string): Row | undefined {
    return this.rows.get(key);
  }

  summary(): DownloadsSummary {
    const { locale } = this.scene();
    const entries = this.entries().filter(({ record }) => isActive(record));
    const active = entries.length;
    const progress = progressText(entries, locale);
    return { active, progress, text: joinParts([activeText(active, locale), progress]) };
  }
}

/** How many downloads are under way. */
export const activeText = (active: number, locale: DownloadScene['locale']): string =>
  active === 1
    ? l10n.t('1 download under way')
    : l10n.t('{0} downloads under way', formatCount(active, locale));

/** How far several files are together: what is not known of one of them is not told of all. */
export function progressText(entries: readonly DownloadEntry[], locale: DownloadScene['locale']): string {
  const received = sum(entries.map(({ record }) => record.received));
  const total = sum(entries.map(({ record }) => record.total ?? NaN));
  const speeds = entries.flatMap(({ speed }) => speed ?? []);
  const speed = sum(speeds);
  return joinParts([
    total > 0 ? formatPercent(received / total, locale) : undefined,
    speeds.length > 0 ? speedText(speed, locale) : undefined,
    leftText(total - received, speed, locale),
  ]);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const looksSame = (one: Row | undefined, other: Row | undefined): boolean =>
  one?.spoken === other?.spoken && one?.icon === other?.icon;

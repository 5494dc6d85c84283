import { day, hour, minute } from '../worlds';
import type { Attention } from '../../../src/core/pace';

/** A Monday. All moments of the week are true ones, by the clouds' own clock; that of the computer may differ. */
export const weekStart = Date.parse('2026-11-23T00:00:00Z');
export const weekEnd = weekStart + 7 * day;

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `Tue 14:30` as milliseconds since the epoch. */
export function at(text: string): number {
  const [, name = '', hours, minutes] = /^(\w{3}) (\d\d):(\d\d)$/.exec(text) ?? [];
  const index = (names as readonly string[]).indexOf(name);
  if (index < 0) throw new Error(`“${text}” is no moment of the week.`);
  return weekStart + index * day + Number(hours) * hour + Number(minutes) * minute;
}

/** The other way round, for messages. */
export function named(moment: number): string {
  if (!Number.isFinite(moment)) return 'never';
  const since = moment - weekStart;
  const name = names[Math.floor(since / day)] ?? `day ${Math.floor(since / day)},`;
  return `${name} ${new Date(moment).toISOString().slice(11, 23)}`;
}

/** From a moment up to another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const span = (from: string, to: string): Span => ({ from: at(from), to: at(to) });

export const holds = ({ from, to }: Span, moment: number): boolean => from <= moment && moment < to;

export const length = ({ from, to }: Span): number => to - from;

/** When the user has the view before his eyes. */
export const watched: readonly Span[] = [
  ...['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].flatMap(name => [
    span(`${name} 09:00`, `${name} 12:00`),
    span(`${name} 13:00`, `${name} 18:00`),
  ]),
  span('Sat 10:00', 'Sat 11:00'),
];

export const attentionAt = (moment: number): Attention =>
  watched.some(one => holds(one, moment)) ? 'watching' : 'away';

/** Spans in order, those that overlap made one. */
export function joined(spans: readonly Span[]): Span[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** How much of a span lies in none of some others. */
export const outside = (whole: Span, spans: readonly Span[]): number =>
  joined(spans).reduce(
    (left, { from, to }) => left - Math.max(0, Math.min(whole.to, to) - Math.max(whole.from, from)),
    length(whole),
  );

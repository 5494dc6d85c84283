import * as l10n from '@vscode/l10n';

/** How dates and numbers are written: the user's language and zone, handed in so that tests can fix them. */
export interface Locale {
  readonly language: string;
  readonly timeZone?: string;
}

/** Kept: to make one takes many times as long as to use it, and a page of the tree uses hundreds. */
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = JSON.stringify([language, options]);
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(language, options);
  numberFormats.set(key, format);
  return format;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `24 kB`, `1.5 MB`: one decimal below ten, none above. */
export function formatBytes(bytes: number, { language }: Locale): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), byteUnits.length - 1);
  const value = bytes / 1024 ** power;
  return numberFormat(language, {
    style: 'unit',
    unit: byteUnits[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** `63%`: rounded down, so that 100% means that it is done; 0.29 is a little less than 29 hundredths. */
export const formatPercent = (share: number, { language }: Locale): string =>
  numberFormat(language, { style: 'percent' }).format(Math.floor(share * 100 + 1e-9) / 100);

export const formatCount = (count: number, { language }: Locale): string =>
  numberFormat(language).format(count);

/** `a, b, c`, with the comma of the language. */
export const joinList = (words: readonly string[]): string => words.join(l10n.t(', '));

export const countTasks = (count: number, locale: Locale): string =>
  count === 1 ? l10n.t('1 task') : l10n.t('{0} tasks', formatCount(count, locale));

export const countRows = (count: number, locale: Locale): string =>
  count === 1 ? l10n.t('1 row') : l10n.t('{0} rows', formatCount(count, locale));

export const formatDateTime = (date: Date, { language, timeZone }: Locale): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(date);

/** `Today`, `Yesterday`, `Jan 2, 2026`. @param day `2026-01-02`, in the time zone of this computer */
export function formatDay(day: string, now: number, { language }: Locale): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date);
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  // Days on which a clock is changed are an hour longer or shorter.
  const ago = Math.round((midnight.getTime() - start.getTime()) / 86_400_000);
  if (ago === 0 || ago === 1) {
    const text = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-ago, 'day');
    return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
  }
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(start);
}

/** The time alone, for what happened a short while ago. */
export const formatTime = (date: Date, { language, timeZone }: Locale): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone }).format(date);

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** `in 3 days`, `in 4 minutes`: whole units, rounded down. */
export function formatUntil(date: Date, now: number, { language }: Locale): string {
  const left = date.getTime() - now;
  const [unit, length] = steps.find(([, ms]) => Math.abs(left) >= ms) ?? (['second', 1000] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(Math.trunc(left / length), unit);
}

/** Each unit is used up to here, seconds: 80 minutes are no hour. */
const spanUnits = [
  { unit: 'second', length: 1, most: 90 },
  { unit: 'minute', length: 60, most: 90 * 60 },
  { unit: 'hour', length: 3600, most: 48 * 3600 },
  { unit: 'day', length: 86_400, most: Infinity },
] as const;

/** `12 sec`, `4 min`, `2 hr`, `3 days`: in the unit in which it is a handy number. @param span milliseconds */
export function formatSpan(span: number, { language }: Locale): string {
  const seconds = Math.ceil(span / 1000);
  const { unit, length } = spanUnits.find(({ most }) => seconds < most) ?? { unit: 'day', length: 86_400 };
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return numberFormat(language, options).format(seconds / length);
}

/** `4:32`, `1:04:32`: what is left, in seconds that have begun; whole days when it is more than one. */
export function formatCountdown(left: number, { language }: Locale): string {
  const seconds = Math.ceil(left / 1000);
  if (seconds > 86_400)
    return numberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(
      Math.floor(seconds / 86_400),
    );
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const twoDigits = (count: number) => String(count).padStart(2, '0');
  const head = hours > 0 ? `${hours}:${twoDigits(minutes)}` : minutes;
  return `${head}:${twoDigits(seconds % 60)}`;
}

/** Parts of a row's description, as the sketches of the product have them. */
export const joinParts = (parts: readonly (string | undefined)[]): string =>
  parts.filter(Boolean).join(l10n.t({ message: ' · ', comment: ['Separates short facts about a task'] }));

import { verdicts, type Other, type Row } from './row';
import { median, ratio, type Samples } from './statistics';

const headings = ['', 'what', 'ours', 'peer', 'floor', 'ratio', 'to reach', 'reached'];

/** @param rows with the name of the part that each belongs to */
export function table(rows: readonly { readonly bench: string; readonly row: Row }[]): string {
  const lines = [headings, ...rows.map(({ bench, row }) => cells(bench, row))];
  const widths = headings.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  const draw = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    draw(headings),
    widths.map(width => '─'.repeat(width)).join('──'),
    ...lines.slice(1).map(draw),
  ].join('\n');
}

function cells(bench: string, row: Row): string[] {
  const limits = verdicts(row);
  return [
    bench,
    row.what,
    `${spread(row.ours)} ${row.unit}`,
    other(row.peer),
    other(row.floor),
    [row.peer, row.floor]
      .map(theirs => (theirs?.samples.length ? ratio(row.ours, theirs.samples).toFixed(2) : '–'))
      .join(' / '),
    limits.map(({ text }) => text).join(', ') || '–',
    limits.length === 0 ? '–' : limits.every(({ kept }) => kept) ? 'yes' : `no: ${broken(limits)}`,
  ];
}

const broken = (limits: readonly { text: string; kept: boolean }[]): string =>
  limits.flatMap(({ text, kept }) => (kept ? [] : text)).join(', ');

const other = (theirs: Other | undefined): string =>
  theirs ? `${spread(theirs.samples)} (${theirs.name})` : '–';

/** The median, and from where to where it went: a wide span is that of a busy machine. */
function spread(samples: Samples): string {
  if (samples.length === 0) return '–';
  const [least, most] = [Math.min(...samples), Math.max(...samples)].map(short);
  return least === most ? short(median(samples)) : `${short(median(samples))} [${least}–${most}]`;
}

/** Three digits say all that is known. */
const short = (value: number): string => {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits);
};

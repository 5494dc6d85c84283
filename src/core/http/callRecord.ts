import type { CallNote, CallNotes } from '../cloud';
import type { Clock } from '../clock';
import type { Problem } from '../errors';

/** A failure as it was told to whoever called. */
export interface NotedProblem {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Which call it was: see {@link callName}. */
  readonly call: string;
  readonly problem: Problem;
}

/** How long the calls of one kind took, milliseconds. */
export interface Timing {
  readonly call: string;
  /** All of them, also those that are too long ago to be timed here. */
  readonly count: number;
  readonly median: number;
  readonly worst: number;
}

/** So many failures are remembered. */
const keptProblems = 50;
/** So many calls of each kind are timed. */
const keptTimes = 100;

/** What is called in words of ours and of the vendor's documentation: no path, for ids stand in paths. */
export const callName = ({ cloud, service, action, reason }: CallNote): string =>
  [cloud, service, action, ...(reason ? [`(${reason})`] : [])].join(' ');

/**
 * What the last calls of this window came to, in memory alone: for a report of the user's. Problems come in as they are
 * told to the views, without secrets.
 */
export class CallRecord implements CallNotes {
  private readonly failed: NotedProblem[] = [];
  private readonly times = new Map<string, { count: number; readonly last: number[] }>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  note(note: CallNote): void {
    const call = callName(note);
    const known = this.times.get(call) ?? { count: 0, last: [] };
    this.times.set(call, known);
    known.count++;
    keepLast(known.last, note.ms, keptTimes);
    const { problem } = note;
    if (problem) keepLast(this.failed, { at: this.clock.now(), call, problem }, keptProblems);
  }

  /** The oldest first. */
  problems(): readonly NotedProblem[] {
    return [...this.failed];
  }

  /** By name. */
  timings(): readonly Timing[] {
    return [...this.times]
      .map(([call, { count, last }]) => ({ call, count, median: medianOf(last), worst: Math.max(...last) }))
      .sort((a, b) => (a.call < b.call ? -1 : 1));
  }
}

function keepLast<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.shift();
}

/** Of an even number the lower of the two in the middle: a time that was measured. */
function medianOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

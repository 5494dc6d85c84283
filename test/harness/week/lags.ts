import { second } from '../worlds';
import { attentionAt, named, outside, weekStart, type Span } from './calendar';
import { longestRest } from './checkpoints';
import { absences, troublesOf, wrongTimes } from './events';
import { policy, slowness } from './policy';
import { described, habits, serviceIds, type PlannedTask, type ServiceId } from './plan';
import type { Shown } from './shown';
import { longestBlindness, rowOf, turnsOf, type Turn } from './truth';
import type { Week } from './week';

/** What may be late: a task that is new, one that was followed and is over, and one of which nobody tells. */
export type What = 'came' | 'ended' | 'quietly changed';

export interface Lag {
  readonly service: ServiceId;
  readonly what: What;
  /** Milliseconds in which nothing stood in the way; Infinity when it was never shown. */
  readonly ms: number;
  readonly most: number;
  readonly text: string;
}

/** Calls take time, and the places of an account go one after another. */
const slack = 20 * second;

const lookPause = policy.look.longest * (1 + policy.jitter);

/** The slowest pace between two moments. */
const slowest = (from: number, to: number): number =>
  Math.max(slowness(attentionAt(from)), slowness(attentionAt(to)));

/** How late each turn of each task was shown. */
export function lagsOf({ tasks, shown, times }: Week): Lag[] {
  return tasks.flatMap(task => {
    const turns = turnsOf(task);
    return turns.flatMap((_, index) => lagOf(task, turns.slice(index), shown, times.now()) ?? []);
  });
}

/** @param turns the one that is looked at, and those after it: one that is shown stands for all before */
function lagOf(task: PlannedTask, turns: readonly Turn[], shown: Shown, end: number): Lag | undefined {
  const [turn] = turns;
  if (!turn) return undefined;
  const next = turns.map(({ status }) => status);
  const what = whatOf(turn, task, shown);
  // The word for what runs may be passed over.
  if (!what || turn.at < weekStart) return undefined;
  const sight = shown.of(rowOf(task)).find(({ at, status }) => at >= turn.at && next.includes(status));
  const wasThere = shown.of(rowOf(task)).findLast(({ at }) => at < turn.at)?.status === turn.status;
  const until = wasThere ? turn.at : (sight?.at ?? Infinity);
  const most = longest(what, turn.at, Math.min(until, end));
  // It was gone, or the week was over, before it had to be shown.
  const last = turns.find(({ status }) => status === undefined)?.at ?? end;
  if (until === Infinity && free(task, { from: turn.at, to: Math.min(last, end) }) < most) return undefined;
  const ms = until === Infinity ? Infinity : free(task, { from: turn.at, to: until });
  const text = `${described(task)}: ${turn.status} since ${named(turn.at)}, shown ${named(until)}`;
  return { service: task.service, what, ms, most, text };
}

function whatOf({ status, at }: Turn, task: PlannedTask, shown: Shown): What | undefined {
  const { createdAt, takes } = task;
  if (at === createdAt && task.service !== 'hss') return 'came';
  if (status === 'expired' || status === undefined) return 'quietly changed';
  if (at !== createdAt + takes) return undefined;
  const wasKnown = shown.of(rowOf(task)).some(sight => sight.at < at);
  return wasKnown ? 'ended' : 'came';
}

function longest(what: What, from: number, to: number): number {
  if (what === 'quietly changed') return longestBlindness;
  // Until a clock that is set back is as late as it was, it seems to be early: that costs one more pause.
  const isSet = wrongTimes.some(one =>
    [one.from, one.to].some(at => at >= from - policy.list * 3 && at <= to),
  );
  const pauses = slowest(from, to) * (isSet ? 2 : 1);
  return (what === 'ended' ? lookPause : policy.list) * pauses + slack;
}

/** How much of a span nothing stood in the way. */
function free(task: PlannedTask, span: Span): number {
  const troubles = troublesOf(habits[task.service].account);
  const afterwards = troubles.map(({ from, to }) => ({ from, to: to + longestRest }));
  return outside(span, [...absences, ...afterwards]);
}

/** The worst of each kind, as a line each. */
export function worstLags(lags: readonly Lag[]): string[] {
  return serviceIds.flatMap(service =>
    (['came', 'ended', 'quietly changed'] as const).flatMap(what => {
      const [worst, ...rest] = lags
        .filter(lag => lag.service === service && lag.what === what)
        .sort((a, b) => b.ms - a.ms);
      if (!worst) return [];
      const seconds = (ms: number) => `${Math.round(ms / second)} s`;
      return [
        `${service.padEnd(14)}${what.padEnd(17)}${String(rest.length + 1).padStart(5)}  worst ${seconds(worst.ms).padStart(7)} of ${seconds(worst.most)} at the most`,
      ];
    }),
  );
}

import { joined, outside, watched, weekEnd, weekStart, type Span } from './calendar';
import type { Note } from './calls';
import type { Checker } from './checker';
import { absences } from './events';
import { serviceIds, type PlannedTask, type ServiceId } from './plan';
import { policy } from './policy';
import type { Week } from './week';

/** How much of something there was, and how much the policy allows. */
export interface Budget {
  readonly service: ServiceId;
  readonly what: 'lists' | 'wholes' | 'looks' | 'retries';
  readonly was: number;
  readonly most: number;
}

/** How long somebody looks in a span, and how long nobody does, while a window is open on a computer that is awake. */
function paces(whole: Span): { readonly watching: number; readonly away: number } {
  const all = outside(whole, absences);
  const away = outside(whole, [...absences, ...watched]);
  return { watching: all - away, away };
}

/** How often something is due in a span that is due each so many milliseconds. */
function times(whole: Span, pause: number): number {
  const { watching, away } = paces(whole);
  return watching / pause + away / (pause * policy.away);
}

const week: Span = { from: weekStart, to: weekEnd };

/** What is asked of each place, in all. */
export function budgetsOf({ tasks, diary }: Week, { story, places }: Checker): Budget[] {
  const visits = story.acts.filter(act => act.kind === 'visit');
  const notes = diary.entries.filter(entry => entry.kind !== 'call');
  return serviceIds.flatMap(service => {
    const count = (...purposes: readonly string[]) =>
      visits.filter(visit => visit.service === service && purposes.includes(visit.purpose)).length;
    const { failed, occasions } = places[service];
    const early = Object.values(occasions).reduce((sum, one) => sum + one, 0);
    const retries = story.again.filter(
      ({ call }) => call.service === service && call.reason === 'retry',
    ).length;
    const hours = outside(week, absences) / policy.whole;
    const lists = times(week, policy.list * (1 - policy.jitter)) + failed + disturbances(notes);
    const own = tasks.filter(task => task.service === service);
    return [
      { service, what: 'lists', was: count('news', 'whole'), most: lists },
      // Where nothing tells what is new, each list is a whole one.
      { service, what: 'wholes', was: count('whole'), most: service === 'hss' ? lists : hours + early },
      { service, what: 'looks', was: count('unfinished'), most: looks(own) + failed + disturbances(notes) },
      { service, what: 'retries', was: retries, most: policy.retries * failed },
    ] as const;
  });
}

/** After each of these a list may be read before its time. */
const disturbances = (notes: readonly Note[]): number =>
  notes.filter(({ kind }) => ['opened', 'clockSet', 'slept', 'attention'].includes(kind)).length;

/**
 * As many looks as the unfinished tasks may cost. Pauses grow from five seconds to a minute, and begin anew with each
 * step of a task. When it is known how long such tasks take, they stay short from 0.8 of that on until 1.5 of it: at the
 * most for 0.7/1.5 of the time that a task takes.
 */
function looks(tasks: readonly PlannedTask[]): number {
  const spans = tasks.map(({ createdAt, takes }) => ({ from: createdAt, to: createdAt + takes }));
  const { first, longest, growth } = policy.look;
  const shortest = 1 - policy.jitter;
  const growing = Math.ceil(Math.log(longest / first) / Math.log(growth));
  const steady = joined(spans).reduce((sum, one) => sum + times(one, longest * shortest), 0);
  const close = spans.reduce((sum, one) => sum + (0.7 / 1.5) * times(one, first * shortest), 0);
  const steps = tasks.reduce((sum, task) => sum + task.steps.length, 0);
  return steady + close + steps * growing;
}

/** Tokens in all: one for each day, and one more where all was begun anew. */
export const tokensAtMost = (notes: readonly Note[]): number =>
  Math.ceil((weekEnd - weekStart) / policy.token) +
  notes.filter(({ kind }) => kind === 'opened' || kind === 'changed' || kind === 'clockSet').length;

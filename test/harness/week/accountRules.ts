import { second } from '../worlds';
import { holds, named } from './calendar';
import type { Call, Note } from './calls';
import { absences, type AccountId } from './events';
import { policy } from './policy';
import type { Again, Visit } from './visits';

/** A call is passed to the network a little after it was decided on. */
const tolerance = second;

/** Judges what is asked for an account: nothing at all while its credential is refused. */
export class AccountRules {
  readonly complaints: string[] = [];
  private refusedAt: number | undefined;
  private asked = false;

  constructor(private readonly account: AccountId) {}

  /** Somebody has done something, after which a refused credential may be tried once. */
  act(): void {
    this.asked = true;
  }

  visit({ purpose, calls }: Visit): void {
    const [first] = calls;
    if (this.refusedAt !== undefined && first && !this.asked)
      this.complaints.push(
        `${named(first.at)} ${this.account}: ${purpose}, although the credential is refused`,
      );
    const last = calls.at(-1);
    if (last?.outcome === 'credential') this.refusedAt = last.until;
    if (last?.outcome === 'ok') this.refusedAt = undefined;
    if (last?.outcome === 'ok' || last?.outcome === 'credential') this.asked = false;
  }
}

/** Calls that are made again: few, and only where that may help. */
export function complaintsOfTries(tries: readonly Again[], isWaitedFor: (visit: Visit) => boolean): string[] {
  return tries.flatMap(({ call, before, visit }) => {
    const previous = before.at(-1);
    if (!previous) return [];
    const told = `${named(call.at)} ${call.service}: ${call.reason} after ${previous.outcome}`;
    if (call.reason === 'clock') {
      const mayBeTime = previous.outcome === 'time' || previous.outcome === 'credential';
      const isOnce = before.every(({ reason }) => reason !== 'clock');
      return mayBeTime && isOnce ? [] : [told];
    }
    const retries = before.filter(({ reason }) => reason === 'retry').length + 1;
    const isPassing = previous.outcome === 'throttled' || previous.outcome === 'network';
    const waits = call.at - previous.until >= previous.retryAfter;
    // Only of its beginning: a part of a long list is asked for again even then.
    const keepsWaiting = visit !== undefined && isWaitedFor(visit) && visit.calls[0] === before[0];
    return retries <= policy.retries && isPassing && waits && !keepsWaiting ? [] : [told];
  });
}

/** One token a day, and another where one was refused or all was begun anew. */
export function complaintsOfAccess(
  access: readonly Call[],
  calls: readonly Call[],
  notes: readonly Note[],
): string[] {
  let granted: Call | undefined;
  return access.flatMap(call => {
    const before = granted;
    if (call.outcome === 'ok') granted = call;
    if (call.reason === 'retry' || !before || call.at - before.at >= policy.token - tolerance) return [];
    const since = (at: number) => at >= before.at && at <= call.at;
    const isRefused = calls.some(
      one => one.service === 'hss' && one.outcome === 'credential' && since(one.until),
    );
    const isAnew = notes.some(note => since(note.at) && isBeginning(note));
    return isRefused || isAnew
      ? []
      : [`${named(call.at)} iam: a token ${call.at - before.at} ms after the last`];
  });
}

const isBeginning = (note: Note): boolean =>
  note.kind === 'opened' || note.kind === 'clockSet' || (note.kind === 'changed' && note.account === 'hua');

/** Nothing runs while the computer sleeps or no window is open. */
export const complaintsOfAbsence = (calls: readonly Call[]): string[] =>
  calls
    .filter(({ at }) => absences.some(one => holds({ from: one.from + tolerance, to: one.to }, at)))
    .map(({ at, service }) => `${named(at)} ${service}: nothing of ours runs`);

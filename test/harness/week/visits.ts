import type { CallReason } from '../../../src/core/http/request';
import { second } from '../worlds';
import type { AccountId } from './events';
import type { Call, Diary, Note, Outcome } from './calls';
import type { ServiceId } from './plan';

/** Calls of one visit follow each other within so long; rate limits and tokens are waited for in between. */
const longestGap = 2 * second;

/** A cloud that has throttled is asked for pages more slowly for a while. */
const longestWait = 6 * second;

/** Why a place is visited; how calls are made again is another matter. */
export type Purpose = Exclude<CallReason, 'access' | 'retry' | 'clock'>;

/** What is asked of one place at one go: the pages of a list and the tries of each page are one visit. */
export interface Visit {
  readonly kind: 'visit';
  readonly account: AccountId;
  readonly service: ServiceId;
  readonly purpose: Purpose;
  readonly calls: Call[];
}

export const firstOf = ({ calls }: Visit): Call => calls[0]!;
export const lastOf = ({ calls }: Visit): Call => calls.at(-1)!;

/** How it ended. One that its caller gave up has no end. */
export const endOf = (visit: Visit): Outcome => lastOf(visit).outcome;

/** A try of a call that was made before. */
export interface Again {
  readonly call: Call;
  /** All tries before it of the same call. */
  readonly before: readonly Call[];
  /** Undefined for what a command calls, and for tokens. */
  readonly visit: Visit | undefined;
}

/** The diary in other words: what was asked of places, in the order in which it began, among the notes. */
export interface Story {
  readonly acts: readonly (Visit | Note)[];
  readonly again: readonly Again[];
  /** Calls of IAM, and those of commands. */
  readonly access: readonly Call[];
  readonly commands: readonly Call[];
  /** Calls that belong to nothing. */
  readonly strays: readonly Call[];
}

interface Tries {
  readonly calls: Call[];
  readonly visit: Visit | undefined;
}

interface Draft {
  readonly acts: (Visit | Note)[];
  readonly again: Again[];
  readonly access: Call[];
  readonly commands: Call[];
  readonly strays: Call[];
  /** The latest visit of each service, and the tries of each question. */
  readonly latest: Map<string, Visit>;
  readonly tries: Map<string, Tries>;
}

export function storyOf({ entries }: Diary): Story {
  const story: Draft = {
    ...{ acts: [], again: [], access: [], commands: [], strays: [] },
    ...{ latest: new Map<string, Visit>(), tries: new Map<string, Tries>() },
  };
  for (const entry of entries) {
    if (entry.kind === 'call') tell(story, entry);
    else story.acts.push(entry);
  }
  return story;
}

function tell(story: Draft, call: Call): void {
  const { reason, question, service } = call;
  if (reason === 'retry' || reason === 'clock') {
    const first = story.tries.get(question);
    if (!first) return void story.strays.push(call);
    story.again.push({ call, before: [...first.calls], visit: first.visit });
    first.calls.push(call);
    first.visit?.calls.push(call);
    if (service === 'iam') story.access.push(call);
    return;
  }
  const visit = service === 'iam' || !reason ? undefined : visitOf(story, call, service);
  story.tries.set(question, { calls: [call], visit });
  if (visit) return;
  if (reason === undefined) story.commands.push(call);
  else if (reason === 'access') story.access.push(call);
  else story.strays.push(call);
}

/** The visit that a call belongs to: the one that is under way, or a new one. */
function visitOf(story: Draft, call: Call, service: ServiceId): Visit | undefined {
  const { account, reason } = call;
  if (!reason || reason === 'access' || reason === 'retry' || reason === 'clock') return undefined;
  const latest = story.latest.get(service);
  if (latest && goesOn(latest, call)) {
    latest.calls.push(call);
    return latest;
  }
  const visit: Visit = { kind: 'visit', account, service, purpose: reason, calls: [call] };
  story.latest.set(service, visit);
  story.acts.push(visit);
  return visit;
}

function goesOn(visit: Visit, call: Call): boolean {
  const last = lastOf(visit);
  // After what is new come the unfinished tasks that were not among it.
  const fits = call.reason === visit.purpose || (visit.purpose === 'news' && call.reason === 'unfinished');
  if (!fits || last.outcome === 'cancelled') return false;
  if (call.page > 1) return true;
  if (isSecondPass(visit, call)) return true;
  if (call.at - last.until > longestGap) return false;
  const same = visit.calls.findLast(({ question }) => question === call.question);
  // A token that was refused is renewed, and the question asked once more.
  return !same || (same === last && same.outcome === 'credential') || same.reason !== call.reason;
}

/** Where the total fell while a list was read, rows have moved to pages that were read before: it is read once more. */
function isSecondPass({ purpose, calls }: Visit, { page, at }: Call): boolean {
  const { page: last = 1, until = 0 } = calls.at(-1) ?? {};
  const passes = calls.filter(call => call.page === 1).length;
  return purpose === 'whole' && page === 1 && last > 1 && passes === 1 && at - until <= longestWait;
}

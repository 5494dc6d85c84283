import type { CallReason } from '../../../src/core/http/request';
import type { Attention } from '../../../src/core/pace';
import type { AccountId } from './events';
import type { ServiceId } from './plan';

/** What came of a call, as the wire shows it. */
export type Outcome =
  /** An answer, be it that there is no such task. */
  | 'ok'
  | 'throttled'
  /** Whatever passes: no connection, no answer. */
  | 'network'
  /** Refused for the time of its signature, or for what may be that. */
  | 'time'
  /** The credential or the token was refused. */
  | 'credential'
  /** Its caller gave up. */
  | 'cancelled'
  /** Another error: there should be none. */
  | 'other';

/** One call of the week, with what was known to us when it was made. */
export interface Call {
  readonly kind: 'call';
  readonly account: AccountId;
  readonly service: ServiceId | 'iam';
  /** What is asked for: the same for the same question. */
  readonly question: string;
  readonly operation: string;
  readonly page: number;
  readonly reason: CallReason | undefined;
  /** True time, and that of the clock of the computer. */
  readonly at: number;
  readonly clock: number;
  readonly attention: Attention;
  /** What the store had of tasks at the place: running or waiting, and not known to be over. */
  readonly running: number;
  readonly open: number;
  /** What the place said of itself: not before, by the clock of the computer. */
  readonly pausedUntil: number | undefined;
  /** True time of its end. */
  until: number;
  outcome: Outcome;
  /** Milliseconds that the answer asks to wait. */
  retryAfter: number;
}

/** What happened besides calls, and may explain them. */
export type Note = { readonly at: number; readonly clock: number } & (
  | { readonly kind: 'opened' | 'clockSet' | 'slept' | 'closed' }
  /** The user asked for a refresh, or gave an account another credential. */
  | { readonly kind: 'asked' | 'changed'; readonly account: AccountId }
  | { readonly kind: 'attention' }
  /** A command of the user that calls a cloud. */
  | { readonly kind: 'command'; readonly account: AccountId }
  /** The store says of a place that it is well, after it was not. */
  | { readonly kind: 'well'; readonly account: AccountId; readonly service: ServiceId }
);

export type Entry = Call | Note;

/** Everything in the order in which it happened. */
export class Diary {
  readonly entries: Entry[] = [];

  get calls(): Call[] {
    return this.entries.filter(entry => entry.kind === 'call');
  }
}

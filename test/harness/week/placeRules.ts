import { second } from '../worlds';
import { named } from './calendar';
import { policy, restAfter, slowness } from './policy';
import type { PlannedTask, ServiceId } from './plan';
import { endOf, firstOf, lastOf, type Visit } from './visits';

/** Clocks of calls and of what is decided before them differ by what a call waits for its turn. */
const tolerance = second;

interface Moment {
  readonly at: number;
  readonly clock: number;
}

/** Why a list may be read whole before its hour is over. */
export type Occasion = 'opening' | 'clock' | 'gap' | 'deleted' | 'moved';

/** Judges what is asked of one place by itself. */
export class PlaceRules {
  readonly complaints: string[] = [];
  /** How often each occasion explained a whole reading that was not due. */
  readonly occasions: Partial<Record<Occasion, number>> = {};
  /** Visits that failed, and those that were not asked for. */
  failed = 0;
  private failures = 0;
  private rests: Moment & { ms: number } = { at: -Infinity, clock: -Infinity, ms: 0 };
  private listed: Moment | undefined;
  private whole: Moment | undefined;
  private visited: Moment | undefined;
  private readonly clockSet = { list: false, whole: false, look: false, rest: false };
  private isNew = true;
  private gap = false;
  private asked: 'user' | 'account' | undefined;
  private readonly waitedFor = new Set<Visit>();
  /** A doubt that has its reason, and whether the whole is due at once for it. */
  private doubt: 'moved' | undefined;
  private missed = false;

  /** @param tasks those of the place, for what the cloud has deleted */
  constructor(
    private readonly service: ServiceId,
    private readonly tasks: readonly PlannedTask[],
  ) {}

  /** A window is opened: it goes on with what the one before knew. */
  open(): void {
    this.isNew = true;
    this.rests = { ...this.rests, ms: 0 };
    this.failures = 0;
  }

  setClock(): void {
    Object.assign(this.clockSet, { list: true, whole: true, look: true, rest: true });
  }

  /** Somebody asks for a reading: a user who waits for it, or a change of the account. Who asks for another shares it. */
  ask(who: 'user' | 'account'): void {
    this.asked = who;
  }

  /** Whether a user waits for a visit. */
  isWaitedFor(visit: Visit): boolean {
    return this.waitedFor.has(visit);
  }

  visit(visit: Visit): void {
    const first = firstOf(visit);
    if (visit.purpose === 'asked') this.checkAsked(visit);
    else this.checkRest(first);
    if (visit.purpose === 'unfinished') this.checkLook(visit);
    if (visit.purpose === 'news' || visit.purpose === 'whole') this.checkList(visit);
    if (visit.purpose === 'whole') this.checkWhole(visit);
    this.take(visit);
  }

  private checkAsked(visit: Visit): void {
    if (!this.asked) this.complain(firstOf(visit).at, 'nobody has asked for it');
    if (this.asked === 'user') this.waitedFor.add(visit);
    this.asked = undefined;
  }

  private checkRest(call: Moment & { readonly pausedUntil: number | undefined }): void {
    if (this.clockSet.rest) return;
    const { ms } = this.rests;
    if (this.since(this.rests, call) < ms - tolerance) this.complain(call.at, `it was to rest for ${ms} ms`);
    if (call.pausedUntil !== undefined && call.clock < call.pausedUntil)
      this.complain(call.at, 'the cloud asked not to be called yet');
  }

  private checkLook(visit: Visit): void {
    const { at, clock, attention, running } = firstOf(visit);
    if (running === 0) this.complain(at, 'nothing is unfinished');
    if (this.failures > 0 || this.clockSet.look) return;
    const least = policy.look.first * (1 - policy.jitter) * slowness(attention);
    const since = this.visited ? this.since(this.visited, { at, clock }) : Infinity;
    if (since < least - tolerance) this.complain(at, `the last look was ${since} ms ago`);
  }

  private checkList({ purpose, calls }: Visit): void {
    const { at, clock, attention } = calls[0]!;
    if (this.isNew || this.failures > 0 || this.clockSet.list || this.missed) return;
    const least = policy.list * (1 - policy.jitter) * slowness(attention);
    const since = this.listed ? this.since(this.listed, { at, clock }) : Infinity;
    if (since < least) this.complain(at, `the list was read ${since} ms ago, and now ${purpose}`);
  }

  private checkWhole(visit: Visit): void {
    if (this.service === 'hss') return; // there is nothing but the whole
    const { at, clock } = firstOf(visit);
    const since = this.whole ? this.since(this.whole, { at, clock }) : Infinity;
    if (since >= policy.whole - tolerance && this.whole) return;
    const occasion = this.occasion(at);
    if (occasion) this.occasions[occasion] = (this.occasions[occasion] ?? 0) + 1;
    else this.complain(at, `it was read whole ${since} ms ago`);
  }

  private occasion(at: number): Occasion | undefined {
    if (!this.whole) return 'opening';
    if (this.clockSet.whole) return 'clock';
    if (this.gap) return 'gap';
    const from = this.whole.at;
    const isGone = ({ deletedAt = Infinity }: PlannedTask) => deletedAt >= from && deletedAt <= at;
    return this.tasks.some(isGone) ? 'deleted' : this.doubt;
  }

  private take(visit: Visit): void {
    const first = firstOf(visit);
    const last = lastOf(visit);
    const end = endOf(visit);
    if (end === 'cancelled') return;
    const isList = visit.purpose !== 'unfinished';
    this.visited = first;
    this.clockSet.look = this.clockSet.rest = false;
    if (isList) this.isNew = this.clockSet.list = this.missed = false;
    this.gap = this.gap && visit.purpose === 'news';
    if (end !== 'ok') this.fail(visit);
    else this.failures = this.rests.ms = 0;
    if (end === 'ok' && isList) this.listed = first;
    if (end === 'ok' && (visit.purpose === 'whole' || visit.purpose === 'asked')) {
      this.whole = first;
      this.clockSet.whole = this.gap = false;
      this.doubt = undefined;
    }
    if (visit.purpose === 'unfinished' || visit.purpose === 'news') this.noteDoubts(first.at, last.until);
  }

  private fail(visit: Visit): void {
    const { until, clock, at, retryAfter } = lastOf(visit);
    this.failed++;
    this.failures++;
    this.rests = { at: until, clock: clock + until - at, ms: restAfter(this.failures, retryAfter) };
    // Rows behind the page at which it broke off may be missing.
    const listed = visit.calls.filter(({ reason }) => reason !== 'unfinished');
    if (visit.purpose !== 'unfinished' && listed.some(({ outcome }) => outcome === 'ok')) this.gap = true;
  }

  /** Rows may have come between two pages, or gone while they were looked at. */
  private noteDoubts(from: number, to: number): void {
    const came = this.tasks.some(({ createdAt }) => createdAt >= from && createdAt <= to);
    if (came) this.doubt = 'moved';
    this.missed ||= this.tasks.some(
      ({ deletedAt = Infinity }) => deletedAt <= to && deletedAt > (this.whole?.at ?? 0),
    );
  }

  /** By whichever clock it is longer: the one of the computer may have been set. */
  private since(before: Moment, now: Moment): number {
    return Math.max(now.at - before.at, now.clock - before.clock);
  }

  private complain(at: number, what: string): void {
    this.complaints.push(`${named(at)} ${this.service}: ${what}`);
  }
}

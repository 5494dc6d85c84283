import type { CallOptions, Io } from '../cloud';
import { CloudError, isCloudError, placed, type Problem } from '../errors';
import type { RateLimit } from './rateLimit';
import type { CallReason, HttpAnswer, HttpRequest } from './request';
import { retryPause } from './retry';
import { clockSkew, ServerClock } from './serverClock';

/** One read of a cloud. Only reads are called so: they may be sent again. */
export interface Read<T> extends CallOptions {
  readonly service: string;
  readonly region?: string;
  readonly limit: RateLimit;
  /** The request as it is to be sent; asked for anew with each try, for a date and a nonce of its own. */
  readonly sign: () => HttpRequest;
  /** What the answer says. @throws CloudError */
  readonly read: (answer: HttpAnswer) => T;
  /** Whether the cloud may mean the time of the signature, where it has no word for it. */
  readonly mayMeanTime?: (problem: Problem) => boolean;
}

/** What became of one try; `skew`: milliseconds by which this computer's clock is ahead, where the answer told. */
type Outcome<T> = { readonly value: T } | { readonly problem: Problem; readonly skew: number | undefined };

/** A `Date` tells the time to about this, milliseconds, over a slow line. */
const accuracy = 60_000;

/** All three vendors take a signature that is up to 15 minutes old; a little less, for the accuracy. */
const allowedSkew = 14 * 60_000;

/** Makes the reads of one account: at the cloud's pace, by the cloud's clock, and again where that may help. */
export class Caller {
  private readonly clock: ServerClock;

  constructor(
    private readonly cloud: string,
    private readonly io: Io,
  ) {
    this.clock = new ServerClock(io.clock);
  }

  /** The moment to sign with. */
  now(): Date {
    return this.clock.now();
  }

  /** The time there, for what is asked or told in it. */
  serverTime(): Date {
    return this.clock.estimate();
  }

  /** Milliseconds by which this computer's clock is ahead of the cloud's, once an answer has told. */
  clockSkew(): number | undefined {
    return this.clock.skew;
  }

  /** @throws CloudError with the place in it, of the last try */
  async call<T>(call: Read<T>): Promise<T> {
    const { clock, log } = this.io;
    const startedAt = clock.now();
    let corrected = false;
    let { reason } = call;
    for (let tries = 1; ; tries++) {
      await call.limit.take(call.signal);
      const used = this.clock.correction;
      const outcome = await this.noted(call, call.sign(), reason);
      if ('value' in outcome) return outcome.value;
      const { problem, skew } = outcome;
      if (!corrected && this.correct(call, problem, skew, used)) {
        corrected = true;
        reason = 'clock';
        log.warn(
          `The clock differs from that of ${this.cloud} by ${skew ?? 0} ms: requests are signed by theirs.`,
        );
        continue;
      }
      const elapsed = clock.now() - startedAt;
      const pause = call.once ? undefined : retryPause(problem, tries, elapsed, this.io.random());
      if (pause === undefined) throw this.failure(call, problem, skew);
      log.debug(`${call.service}: ${problem.kind} ${problem.code ?? ''} is tried again in ${pause} ms`);
      await clock.sleep(pause, call.signal);
      reason = 'retry';
    }
  }

  /** Whether the call was refused for its time, and the right one is known now. */
  private correct(call: Read<unknown>, problem: Problem, skew: number | undefined, used: number): boolean {
    const said = problem.reason === 'clock';
    if (skew === undefined || !(said || call.mayMeanTime?.(problem))) return false;
    return this.clock.correct(skew, used, said ? accuracy : allowedSkew);
  }

  /** One try, of which whoever wants to know is told. */
  private async noted<T>(
    call: Read<T>,
    request: HttpRequest,
    reason: CallReason | undefined,
  ): Promise<Outcome<T>> {
    const { clock, notes } = this.io;
    const sentAt = clock.now();
    const outcome = await this.attempt(call, request, reason);
    const action = request.headers['x-acs-action'] ?? request.method;
    const isFailure = 'problem' in outcome && outcome.problem.kind !== 'cancelled';
    notes?.note({
      ...{ cloud: this.cloud, service: call.service, action, reason, ms: clock.now() - sentAt },
      ...(isFailure && { problem: outcome.problem }),
    });
    return outcome;
  }

  private async attempt<T>(
    { limit, signal, read }: Read<T>,
    request: HttpRequest,
    reason: CallReason | undefined,
  ): Promise<Outcome<T>> {
    const { transport, clock } = this.io;
    const sentAt = clock.now();
    let skew: number | undefined;
    try {
      const answer = await transport.send(request, { signal, reason });
      skew = clockSkew(answer, sentAt, clock.now());
      if (skew !== undefined) this.clock.note(skew);
      const value = read(answer);
      limit.accepted();
      return { value };
    } catch (error) {
      if (!isCloudError(error)) throw error;
      const { problem } = error;
      if (problem.kind === 'throttled') limit.throttled(sentAt, problem.retryAfter);
      return { problem, skew };
    }
  }

  private failure(
    { service, region = '' }: Read<unknown>,
    problem: Problem,
    skew: number | undefined,
  ): unknown {
    const withSkew =
      problem.reason === 'clock' && skew !== undefined ? { ...problem, clockSkew: skew } : problem;
    return placed(new CloudError(withSkew), { cloud: this.cloud, service, region });
  }
}

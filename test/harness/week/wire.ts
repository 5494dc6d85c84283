import { CloudError } from '../../../src/core/errors';
import type { HttpAnswer, HttpRequest, SendOptions, Transport } from '../../../src/core/http/request';
import type { SimulatorRequest } from '../../../src/core/cloud';
import { toWire } from '../../../src/simulator/files';
import { second } from '../worlds';
import { holds, length } from './calendar';
import type { Call, Diary, Outcome } from './calls';
import type { Chance } from './chance';
import { askedWaits, outages, throttlings } from './events';
import { outcomeOf, throttledAnswer } from './answers';
import type { Times } from './times';
import { hosts, type Host, type WeekClouds } from './weekClouds';

/** How long nobody answers until the call is given up, milliseconds. */
const silence = 30 * second;

/** What we know when a call is made; see {@link Call}. */
export type Facts = Pick<Call, 'attention' | 'running' | 'open' | 'pausedUntil'>;

export interface WireParts {
  readonly times: Times;
  readonly clouds: WeekClouds;
  readonly diary: Diary;
  readonly chance: Chance;
  readonly facts: (host: Host) => Facts;
}

/**
 * Hands requests to the pretend clouds without a socket between, as `src/simulator/server.ts` hands on those that come
 * over HTTP, and writes each down. A call takes some time on the clock of the week and none of ours; real HTTP is what
 * all other tests of `test/e2e` are for.
 */
export class Wire implements Transport {
  constructor(private readonly parts: WireParts) {}

  async send(request: HttpRequest, { signal, reason }: SendOptions = {}): Promise<HttpAnswer> {
    const url = new URL(request.url);
    const host = hosts[url.hostname];
    if (!host) throw new Error(`Nobody is at ${url.hostname}.`);
    const { times, diary, facts } = this.parts;
    const asked = received(request, url);
    const call: Call = {
      ...{ kind: 'call', ...host, ...question(asked), reason, ...facts(host) },
      ...{ at: times.now(), clock: times.clock.now(), until: Infinity, outcome: 'cancelled', retryAfter: 0 },
    };
    diary.entries.push(call);
    try {
      const answer = await this.answer(host, asked, signal);
      call.outcome = outcomeOf(answer);
      call.retryAfter = waitOf(answer);
      return answer;
    } catch (error) {
      if (!signal?.aborted) call.outcome = 'network' satisfies Outcome;
      throw error;
    } finally {
      call.until = times.now();
    }
  }

  stream(): Promise<never> {
    return Promise.reject(new Error('Nothing is downloaded in this week.'));
  }

  private async answer(
    host: Host,
    request: SimulatorRequest,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const { times, clouds, chance } = this.parts;
    const { slept } = times;
    const outage = outages.find(one => holds(one, times.now()));
    const isSilent = outage && times.now() - outage.from >= length(outage) / 2;
    await times.clock.sleep(isSilent ? silence : Math.round(chance.between(40, 400)), signal);
    // A connection does not outlive the sleep of its computer.
    if (times.slept !== slept) throw noNetwork('network', 'ECONNRESET');
    if (outage)
      throw isSilent ? noNetwork('timeout', 'UND_ERR_HEADERS_TIMEOUT') : noNetwork('network', 'ENOTFOUND');
    const now = times.now();
    const date = { date: new Date(now).toUTCString() };
    const throttling = throttlings.find(one => one.account === host.account && holds(one, now));
    if (throttling) {
      const asksToWait = now - throttling.from < length(throttling) / 2;
      const wait = asksToWait ? askedWaits[chance.happens(0.5) ? 0 : 1] : undefined;
      const { status, headers, body } = throttledAnswer(host.account, wait);
      return { status, headers: { ...date, ...headers }, body };
    }
    const { status, headers, body } = toWire(request, clouds.answer(host.account, request, now));
    return { status, headers: { ...date, ...headers }, body };
  }
}

const noNetwork = (kind: 'network' | 'timeout', code: string): CloudError =>
  new CloudError({ kind, code, message: `The network of the week: ${code}` });

const waitOf = ({ headers }: HttpAnswer): number =>
  Number(headers['x-acs-retry-after'] ?? 0) || 1000 * Number(headers['retry-after'] ?? 0);

/** As it comes to a server. */
function received({ method, headers, body = '' }: HttpRequest, url: URL): SimulatorRequest {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: { ...length, ...Object.fromEntries(named), host: url.host },
    body: Buffer.from(body),
  };
}

/** What a request asks for, whoever signs it and when; a page of a list where it is one. */
function question({ method, path, query, headers, body }: SimulatorRequest) {
  const operation = headers['x-acs-action'] ?? `${method} ${path.replace(/[^/]*-[^/]*$/, '…')}`;
  const isSignIn = path.endsWith('/auth/tokens');
  const text = `${method} ${path}?${query} ${headers['x-acs-action'] ?? ''} ${isSignIn ? '' : body.toString()}`;
  const page = /(?:PageNumber|CurrentPage)=(\d+)/.exec(query) ?? /"pageNo":(\d+)/.exec(body.toString());
  return { operation, question: text, page: Number(page?.[1] ?? 1) };
}

import type { SimulatorAnswer, SimulatorRequest } from '../core/cloud';
import type { WireAnswer } from './files';

/** What befalls a request instead of its ordinary answer. */
export type Fault =
  /** This answer; the simulator never sees the request. */
  | { readonly kind: 'answer'; readonly answer: SimulatorAnswer }
  /** The connection is closed without an answer. */
  | { readonly kind: 'drop' }
  /** The simulator's answer, changed. Ranges and conditions are applied before. */
  | { readonly kind: 'alter'; readonly change: (answer: WireAnswer) => WireAnswer }
  /** The head and so many bytes of the body; then the connection is closed. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** The head and so many bytes of the body; the rest when `until` resolves. */
  | { readonly kind: 'stall'; readonly bytes: number; readonly until: Promise<unknown> };

/**
 * Looks at each request before it is answered. Nothing returned means the ordinary answer; a promise holds the
 * request back until it resolves, which is how a slow server is played.
 */
export type Interceptor = (request: SimulatorRequest) => Fault | undefined | Promise<Fault | undefined>;

/** An answer with a JSON body, or a text as it is. */
export function answerWith(
  status: number,
  body: string | object = '',
  headers: Readonly<Record<string, string>> = {},
): Fault {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = typeof body === 'string' ? 'text/plain' : 'application/json';
  return {
    kind: 'answer',
    answer: { status, headers: { 'content-type': contentType, ...headers }, body: text },
  };
}

export const dropConnection: Fault = { kind: 'drop' };

export const truncateAfter = (bytes: number): Fault => ({ kind: 'truncate', bytes });

export const stallAfter = (bytes: number, until: Promise<unknown>): Fault => ({
  kind: 'stall',
  bytes,
  until,
});

export const alterAnswer = (change: (answer: WireAnswer) => WireAnswer): Fault => ({ kind: 'alter', change });

/** The fault for the first `count` requests that `applies` to; later ones pass. */
export function firstTimes(
  count: number,
  fault: Fault,
  applies: (request: SimulatorRequest) => boolean = () => true,
): Interceptor {
  let left = count;
  return request => (applies(request) && left-- > 0 ? fault : undefined);
}

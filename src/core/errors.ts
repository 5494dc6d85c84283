import type { Reason } from './reasons';

/** What went wrong, in the words that decide what to do next. */
export const errorKinds = [
  'network',
  'tls',
  'proxy',
  'timeout',
  'auth',
  'expiredCredential',
  'permission',
  'notActivated',
  'notFound',
  'throttled',
  'server',
  'protocol',
  'cancelled',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** What is known of a failed call, as data. It holds no secret, no signature and no link. */
export interface Problem {
  readonly kind: ErrorKind;
  /** The vendor's words, redacted, or the system's; English or Chinese as it came. */
  readonly message: string;
  /** Set where the message is ours: the view says it in the user's language. */
  readonly reason?: Reason;
  readonly cloud?: string;
  readonly service?: string;
  readonly region?: string;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** The vendor's error code, or the system's (`ECONNREFUSED`). */
  readonly code?: string;
  readonly requestId?: string;
  /** Milliseconds the cloud asks us to wait. */
  readonly retryAfter?: number;
  /** Milliseconds by which this computer's clock is ahead of the cloud's (below zero: behind); for `clock`. */
  readonly clockSkew?: number;
  /** Title of the page that came instead of an answer: a proxy's, or the one on which a network asks for a login. */
  readonly page?: string;
  /** What there is to choose from; for `severalProjects`. */
  readonly projects?: readonly Project[];
}

/** A project of a region, where a cloud divides its regions so. */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** The cloud has said no to the credential itself: every further call would be refused too. */
export const isCredentialRefused = (problem: Problem | undefined): boolean =>
  problem?.kind === 'auth' || problem?.kind === 'expiredCredential';

/**
 * A call to a cloud that did not work. Its message is for logs; what a user reads is made of `problem` by
 * the view. Bundles have copies of this class each, so it is told by shape: see {@link isCloudError}.
 */
export class CloudError extends Error {
  override readonly name = 'CloudError';

  constructor(readonly problem: Problem) {
    super(`${problem.kind}${problem.code ? ` ${problem.code}` : ''}: ${problem.message}`);
  }
}

/** What is wrong with an input; the view has a sentence for each. None holds the value of a secret. */
export type ArgumentProblem =
  | { readonly kind: 'type'; readonly expected: string }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'region'; readonly value: string }
  | {
      readonly kind:
        | 'unknownField'
        | 'empty'
        | 'invalid'
        | 'address'
        | 'https'
        | 'userInfo'
        | 'origin'
        | 'taskId'
        | 'filePath';
    };

/** Input that cannot be used; `field` is the path of what was wrong, such as `credential.accessKeyId`. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';

  constructor(
    readonly field: string,
    readonly problem: ArgumentProblem,
  ) {
    super(`${field}: ${problem.kind}`);
  }
}

export const isCloudError = (error: unknown): error is CloudError =>
  error instanceof Error && error.name === 'CloudError' && 'problem' in error;

/** What an error says of where it happened. */
type Place = Pick<Problem, 'cloud' | 'service' | 'region'>;

/** The error with what it does not say of its place, where it is a cloud's: the network knows of no service. */
export function placed(error: unknown, place: Place): unknown {
  if (!isCloudError(error)) return error;
  const { problem } = error;
  const elsewhere = problem.service !== undefined && problem.service !== place.service;
  const names = elsewhere ? (['cloud'] as const) : (['cloud', 'service', 'region'] as const);
  const missing = names.filter(name => problem[name] === undefined && place[name]);
  if (missing.length === 0) return error;
  return new CloudError({ ...problem, ...Object.fromEntries(missing.map(name => [name, place[name]])) });
}

export const isArgumentError = (error: unknown): error is ArgumentError =>
  error instanceof Error && error.name === 'ArgumentError';

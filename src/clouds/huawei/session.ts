import { abortable } from '../../core/abortable';
import type { Account } from '../../core/account';
import type { Io } from '../../core/cloud';
import type { HttpRequest } from '../../core/http/request';
import type { HuaweiCredential } from './credential';
import type { Iam } from './iam';
import { isFresh, type Token } from './iam';
import { signSdkHmac } from './sign';

/** What a request to a project's service needs: the project, and how to prove who asks. */
export interface Access {
  readonly projectId: string;
  authorize(request: HttpRequest): HttpRequest;
}

/** Signs requests of one account; tokens and project ids are kept in memory and fetched once for many callers. */
export class Session {
  private readonly tokens = new Map<string, Promise<Token>>();
  private readonly projectIds = new Map<string, Promise<string>>();

  constructor(
    private readonly iam: Iam,
    private readonly account: Account,
    private readonly credential: HuaweiCredential,
    private readonly io: Io,
  ) {}

  /** @throws CloudError */
  async access(region: string, signal: AbortSignal): Promise<Access> {
    const known = this.account.projectIds?.[region];
    const { credential } = this;
    if (credential.kind === 'password') {
      const token = await this.token(region, signal);
      const authorize = withToken(token.value);
      const projectId = known ?? token.projectId ?? (await this.project(region, authorize, signal));
      return { projectId, authorize };
    }
    if (credential.kind === 'token') {
      const authorize = withToken(credential.token);
      return { projectId: known ?? (await this.project(region, authorize, signal)), authorize };
    }
    const sign = (projectId?: string) => (request: HttpRequest) =>
      signSdkHmac(request, credential, {
        date: new Date(this.io.clock.now()),
        ...(projectId && { projectId }),
      });
    const projectId = known ?? (await this.project(region, sign(), signal));
    return { projectId, authorize: sign(projectId) };
  }

  /**
   * Forgets the token of a region after a refusal, so that the next access fetches a new one.
   *
   * @returns false where there is nothing to renew: the credential itself was refused
   */
  renew(region: string): boolean {
    return this.credential.kind === 'password' && this.tokens.delete(region);
  }

  private async token(region: string, signal: AbortSignal): Promise<Token> {
    const { credential } = this;
    if (credential.kind !== 'password') throw new Error('Only a password is exchanged for a token.');
    const fetchToken = (until: AbortSignal) => this.iam.createToken(credential, region, until);
    const known = this.tokens.get(region);
    const token = await once(this.tokens, region, fetchToken, signal);
    if (isFresh(token, this.io.clock.now())) return token;
    // Another caller may have renewed it meanwhile.
    if (this.tokens.get(region) === known) this.tokens.delete(region);
    return once(this.tokens, region, fetchToken, signal);
  }

  private project(region: string, authorize: Access['authorize'], signal: AbortSignal): Promise<string> {
    return once(this.projectIds, region, until => this.iam.findProject(region, authorize, until), signal);
  }
}

const withToken =
  (token: string) =>
  (request: HttpRequest): HttpRequest => ({
    ...request,
    headers: { ...request.headers, 'x-auth-token': token },
  });

/**
 * Keeps the promise, not the value, so that callers at the same time share one call, which goes on when one of them
 * gives up; a failure is not kept.
 */
function once<T>(
  kept: Map<string, Promise<T>>,
  key: string,
  fetch: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const existing = kept.get(key);
  if (existing) return abortable(existing, signal);
  const promise = fetch(new AbortController().signal);
  kept.set(key, promise);
  promise.catch(() => kept.get(key) === promise && kept.delete(key));
  return abortable(promise, signal);
}

import type { Account } from '../../core/account';
import type { CallOptions } from '../../core/cloud';
import { isCloudError, isCredentialRefused, type Problem, type Project } from '../../core/errors';
import type { Caller } from '../../core/http/caller';
import type { HttpRequest } from '../../core/http/request';
import { Shared } from '../../core/shared';
import type { HuaweiCredential } from './credential';
import { isFresh, type Iam, type Token } from './iam';
import { signSdkHmac } from './sign';

/** How a request proves who asks. */
export interface Proof {
  readonly authorize: (request: HttpRequest) => HttpRequest;
  /** Whether a refusal may be one of the signature's time: the gateway has no word for it. */
  readonly mayMeanTime: (problem: Problem) => boolean;
}

/** What a request to a project's service needs. */
export interface Access extends Proof {
  readonly projectId: string;
}

/** Signs requests of one account; tokens and project ids are kept in memory and fetched once for many callers. */
export class Session {
  private readonly tokens: Shared<Token> | undefined;
  private readonly projectIds: Shared<string>;

  constructor(
    private readonly iam: Iam,
    private readonly account: Account,
    private readonly credential: HuaweiCredential,
    private readonly caller: Caller,
  ) {
    this.tokens =
      credential.kind === 'password'
        ? new Shared((region, options) => iam.createToken(credential, region, 'project', options))
        : undefined;
    this.projectIds = new Shared(async (region, options) => {
      const proof = this.proof(await this.token(region, options));
      return iam.findProject(region, proof, options);
    });
  }

  /**
   * Does something with access to a region: once more where a token was refused, with a new one, which is fetched once
   * for all who were refused.
   *
   * @throws CloudError
   */
  async withAccess<T>(
    region: string,
    options: CallOptions,
    work: (access: Access) => Promise<T>,
  ): Promise<T> {
    const token = await this.token(region, options);
    try {
      return await work(await this.access(region, token, options));
    } catch (error) {
      if (!isCloudError(error) || !isCredentialRefused(error.problem) || !this.letGo(region, token))
        throw error;
    }
    return work(await this.access(region, await this.token(region, options), options));
  }

  /**
   * Access that is used later, and how to let go of its token when it is refused then: that tells false where there is
   * nothing to renew.
   *
   * @throws CloudError
   */
  async accessToKeep(
    region: string,
    options: CallOptions,
  ): Promise<{ access: Access; renew: () => boolean }> {
    const token = await this.token(region, options);
    const access = await this.access(region, token, options);
    return { access, renew: () => this.letGo(region, token) };
  }

  /** The projects of a region that the caller can reach. @throws CloudError */
  async projects(region: string, signal: AbortSignal): Promise<readonly Project[]> {
    const { iam, credential } = this;
    // A token of a project is to be had only by who knows the project.
    const token =
      credential.kind === 'password'
        ? await iam.createToken(credential, region, 'account', { signal })
        : undefined;
    return iam.reachableProjects(region, this.proof(token), { signal });
  }

  private async access(region: string, token: Token | undefined, options: CallOptions): Promise<Access> {
    const known = this.account.projectIds?.[region] ?? token?.projectId;
    const projectId = known ?? (await this.projectIds.get(region, options));
    return { ...this.proof(token, projectId), projectId };
  }

  /** A token that is good for a while; undefined where the credential is none that is exchanged for one. */
  private async token(region: string, options: CallOptions): Promise<Token | undefined> {
    const token = await this.tokens?.get(region, options);
    if (!token || isFresh(token, this.caller.serverTime().getTime())) return token;
    this.tokens?.drop(region, token);
    return this.tokens?.get(region, options);
  }

  private letGo(region: string, token: Token | undefined): boolean {
    if (token) this.tokens?.drop(region, token);
    return token !== undefined;
  }

  private proof(token: Token | undefined, projectId?: string): Proof {
    const { credential, caller } = this;
    if (credential.kind === 'token') return withToken(credential.token);
    if (credential.kind === 'password') return withToken(token?.value ?? '');
    return {
      authorize: request => signSdkHmac(request, credential, { date: caller.now(), projectId }),
      mayMeanTime: ({ kind, reason }) => kind === 'auth' && reason !== 'locked',
    };
  }
}

const withToken = (token: string): Proof => ({
  authorize: request => ({ ...request, headers: { ...request.headers, 'x-auth-token': token } }),
  mayMeanTime: () => false,
});

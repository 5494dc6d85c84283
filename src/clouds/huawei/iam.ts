import * as z from 'zod/mini';
import type { Account } from '../../core/account';
import type { CallOptions } from '../../core/cloud';
import { CloudError, isCloudError, type Project } from '../../core/errors';
import { elements, isoTime, record, text } from '../../core/fields';
import { asObject, readJson } from '../../core/http/body';
import type { Caller } from '../../core/http/caller';
import type { RateLimit } from '../../core/http/rateLimit';
import type { HttpAnswer, HttpRequest } from '../../core/http/request';
import { inOurWords } from '../../core/reasons';
import type { HuaweiPassword } from './credential';
import { answerProblem } from './errors';
import type { Proof } from './session';

const service = 'iam';

/** A token is renewed this long before it ends: clocks differ, and a download takes time. */
const renewBefore = 30 * 60_000;

/** A credential has as many secrets at the most; the tokens of so many regions stand behind them. */
const mostOfCredential = 3;
const mostSecrets = mostOfCredential + 40;

const TokenBody = z.object({
  token: z.object({ expires_at: z.transform(isoTime), project: z.optional(record({ id: text })) }),
});
const ProjectRecord = record({ id: text, name: text });

export interface Token {
  readonly value: string;
  readonly expiresAt: Date | undefined;
  readonly projectId: string | undefined;
}

/** Whether a token can still be used for a while. */
export const isFresh = ({ expiresAt }: Token, now: number): boolean =>
  expiresAt === undefined || expiresAt.getTime() - renewBefore > now;

/** What is asked of IAM: tokens and project ids. Nothing is ever created there. Contracts: huawei 2.3 and 3a. */
export class Iam {
  constructor(
    private readonly originOf: (region: string) => string,
    private readonly account: Account,
    /** Tokens are added to it. */
    private readonly secrets: string[],
    private readonly limit: RateLimit,
    private readonly caller: Caller,
  ) {}

  /**
   * Exchanges a password for a token: of the region's project, or of the whole account, which every user may have, to
   * see which projects there are. It may be sent again like a read: a further token
   * leaves the others as they are.
   *
   * @throws CloudError
   */
  createToken(
    { user, password, domain }: HuaweiPassword,
    region: string,
    of: 'project' | 'account',
    options: CallOptions,
  ): Promise<Token> {
    const projectId = this.account.projectIds?.[region];
    const identity = {
      methods: ['password'],
      password: { user: { name: user, password, domain: { name: domain } } },
    };
    const project = projectId ? { id: projectId } : { name: region };
    const scope = of === 'project' ? { project } : { domain: { name: domain } };
    const request = {
      method: 'POST',
      // Without the catalogue the answer is a few hundred bytes instead of many thousand.
      url: `${this.originOf(region)}/v3/auth/tokens?nocatalog=true`,
      headers: { accept: 'application/json', 'content-type': 'application/json;charset=utf8' },
      body: JSON.stringify({ auth: { identity, scope } }),
    };
    return this.caller.call({
      ...options,
      ...{ service, region, limit: this.limit, reason: 'access' },
      sign: () => request,
      read: answer => this.readToken(answer, projectId),
    });
  }

  /**
   * The id of the region's own project, whose name is the region's id; else of the one project in it that the caller
   * can reach. The first way needs a right to read IAM, the second is open to all.
   *
   * @throws CloudError with the projects in it where there are several
   */
  async findProject(region: string, proof: Proof, options: CallOptions): Promise<string> {
    const byName = await this.list(region, `/v3/projects?name=${region}`, proof, options).catch(deniedAsNone);
    const all = byName.length > 0 ? byName : await this.reachableProjects(region, proof, options);
    const own = all.filter(({ name }) => name === region);
    const [project, ...others] = own.length > 0 ? own : all;
    const place = { cloud: 'huawei', service, region };
    if (!project) throw new CloudError({ kind: 'notActivated', ...place, ...inOurWords('noProject') });
    if (others.length === 0) return project.id;
    const projects = [project, ...others];
    throw new CloudError({ kind: 'protocol', ...place, projects, ...inOurWords('severalProjects') });
  }

  /** The projects of a region that the caller can reach. @throws CloudError */
  reachableProjects(region: string, proof: Proof, options: CallOptions): Promise<readonly Project[]> {
    return this.list(region, '/v3/auth/projects', proof, options);
  }

  private list(
    region: string,
    path: string,
    proof: Proof,
    options: CallOptions,
  ): Promise<readonly Project[]> {
    const request: HttpRequest = {
      method: 'GET',
      url: this.originOf(region) + path,
      headers: { accept: 'application/json' },
    };
    return this.caller.call({
      ...options,
      ...{ service, region, limit: this.limit, mayMeanTime: proof.mayMeanTime, reason: 'access' },
      sign: () => proof.authorize(request),
      read: answer => {
        this.check(answer);
        return elements(asObject(readJson(answer))['projects'])
          .map(record => ProjectRecord.safeParse(record).data)
          .flatMap(({ id, name } = { id: undefined, name: undefined }) =>
            id && name && isOfRegion(name, region) ? [{ id, name }] : [],
          );
      },
    });
  }

  private readToken(answer: HttpAnswer, projectId: string | undefined): Token {
    this.check(answer);
    const value = answer.headers['x-subject-token'];
    if (value) this.keepSecret(value);
    const { data } = TokenBody.safeParse(readJson(answer));
    if (!value) throw new CloudError({ kind: 'protocol', service, ...inOurWords('noToken') });
    return { value, expiresAt: data?.token.expires_at, projectId: data?.token.project?.id ?? projectId };
  }

  /** No message may quote a token either, as long as it is of use. */
  private keepSecret(token: string): void {
    this.secrets.push(token);
    if (this.secrets.length > mostSecrets) this.secrets.splice(mostOfCredential, 1);
  }

  private check(answer: HttpAnswer): void {
    const problem = answerProblem(answer, service, this.secrets);
    if (problem) throw new CloudError(problem);
  }
}

/** A region's own project has the region's name, the others begin with it: contracts huawei 2.3. */
const isOfRegion = (name: string, region: string): boolean =>
  name === region || name.startsWith(`${region}_`);

/** A caller without the right to read IAM is not lost: the other way is open to all. */
function deniedAsNone(error: unknown): readonly Project[] {
  if (isCloudError(error) && error.problem.kind === 'permission') return [];
  throw error;
}

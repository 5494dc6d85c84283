import * as z from 'zod/mini';
import type { Account } from '../../core/account';
import type { Io } from '../../core/cloud';
import { CloudError, isCloudError } from '../../core/errors';
import { elements, isoTime, text } from '../../core/fields';
import { asObject, readJson } from '../../core/http/body';
import type { HttpRequest } from '../../core/http/request';
import type { HuaweiPassword } from './credential';
import { answerProblem } from './errors';
import { inOurWords } from '../../core/reasons';

/** A token is renewed this long before it ends: clocks differ, and a download takes time. */
const renewBefore = 30 * 60_000;

const TokenBody = z.object({
  token: z.object({ expires_at: isoTime(), project: z.optional(z.object({ id: text() })) }),
});
const ProjectRecord = z.object({ id: text(), name: text() });

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
    private readonly secrets: readonly string[],
    private readonly io: Io,
  ) {}

  /** Exchanges a password for a token of the region's project. @throws CloudError */
  async createToken(credential: HuaweiPassword, region: string, signal: AbortSignal): Promise<Token> {
    const projectId = this.account.projectIds?.[region];
    const { user, password, domain } = credential;
    const identity = {
      methods: ['password'],
      password: { user: { name: user, password, domain: { name: domain } } },
    };
    const scope = { project: projectId ? { id: projectId } : { name: region } };
    const answer = await this.io.transport.send(
      {
        method: 'POST',
        // Without the catalogue the answer is a few hundred bytes instead of many thousand.
        url: `${this.originOf(region)}/v3/auth/tokens?nocatalog=true`,
        headers: { accept: 'application/json', 'content-type': 'application/json;charset=utf8' },
        body: JSON.stringify({ auth: { identity, scope } }),
      },
      { signal },
    );
    const problem = answerProblem(answer, 'iam', this.secrets);
    if (problem) throw new CloudError({ ...problem, region });
    const value = answer.headers['x-subject-token'];
    const { data } = TokenBody.safeParse(readJson(answer));
    if (!value) throw new CloudError({ kind: 'protocol', service: 'iam', region, ...inOurWords('noToken') });
    return { value, expiresAt: data?.token.expires_at, projectId: data?.token.project?.id ?? projectId };
  }

  /**
   * The id of the region's own project, whose name is the region's id. The first way needs a right to read IAM; the
   * second lists what the caller can reach.
   *
   * @throws CloudError
   */
  async findProject(
    region: string,
    authorize: (request: HttpRequest) => HttpRequest,
    signal: AbortSignal,
  ): Promise<string> {
    const byName = await this.projects(region, `/v3/projects?name=${region}`, authorize, signal).catch(
      deniedAsNone,
    );
    const [id] =
      byName.length > 0 ? byName : await this.projects(region, '/v3/auth/projects', authorize, signal);
    if (id) return id;
    throw new CloudError({ kind: 'notActivated', service: 'iam', region, ...inOurWords('noProject') });
  }

  private async projects(
    region: string,
    path: string,
    authorize: (request: HttpRequest) => HttpRequest,
    signal: AbortSignal,
  ): Promise<string[]> {
    const url = this.originOf(region) + path;
    const request = authorize({ method: 'GET', url, headers: { accept: 'application/json' } });
    const answer = await this.io.transport.send(request, { signal });
    const problem = answerProblem(answer, 'iam', this.secrets);
    if (problem) throw new CloudError({ ...problem, region });
    return elements(asObject(readJson(answer))['projects'])
      .map(record => ProjectRecord.safeParse(record).data)
      .flatMap(project => (project?.name === region && project.id ? [project.id] : []));
  }
}

/** A caller without the right to read IAM is not lost: the other way is open to all. */
function deniedAsNone(error: unknown): string[] {
  if (isCloudError(error) && error.problem.kind === 'permission') return [];
  throw error;
}

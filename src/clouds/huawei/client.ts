import type { Account } from '../../core/account';
import type { Io } from '../../core/cloud';
import { CloudError, isCredentialRefused, type Problem } from '../../core/errors';
import { readJson } from '../../core/http/body';
import type { RateLimit } from '../../core/http/rateLimit';
import type { HttpAnswer, HttpRequest } from '../../core/http/request';
import { answerProblem, problemOf } from './errors';
import { percentEncode } from '../../core/signing/canonical';
import type { Access, Session } from './session';

/** Every enterprise project the caller may see, as in the vendor's examples: contracts huawei 1.6. */
const allEnterpriseProjects = 'all_granted_eps';

/** Calls Host Security of one account. */
export class HuaweiClient {
  constructor(
    readonly service: string,
    private readonly originOf: (region: string) => string,
    private readonly account: Account,
    private readonly session: Session,
    private readonly secrets: readonly string[],
    private readonly limit: RateLimit,
    private readonly io: Io,
  ) {}

  /** Proves the credential without asking for a task: finds the region's project. @throws CloudError */
  async check(region: string, signal: AbortSignal): Promise<void> {
    await this.session.access(region, signal);
  }

  /** GET of `/v5/{project_id}` + path; a token that is refused is renewed once. @throws CloudError */
  async get(path: string, region: string, signal: AbortSignal): Promise<unknown> {
    const first = await this.send(path, region, signal);
    const { answer, problem } = this.renew(first.problem, region)
      ? await this.send(path, region, signal)
      : first;
    if (problem) throw new CloudError({ ...problem, region });
    return readJson(answer);
  }

  private async send(path: string, region: string, signal: AbortSignal) {
    await this.limit.take(signal);
    const answer = await this.io.transport.send(await this.request(path, region, signal), { signal });
    return { answer, problem: answerProblem(answer, this.service, this.secrets) };
  }

  /** The signed request itself, for a body that is streamed. The query and the region go the same way on each call. */
  async request(path: string, region: string, signal: AbortSignal): Promise<HttpRequest> {
    const access: Access = await this.session.access(region, signal);
    const project = encodeURIComponent(this.account.enterpriseProjectId ?? allEnterpriseProjects);
    return access.authorize({
      method: 'GET',
      url: `${this.originOf(region)}/v5/${percentEncode(access.projectId)}${path}?enterprise_project_id=${project}`,
      headers: { region },
    });
  }

  /** Whether a streamed request that was refused so may be made once more, with a new token. */
  renewAfter(answer: HttpAnswer, region: string): boolean {
    return this.renew(this.fileProblem(answer, region), region);
  }

  private renew(problem: Problem | undefined, region: string): boolean {
    const refused = isCredentialRefused(problem);
    return refused && this.session.renew(region);
  }

  /** What an answer to a streamed request says, when it is not the file. */
  fileProblem(answer: HttpAnswer, region: string): Problem {
    return { ...problemOf(answer, this.service, this.secrets), region };
  }
}

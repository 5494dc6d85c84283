import type { Account } from '../../core/account';
import type { CallOptions } from '../../core/cloud';
import { CloudError, type Problem } from '../../core/errors';
import { readJson } from '../../core/http/body';
import type { Caller } from '../../core/http/caller';
import type { RateLimit } from '../../core/http/rateLimit';
import type { HttpAnswer, HttpRequest } from '../../core/http/request';
import { percentEncode } from '../../core/signing/canonical';
import { answerProblem, problemOf } from './errors';
import type { Access, Session } from './session';

/** Every enterprise project the caller may see, as in the vendor's examples: contracts huawei 1.6. */
const allEnterpriseProjects = 'all_granted_eps';

/** A request for a file, signed, and what to do when it is refused. */
export interface FileRequest {
  readonly request: HttpRequest;
  /** Lets go of the token it went with; false where there is none to renew. */
  readonly renew: () => boolean;
}

/** Calls Host Security of one account. */
export class HuaweiClient {
  constructor(
    readonly service: string,
    private readonly originOf: (region: string) => string,
    private readonly account: Account,
    private readonly session: Session,
    private readonly secrets: readonly string[],
    private readonly limit: RateLimit,
    private readonly caller: Caller,
  ) {}

  /** GET of `/v5/{project_id}` + path. @throws CloudError */
  get(path: string, region: string, options: CallOptions): Promise<unknown> {
    return this.session.withAccess(region, options, access => this.send(access, path, region, options));
  }

  private send(access: Access, path: string, region: string, options: CallOptions): Promise<unknown> {
    return this.caller.call({
      ...options,
      ...{ service: this.service, region, limit: this.limit, mayMeanTime: access.mayMeanTime },
      sign: () => access.authorize(this.unsigned(access, path, region)),
      read: answer => {
        const problem = answerProblem(answer, this.service, this.secrets);
        if (problem) throw new CloudError(problem);
        return readJson(answer);
      },
    });
  }

  /** The signed request itself, for a body that is streamed. @throws CloudError */
  async fileRequest(path: string, region: string, signal: AbortSignal): Promise<FileRequest> {
    const { access, renew } = await this.session.accessToKeep(region, { signal });
    return { request: access.authorize(this.unsigned(access, path, region)), renew };
  }

  /** What an answer to a streamed request says, when it is not the file. */
  fileProblem(answer: HttpAnswer, region: string): Problem {
    return { ...problemOf(answer, this.service, this.secrets), region };
  }

  /** The query and the region go the same way on each call: contracts huawei 1.6. */
  private unsigned({ projectId }: Access, path: string, region: string): HttpRequest {
    const project = encodeURIComponent(this.account.enterpriseProjectId ?? allEnterpriseProjects);
    return {
      method: 'GET',
      url: `${this.originOf(region)}/v5/${percentEncode(projectId)}${path}?enterprise_project_id=${project}`,
      headers: { region },
    };
  }
}

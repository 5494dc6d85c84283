import type * as z from 'zod/mini';
import type { CallOptions } from '../../core/cloud';
import { CloudError, type Problem } from '../../core/errors';
import { asObject, readJson } from '../../core/http/body';
import type { Caller } from '../../core/http/caller';
import type { RateLimit } from '../../core/http/rateLimit';
import type { HttpAnswer } from '../../core/http/request';
import { undocumented } from '../../core/http/vendorProblem';
import type { BaiduCredential } from './credential';
import { answerProblem } from './errors';
import { signBce } from './sign';

/** Calls one service of one account in one region. */
export class BaiduClient {
  constructor(
    readonly service: string,
    private readonly originOf: (region: string) => string,
    private readonly credential: BaiduCredential,
    private readonly limit: RateLimit,
    private readonly caller: Caller,
  ) {}

  /**
   * @param path percent-encoded
   * @param body sent as JSON when given
   * @returns what stands under `result`; undefined when the answer has no body
   * @throws CloudError
   */
  call<T>(
    { method, region, path, body }: { method: 'GET' | 'POST'; region: string; path: string; body?: object },
    schema: z.ZodMiniType<T>,
    options: CallOptions,
  ): Promise<T | undefined> {
    const request = {
      method,
      url: this.originOf(region) + path,
      headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' },
      ...(body && { body: JSON.stringify(body) }),
    };
    return this.caller.call({
      ...options,
      ...{ service: this.service, region, limit: this.limit, mayMeanTime },
      sign: () => signBce(request, this.credential, { date: this.caller.now() }),
      read: answer => this.read(answer, schema),
    });
  }

  private read<T>(answer: HttpAnswer, schema: z.ZodMiniType<T>): T | undefined {
    const { service } = this;
    const problem = answerProblem(answer, service, this.secrets);
    if (problem) throw new CloudError(problem);
    if (answer.body.length === 0) return undefined;
    const parsed = schema.safeParse(asObject(readJson(answer))['result']);
    if (parsed.success) return parsed.data;
    throw new CloudError(undocumented(service, answer, answer.headers['x-bce-request-id'], this.secrets));
  }

  private get secrets(): string[] {
    const { accessKeyId, secretAccessKey, sessionToken } = this.credential;
    return [secretAccessKey, sessionToken ?? '', accessKeyId];
  }
}

/** Which code this service has for a wrong time is not known; it may be the one for a wrong signature: contract 9. */
const mayMeanTime = ({ kind }: Problem): boolean => kind === 'auth';

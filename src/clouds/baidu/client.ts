import type * as z from 'zod/mini';
import type { Io } from '../../core/cloud';
import { CloudError } from '../../core/errors';
import { asObject, readJson } from '../../core/http/body';
import { redact } from '../../core/http/redact';
import type { RateLimit } from '../../core/http/rateLimit';
import type { BaiduCredential } from './credential';
import { answerProblem } from './errors';
import { signBce } from './sign';
import { inOurWords } from '../../core/reasons';

/** Calls one service of one account in one region. */
export class BaiduClient {
  constructor(
    readonly service: string,
    private readonly originOf: (region: string) => string,
    private readonly credential: BaiduCredential,
    private readonly limit: RateLimit,
    private readonly io: Io,
  ) {}

  /**
   * @param path percent-encoded
   * @param body sent as JSON when given
   * @returns what stands under `result`; undefined when the answer has no body
   * @throws CloudError
   */
  async call<T>(
    { method, region, path, body }: { method: 'GET' | 'POST'; region: string; path: string; body?: object },
    schema: z.ZodMiniType<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    await this.limit.take(signal);
    const request = {
      method,
      url: this.originOf(region) + path,
      headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' },
      ...(body && { body: JSON.stringify(body) }),
    };
    const signed = signBce(request, this.credential, { date: new Date(this.io.clock.now()) });
    const answer = await this.io.transport.send(signed, { signal });
    const { service } = this;
    const problem = answerProblem(answer, service, this.secrets);
    if (problem) throw new CloudError({ ...problem, region });
    if (answer.body.length === 0) return undefined;
    const parsed = schema.safeParse(asObject(readJson(answer))['result']);
    if (parsed.success) return parsed.data;
    const { status, headers } = answer;
    const requestId = headers['x-bce-request-id'];
    throw new CloudError({
      ...{ kind: 'protocol', service, region, status, ...inOurWords('undocumentedAnswer') },
      ...(requestId && { requestId: redact(requestId, this.secrets) }),
    });
  }

  private get secrets(): string[] {
    const { accessKeyId, secretAccessKey, sessionToken } = this.credential;
    return [secretAccessKey, sessionToken ?? '', accessKeyId];
  }
}

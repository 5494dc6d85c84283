import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import type { CallOptions } from '../../core/cloud';
import { CloudError } from '../../core/errors';
import { readJson } from '../../core/http/body';
import type { Caller } from '../../core/http/caller';
import type { HttpAnswer } from '../../core/http/request';
import type { RateLimit } from '../../core/http/rateLimit';
import { undocumented } from '../../core/http/vendorProblem';
import type { AlibabaCredential } from './credential';
import { answerProblem } from './errors';
import { signAcs3 } from './sign';
import { inOurWords } from '../../core/reasons';

/** One operation of an RPC product: all parameters travel in the query, the body is empty. */
export interface Operation<T> {
  readonly action: string;
  readonly version: string;
  readonly schema: z.ZodMiniType<T>;
  readonly limit: RateLimit;
}

/** Calls the operations of one product of one account. */
export class AlibabaClient {
  constructor(
    readonly service: string,
    private readonly origin: string,
    private readonly credential: AlibabaCredential,
    private readonly caller: Caller,
  ) {}

  /** @throws CloudError */
  call<T>(
    { action, version, schema, limit }: Operation<T>,
    query: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<T> {
    const request = {
      method: 'POST',
      url: `${this.origin}/?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`,
      // CDN's gateway speaks XML to a client that does not ask for JSON.
      headers: { accept: 'application/json', 'x-acs-action': action, 'x-acs-version': version },
    };
    return this.caller.call({
      ...options,
      service: this.service,
      limit,
      sign: () => signAcs3(request, this.credential, { date: this.caller.now(), nonce: randomUUID() }),
      read: answer => this.read(answer, schema),
    });
  }

  /** Now, by the cloud's clock. */
  serverTime(): Date {
    return this.caller.serverTime();
  }

  /** The list that was read, if it was one. @throws CloudError */
  listed(list: readonly unknown[] | undefined): readonly unknown[] {
    if (list) return list;
    throw new CloudError({ kind: 'protocol', service: this.service, ...inOurWords('undocumentedAnswer') });
  }

  private read<T>(answer: HttpAnswer, schema: z.ZodMiniType<T>): T {
    const problem = answerProblem(answer, this.service, this.secrets);
    if (problem) throw new CloudError(problem);
    const parsed = schema.safeParse(readJson(answer));
    if (parsed.success) return parsed.data;
    const requestId = answer.headers['x-acs-request-id'];
    throw new CloudError(undocumented(this.service, answer, requestId, this.secrets));
  }

  private get secrets(): string[] {
    const { accessKeyId, accessKeySecret, securityToken } = this.credential;
    return [accessKeySecret, securityToken ?? '', accessKeyId];
  }
}

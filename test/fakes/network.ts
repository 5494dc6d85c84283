import assert from 'node:assert/strict';
import { isCloudError, type Problem } from '../../src/core/errors';
import type { NetworkSettings } from '../../src/core/http/networkSettings';
import { createTransport, type ClosableTransport } from '../../src/core/http/transport';
import type { TimeLimits } from '../../src/core/http/timeLimits';

/** Of a machine without a proxy. */
export const direct: NetworkSettings = { noProxy: '', verifyTls: true };

/** What a call fails with. */
export async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isCloudError(error), String(error));
  return error.problem;
}

export async function whole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Does something with a network stack that is gone afterwards. */
export async function withTransport<T>(
  settings: Partial<NetworkSettings>,
  story: (transport: ClosableTransport) => Promise<T>,
  limits?: TimeLimits,
): Promise<T> {
  const transport = createTransport({ ...direct, ...settings }, limits);
  try {
    return await story(transport);
  } finally {
    await transport.destroy();
  }
}

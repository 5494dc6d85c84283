import type { SimulatorAnswer } from '../../src/core/cloud';
import { credentials, factories, received, worldOf, type SignedRequest, type World } from './simulators';
import { signAlibaba, type AlibabaCall } from './vendors';

// What the tests of the Alibaba simulator share.

export const now = Date.parse('2026-11-22T10:00:00Z');
export const minute = 60_000;
export const hour = 60 * minute;
export const origin = 'http://127.0.0.1:4711';
const host = '127.0.0.1:4711';

export const create = (world: Partial<World> = {}) =>
  factories.alibaba.create({ ...worldOf('alibaba', world), origin });

export const sign = (action: string, query: Record<string, string> = {}, rest: Partial<AlibabaCall> = {}) =>
  signAlibaba({ host, credential: credentials.alibaba, now, action, query, ...rest });

export type Row = Readonly<Record<string, unknown>>;

/** Status and body of an answer in JSON. */
export function read(answer: SimulatorAnswer): { status: number; body: Row } {
  if ('file' in answer) throw new Error('a file');
  return { status: answer.status, body: JSON.parse(String(answer.body)) as Row };
}

/** Status and code of a refusal, or `200`. */
export function verdict(simulator: ReturnType<typeof create>, request: SignedRequest, at = now): string {
  const { status, body } = read(simulator.answer(received(request), at));
  return typeof body['Code'] === 'string' ? `${status} ${body['Code']}` : String(status);
}

export const firewallTasks = (body: Row) => body['Tasks'] as Row[];
export const cdnTasks = (body: Row) => (body['Tasks'] as { CDNTask: Row[] }).CDNTask;

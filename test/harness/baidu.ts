import assert from 'node:assert/strict';
import type { SimulatorAnswer } from '../../src/core/cloud';
import { credentials, factories, received, worldOf, type SignedRequest, type World } from './simulators';
import { signBaidu, type BaiduCall } from './vendors';

// What the tests of the Baidu simulator share.

export const now = Date.parse('2026-11-22T10:00:00Z');
export const minute = 60_000;
export const origin = 'http://127.0.0.1:4711';
export const base = { host: '127.0.0.1:4711', credential: credentials.baidu, now };

export type Row = Readonly<Record<string, unknown>>;

export const create = (world: Partial<World> = {}) =>
  factories.baidu.create({ ...worldOf('baidu', world), origin });

export const get = (path: string, rest: Partial<BaiduCall> = {}) => signBaidu({ ...base, path, ...rest });

/** Status and body of an answer in JSON. */
export function read(answer: SimulatorAnswer): { status: number; body: Row } {
  if ('file' in answer) throw new Error('a file');
  assert.ok(answer.headers?.['x-bce-request-id']);
  return { status: answer.status, body: JSON.parse(String(answer.body)) as Row };
}

/** Status and code. */
export function verdict(simulator: ReturnType<typeof create>, request: SignedRequest, at = now): string {
  const { status, body } = read(simulator.answer(received(request), at));
  return `${status} ${String(body['code'])}`;
}

/** The result of a call that must work. */
export function result(simulator: ReturnType<typeof create>, request: SignedRequest, at = now): Row {
  const { status, body } = read(simulator.answer(received(request), at));
  assert.deepEqual([status, body['success'], body['code'], body['message']], [200, true, 'OK', '']);
  return body['result'] as Row;
}

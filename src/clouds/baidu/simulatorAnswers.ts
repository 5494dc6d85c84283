import { createHash } from 'node:crypto';
import type { ScriptedTask, SimulatorAnswer } from '../../core/cloud';

/** Thrown to answer with an error: in the gateway's shape, or in the operation's own envelope. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly shape: 'gateway' | 'operation' = 'gateway',
  ) {
    super(message);
  }
}

/** Throws a Refusal in the gateway's shape unless `claim` holds. */
export function demand(claim: boolean, status: number, code: string, message: string): asserts claim {
  if (!claim) throw new Refusal(status, code, message);
}

/** Looks like the vendor's ids, but is the same on every run. */
export function requestIdOf(now: number, count: number): string {
  const hex = createHash('md5').update(`${now}/${count}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The envelope of a BLS operation; contract sheet 1.4. */
export const success = (result: object, requestId: string): SimulatorAnswer =>
  jsonAnswer(200, { success: true, code: 'OK', message: '', result }, requestId);

/** Either of the two error shapes; contract sheet 4. The operation's has its request id in the header alone. */
export function errorAnswer({ status, code, message, shape }: Refusal, requestId: string): SimulatorAnswer {
  const body = shape === 'gateway' ? { code, message, requestId } : { success: false, code, message };
  return jsonAnswer(status, body, requestId);
}

const jsonAnswer = (status: number, body: object, requestId: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-bce-request-id': requestId },
  body: JSON.stringify(body),
});

/** The steps a task has reached at `now`, oldest first; none before it was created. */
export const stepsUntil = (task: ScriptedTask, now: number): ScriptedTask['steps'] =>
  task.steps.filter(step => task.createdAt + step.after <= now);

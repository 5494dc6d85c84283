import { createHash } from 'node:crypto';
import type { SimulatorAnswer } from '../../core/cloud';

/** Thrown to answer with an error in one of the shapes of contract sheet 4.1. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly shape: 'gateway' | 'hss' | 'iam' = 'gateway',
  ) {
    super(message);
  }
}

/** What the gateway says of a credential it does not take. */
export const badCredential = (reason: string): Refusal =>
  new Refusal(401, 'APIGW.0301', `Incorrect IAM authentication information: ${reason}`);

/** HSS says everything with status 400; contract sheet 4.3. */
export const hssError = (code: string, message: string): Refusal => new Refusal(400, code, message, 'hss');

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** IAM repeats the status as a number where others have their code. */
export const iamError = (status: number, message: string): Refusal =>
  new Refusal(status, titles[status] ?? 'Error', message, 'iam');

export function errorAnswer({ status, code, message, shape }: Refusal, requestId: string): SimulatorAnswer {
  const bodies = {
    gateway: { error_code: code, error_msg: message, request_id: requestId },
    hss: { error_code: code, error_msg: message, error_description: message },
    iam: { error: { code: status, message, title: code } },
  };
  return jsonAnswer(status, bodies[shape], requestId);
}

export const jsonAnswer = (
  status: number,
  body: object,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', 'x-request-id': requestId, ...headers },
  body: JSON.stringify(body),
});

/** Looks like the vendor's ids, but is the same on every run. */
export const hexId = (text: string): string => createHash('md5').update(text).digest('hex');

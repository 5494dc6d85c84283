import { createHash } from 'node:crypto';
import type { ScriptedStep, ScriptedTask, SimulatorAnswer } from '../../core/cloud';

/** Thrown to answer with the vendor's error envelope. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Throws a Refusal unless `claim` holds. */
export function demand(claim: boolean, status: number, code: string, message: string): asserts claim {
  if (!claim) throw new Refusal(status, code, message);
}

/** The step a task is in at `now`; undefined before it was created. */
export const stepAt = (task: ScriptedTask, now: number): ScriptedStep | undefined =>
  task.steps.filter(step => task.createdAt + step.after <= now).at(-1);

/** The tasks that are there at `now`, of a list that has the newest first. */
export function newestFrom(tasks: readonly ScriptedTask[], now: number): readonly ScriptedTask[] {
  const first = tasks.findIndex(task => task.createdAt <= now);
  return first < 0 ? [] : tasks.slice(first);
}

/** The record with the task's overrides; an override of `undefined` takes the field away. */
export function withOverrides(record: Record<string, unknown>, task: ScriptedTask): Record<string, unknown> {
  const entries = Object.entries({ ...record, ...task.overrides });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Which rows of `items` a page holds; pages count from 1. */
export const pageOf = <T>(items: readonly T[], page: number, size: number): readonly T[] =>
  items.slice((page - 1) * size, page * size);

/** Looks like the vendor's ids, but is the same on every run. */
export function requestIdOf(now: number, count: number): string {
  const hex = createHash('md5').update(`${now}/${count}`).digest('hex').toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const jsonAnswer = (status: number, body: object, requestId: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', 'x-acs-request-id': requestId },
  body: JSON.stringify(body),
});

/** What CDN says when nothing asks for JSON. */
export const xmlAnswer = (
  status: number,
  root: string,
  body: object,
  requestId: string,
): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/xml;charset=utf-8', 'x-acs-request-id': requestId },
  body: xmlDocument(root, body),
});

export const xmlDocument = (root: string, body: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${xml(root, body)}`;

function xml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map(item => xml(name, item)).join('');
  const inner =
    value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([key, item]) => xml(key, item))
          .join('')
      : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

const escapeXml = (text: string): string =>
  text.replace(/[<>&]/g, character => ({ '<': '&lt;', '>': '&gt;' })[character] ?? '&amp;');

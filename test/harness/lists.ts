import type { ServiceInfo } from '../../src/core/cloud';
import { alterAnswer, type Fault } from '../../src/simulator/faults';

// Lists as they come, changed on their way: whichever service it is and whatever it calls the parts.

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The first part of an answer, at any depth, that `applies` to. */
function find(
  value: unknown,
  applies: (name: string, value: unknown) => boolean,
): { in: Json; name: string } | undefined {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  const name = Object.keys(value).find(key => applies(key, value[key]));
  if (name !== undefined) return { in: value, name };
  return Object.values(value)
    .map(inner => find(inner, applies))
    .find(Boolean);
}

/** The list with its rows or its total changed, whatever the service calls them. */
export const listWith = (
  change: (rows: unknown[], total: unknown) => { rows?: unknown[]; total?: unknown },
): Fault =>
  alterAnswer(({ status, headers, body }) => {
    const json: unknown = JSON.parse(body.toString());
    const rows = find(json, (_, value) => Array.isArray(value));
    const total = find(json, name => /^total(?:count)?$/i.test(name));
    if (!rows || !total) throw new Error('There is no list in the answer.');
    const changed = change(rows.in[rows.name] as unknown[], total.in[total.name]);
    if (changed.rows) rows.in[rows.name] = changed.rows;
    if ('total' in changed) total.in[total.name] = changed.total;
    const text = Buffer.from(JSON.stringify(json));
    return { status, headers: { ...headers, 'content-length': String(text.length) }, body: text };
  });

/** Several pages of any service; one that asks for each task by itself has fewer. */
export const manyOf = ({ tracked }: ServiceInfo): number => (tracked ? 5 : 230);

export const idsOf = (tasks: readonly { readonly id: string }[]): string[] =>
  tasks.map(({ id }) => id).sort();

/** For every call from the second on: a part of a list that was begun is asked for again, even while a user waits. */
export const fromSecondCall = (fault: Fault) => {
  let calls = 0;
  return (): Fault | undefined => (++calls >= 2 ? fault : undefined);
};

/** The second call from now on meets this. */
export const onSecondCall = (fault: () => Fault | undefined) => {
  let calls = 0;
  return (): Fault | undefined => (++calls === 2 ? fault() : undefined);
};

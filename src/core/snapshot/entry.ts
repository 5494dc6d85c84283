import * as z from 'zod/mini';
import { compact } from '../compact';
import { errorKinds } from '../errors';
import type { PlaceState } from '../store';
import type { Task } from '../task';
import { readKeptTask } from './keptTask';

/** One line of the snapshot: each says what is so from then on. */
export type Entry =
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'dropped'; readonly keys: readonly string[]; readonly leftAt?: Date }
  | { readonly kind: 'place'; readonly state: PlaceState }
  /** An account is gone, and with it its places and tasks. */
  | { readonly kind: 'gone'; readonly account: string };

const moment = () =>
  z.optional(
    z.pipe(
      z.pipe(
        z.string(),
        z.transform(text => new Date(text)),
      ),
      z.date(),
    ),
  );

const PlaceEntry = z.object({
  account: z.string(),
  service: z.string(),
  region: z.string(),
  state: z.enum(['ok', 'loading', 'failed', 'off']),
  problem: z.optional(z.looseObject({ kind: z.enum(errorKinds), message: z.string() })),
  pausedUntil: moment(),
  refreshedAt: moment(),
  wholeAt: moment(),
});

const OtherEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dropped'), keys: z.array(z.string()), leftAt: moment() }),
  z.object({ kind: z.literal('place'), state: PlaceEntry }),
  z.object({ kind: z.literal('gone'), account: z.string() }),
]);

/** An entry as one line, without the line feed. Moments are written as ISO texts. */
export const writeEntry = (entry: Entry): string => JSON.stringify(entry);

/** Undefined for a line that is no entry. */
export function readEntry(line: string): Entry | undefined {
  const value = parse(line);
  const { kind, task: kept } = (value ?? {}) as { kind?: unknown; task?: unknown };
  if (kind === 'task') {
    const task = readKeptTask(kept);
    return task && { kind, task };
  }
  const { data } = OtherEntry.safeParse(value);
  if (data?.kind === 'place') return { kind: 'place', state: toState(data.state) };
  return data && compact<Entry>(data);
}

const toState = ({ problem, ...state }: z.infer<typeof PlaceEntry>): PlaceState =>
  compact<PlaceState>({ ...state, problem });

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

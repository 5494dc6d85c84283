import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Account } from '../core/account';
import { compact } from '../core/compact';

const text = () => z.string().check(z.minLength(1));
const textMap = () => z.record(z.string(), z.string());

const Tracked = z.object({ service: text(), region: z.string(), id: text(), name: z.optional(z.string()) });

/** An account as it stands in the global state; what it does not know is dropped when the entry is written again. */
const StoredAccount = z.object({
  id: text(),
  cloud: text(),
  label: text(),
  services: z.array(text()),
  regions: z.array(text()),
  site: z.optional(text()),
  projectIds: z.optional(textMap()),
  enterpriseProjectId: z.optional(text()),
  endpoints: z.optional(textMap()),
  tracked: z.array(Tracked),
});

const Stored = z.object({ version: z.literal(1), accounts: z.array(z.unknown()) });

/** The entries of a stored value; undefined when the whole cannot be read, such as one of a newer version. */
export function readEntries(value: unknown): readonly unknown[] | undefined {
  if (value === undefined) return [];
  return Stored.safeParse(value).data?.accounts;
}

export const writeEntries = (accounts: readonly unknown[]): z.infer<typeof Stored> => ({
  version: 1,
  accounts: [...accounts],
});

/** Undefined for an entry that is damaged. */
export function readAccount(entry: unknown): Account | undefined {
  const { data } = StoredAccount.safeParse(entry);
  return data && compact<Account>({ ...data, tracked: data.tracked.map(task => compact({ ...task })) });
}

/** The id that even a damaged entry may still have; else one made of its content. */
export function idOf(entry: unknown): string {
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  if (typeof id === 'string' && id !== '') return id;
  const content = JSON.stringify(entry) ?? '';
  return `damaged-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

import { createHash } from 'node:crypto';
import type { Account, TrackedTask } from '../core/account';
import {
  hasFields,
  isFilledText,
  isListOf,
  isMapOf,
  isNumber,
  isText,
  knownFields,
  optional,
  type Fields,
} from '../core/shapes';

const trackedFields: Fields<TrackedTask> = {
  service: isFilledText,
  region: isText,
  id: isFilledText,
  name: optional(isText),
};

/** An account as it stands in the global state; what it does not know is dropped when the entry is written again. */
const accountFields: Fields<Account> = {
  id: isFilledText,
  cloud: isFilledText,
  label: isFilledText,
  services: isListOf(isFilledText),
  regions: isListOf(isFilledText),
  site: optional(isFilledText),
  projectIds: optional(isMapOf(isText)),
  enterpriseProjectId: optional(isFilledText),
  endpoints: optional(isMapOf(isText)),
  tracked: isListOf(hasFields(trackedFields)),
  disabled: optional((value): value is true => value === true),
  credentialVersion: optional(isNumber),
};

const isAccount = hasFields(accountFields);

interface Stored {
  readonly version: 1;
  readonly accounts: readonly unknown[];
}

const isStored = hasFields<Stored>({
  version: (value): value is 1 => value === 1,
  accounts: (value): value is readonly unknown[] => Array.isArray(value),
});

/** The entries of a stored value; undefined when the whole cannot be read, such as one of a newer version. */
export function readEntries(value: unknown): readonly unknown[] | undefined {
  if (value === undefined) return [];
  return isStored(value) ? value.accounts : undefined;
}

export const writeEntries = (accounts: readonly unknown[]): Stored => ({ version: 1, accounts });

/** Undefined for an entry that is damaged. */
export function readAccount(entry: unknown): Account | undefined {
  if (!isAccount(entry)) return undefined;
  const tracked = entry.tracked.map(task => knownFields(task, trackedFields));
  return { ...knownFields(entry, accountFields), tracked };
}

/** The id that even a damaged entry may still have; else one made of its content. */
export function idOf(entry: unknown): string {
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  if (typeof id === 'string' && id !== '') return id;
  const content = JSON.stringify(entry) ?? '';
  return `damaged-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

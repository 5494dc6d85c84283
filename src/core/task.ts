import { percentEncode } from './signing/canonical';

/** In the order the tree shows them. */
export const taskStatuses = ['running', 'waiting', 'failed', 'succeeded', 'expired', 'unknown'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export const taskKinds = ['export', 'refresh', 'prefetch', 'block', 'unblock'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** What is known of the file that an export makes. */
export interface TaskFile {
  /** As the cloud gives it: not yet safe to use as a local name. */
  readonly name?: string;
  /** Bytes; approximate when the cloud gives rounded text such as `24.04KB`. */
  readonly size?: number;
  readonly rows?: number;
  /** The service's own id of the file, where it has one (HSS `file_id`). */
  readonly id?: string;
}

/** One job in a cloud, the same shape for each of them. */
export interface Task {
  /** Unique over all accounts and stable over refreshes: see {@link taskKey}. */
  readonly key: string;
  /** The service's own id. Not unique for a CDN task, whose id is shared by the URLs sent together. */
  readonly id: string;
  readonly cloud: string;
  /** The account's id. */
  readonly account: string;
  /** Empty for a service without regions. */
  readonly region: string;
  readonly service: string;
  readonly kind: TaskKind;
  /** The cloud's text unchanged; falls back to the file's name, then to the id. */
  readonly name: string;
  readonly status: TaskStatus;
  /** The vendor's word; empty when the record had none. */
  readonly rawStatus: string;
  /** 0 to 1, when the cloud tells it. */
  readonly progress?: number;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
  /** When the cloud deletes the file; not when a link to it ends. */
  readonly expiresAt?: Date;
  /** When the cloud was first seen to list it no more: it is history, and nothing can be asked of it. */
  readonly leftAt?: Date;
  readonly file?: TaskFile;
  readonly failure?: { readonly code?: string; readonly message?: string };
  /** The vendor's record, less any link to its file. */
  readonly raw: unknown;
}

/** Where a task lives; a provider adds it to what it reads. */
export interface TaskPlace {
  readonly account: string;
  readonly service: string;
  readonly region: string;
}

/** Tells places apart; of no meaning outside the memory of this process. */
export const placeKey = ({ account, service, region }: TaskPlace): string =>
  [account, service, region].join('/');

/**
 * The keys of the tasks of a place. `identity` is the service's id, or, where several rows share one, whatever tells
 * them apart within the place.
 */
export function taskKeys({ account, service, region }: TaskPlace): (identity: string) => string {
  const prefix = [account, service, region, ''].map(percentEncode).join('/');
  return identity => prefix + percentEncode(identity);
}

export const taskKey = (place: TaskPlace, identity: string): string => taskKeys(place)(identity);

/**
 * Reads the vendor's status words. They compare without case; a word that is not in the table is `unknown`,
 * never a guess.
 */
export function statusTable(words: Readonly<Record<string, TaskStatus>>): (word: string) => TaskStatus {
  const table = new Map(Object.entries(words).map(([word, status]) => [word.toLowerCase(), status]));
  return word => table.get(word.toLowerCase()) ?? 'unknown';
}

/** Whether the cloud has said its last word on the task. An unknown word may still turn into another. */
export const isFinished = ({ status }: Pick<Task, 'status'>): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'expired';

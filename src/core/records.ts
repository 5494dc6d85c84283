import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import { compact } from './compact';
import { redact } from './http/redact';
import { taskKeys, type Task, type TaskKind, type TaskPlace } from './task';

/** What a provider reads out of one record; the rest of the task is filled in here. */
export type TaskFields = { -readonly [K in keyof Task]?: Task[K] | undefined } & {
  identity?: string | undefined;
};

/** Where the records come from and what they are called when they say nothing themselves. */
export interface RecordPlace extends TaskPlace {
  readonly cloud: string;
  readonly kind: TaskKind;
}

/**
 * Makes one task of one record of a place, whatever the record is. One that has no id, or is no object at all, becomes
 * an `unknown` task that is known by its content, so that it stays one row over refreshes.
 */
export function recordReader<T>(
  place: RecordPlace,
  schema: z.ZodMiniType<T>,
  toFields: (record: T) => TaskFields,
): (record: unknown) => Task {
  const toKey = taskKeys(place);
  return record => {
    const raw = withoutLinks(record);
    const parsed = schema.safeParse(record);
    const fields = parsed.success ? toFields(parsed.data) : {};
    return toTask(place, toKey(fields.identity ?? fields.id ?? contentId(raw)), fields, raw);
  };
}

function toTask(place: RecordPlace, key: string, fields: TaskFields, raw: unknown): Task {
  // One object with all that every task has, and the rest where there is any: there may be thousands.
  const task: { -readonly [K in keyof Task]: Task[K] } = {
    key,
    id: fields.id ?? '',
    cloud: place.cloud,
    account: place.account,
    region: place.region,
    service: place.service,
    kind: fields.kind ?? place.kind,
    name: fields.name ?? fields.file?.name ?? fields.id ?? '',
    status: fields.status ?? 'unknown',
    rawStatus: fields.rawStatus ?? '',
    raw,
  };
  const { progress, createdAt, updatedAt, expiresAt, file, failure } = fields;
  if (progress !== undefined) task.progress = progress;
  if (createdAt) task.createdAt = createdAt;
  if (updatedAt) task.updatedAt = updatedAt;
  if (expiresAt) task.expiresAt = expiresAt;
  if (file) task.file = file;
  if (failure) task.failure = withoutSecrets(failure);
  return task;
}

/** The id of a record that has none of its own: by its content, so that it is the same when it comes again. */
export const unreadableId = (record: unknown): string => contentId(withoutLinks(record));

const contentId = (record: unknown): string =>
  `unreadable-${createHash('sha256')
    .update(JSON.stringify(record) ?? '')
    .digest('hex')
    .slice(0, 16)}`;

/** Vendors put addresses into their reasons, signature and all. */
const withoutSecrets = ({ code, message }: NonNullable<Task['failure']>): NonNullable<Task['failure']> =>
  compact({ code: code && redact(code), message: message && redact(message) });

/** Query parameters that make a URL a bearer secret at OSS, BOS and their like. */
const signed = /[?&](?:signature|authorization|x-oss-signature|x-bce-security-token|security-token)=/i;

/** No vendor nests so deep; what does would exceed the stack of whoever looks at it. */
const deepest = 100;

/** Fields whose whole purpose is a link to the file. */
const isLinkField = (name: string): boolean => /^file_?url$/i.test(name);

/**
 * A record without the presigned URLs in it: those are never kept or shown. It is copied only as far as there are any,
 * for nearly all have none.
 */
export function withoutLinks(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.includes('=') && signed.test(value) ? '' : value;
  if (value === null || typeof value !== 'object') return value;
  if (depth > deepest) return '…';
  if (Array.isArray(value)) return value.map(entry => withoutLinks(entry, depth + 1));
  let copy: Record<string, unknown> | undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    const entry = fields[name];
    const isLink = isLinkField(name);
    const kept = isLink ? undefined : withoutLinks(entry, depth + 1);
    if (!isLink && kept === entry) continue;
    copy ??= { ...fields };
    if (isLink) delete copy[name];
    else copy[name] = kept;
  }
  return copy ?? value;
}

import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import { compact } from './compact';
import { redact } from './http/redact';
import { taskKey, type Task, type TaskKind, type TaskPlace } from './task';

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
 * Makes one task of one record, whatever the record is. One that has no id, or is no object at all, becomes an
 * `unknown` task that is known by its content, so that it stays one row over refreshes.
 */
export function readRecord<T>(
  place: RecordPlace,
  schema: z.ZodMiniType<T>,
  record: unknown,
  toFields: (record: T) => TaskFields,
): Task {
  const raw = withoutLinks(record);
  const parsed = schema.safeParse(record);
  const fields: TaskFields = parsed.success ? toFields(parsed.data) : {};
  const { identity = fields.id ?? contentId(raw), ...rest } = fields;
  return compact<Task>({
    ...rest,
    failure: rest.failure && withoutSecrets(rest.failure),
    kind: fields.kind ?? place.kind,
    status: fields.status ?? 'unknown',
    rawStatus: fields.rawStatus ?? '',
    key: taskKey(place, identity),
    id: fields.id ?? '',
    cloud: place.cloud,
    account: place.account,
    region: place.region,
    service: place.service,
    name: fields.name ?? fields.file?.name ?? fields.id ?? '',
    raw,
  });
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

/** A copy of a record without the presigned URLs in it: those are never kept or shown. */
export function withoutLinks(value: unknown, depth = 0): unknown {
  if (depth > deepest) return '…';
  if (Array.isArray(value)) return value.map(entry => withoutLinks(entry, depth + 1));
  if (typeof value === 'string') return signed.test(value) ? '' : value;
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name]) => !/^file_?url$/i.test(name));
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutLinks(entry, depth + 1)]));
}

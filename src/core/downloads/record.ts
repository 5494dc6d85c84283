import * as z from 'zod/mini';
import { savedSum } from '../download/checksum/savedSum';
import type { Remains, Target } from '../download/download';
import type { NewBeginning } from '../download/newBeginning';
import { errorKinds, isCloudError, type Problem } from '../errors';
import { isRefusal, type RefusalReason } from '../refusal';

/** Why a download failed, as data: the view has the sentence. */
export type Failure =
  { readonly problem: Problem } | { readonly refusal: RefusalReason } | { readonly message: string };

export type Stage =
  /** It begins when its task has ended. */
  | { readonly kind: 'planned' }
  /** It begins, or goes on, when its turn comes. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** `at`: milliseconds since the epoch; `size`: bytes. */
  | { readonly kind: 'finished'; readonly path: string; readonly size: number; readonly at: number };

export type StageKind = Stage['kind'];

/** A download as it is kept over restarts: neither a link nor a secret is in it. */
export interface DownloadRecord {
  readonly version: 1;
  /** A UUID. */
  readonly id: string;
  /** The key of the task. */
  readonly task: string;
  readonly account: string;
  /** What the file is called: by its task, and by its path as soon as it has one. */
  readonly name: string;
  readonly target: Target;
  readonly overwrite: boolean;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
  readonly stage: Stage;
  /** Bytes that had come when it was written. */
  readonly received: number;
  readonly total?: number;
  readonly remains?: Remains | undefined;
  /** What had come was given up once, and why. */
  readonly anew?: NewBeginning;
}

export function failureOf(error: unknown): Failure {
  if (isCloudError(error)) return { problem: error.problem };
  if (isRefusal(error)) return { refusal: error.reason };
  return { message: error instanceof Error ? error.message : String(error) };
}

const bytes = z.int().check(z.nonnegative());
const place = z.object({
  path: z.string(),
  part: z.string(),
  overwrite: z.boolean(),
  ino: z.number(),
  dev: z.number(),
});
const remoteFile = z.object({
  size: z.optional(bytes),
  etag: z.optional(z.string()),
  lastModified: z.optional(z.string()),
  checksum: z.optional(z.object({ algorithm: z.enum(['crc64', 'crc32', 'md5']), value: z.string() })),
});
const segment = z.object({ start: bytes, at: bytes, end: bytes, sum: z.optional(savedSum) });
const remains = z.object({
  announced: z.optional(z.string()),
  place: z.optional(place),
  stand: z.optional(z.object({ place, file: remoteFile, segments: z.array(segment) })),
  whole: z.optional(bytes),
});
const failure = z.union([
  z.object({ problem: z.looseObject({ kind: z.enum(errorKinds), message: z.string() }) }),
  z.object({ refusal: z.looseObject({ kind: z.string() }) }),
  z.object({ message: z.string() }),
]);
const stage = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['planned', 'waiting', 'running', 'paused']) }),
  z.object({ kind: z.literal('failed'), failure }),
  z.object({ kind: z.literal('finished'), path: z.string(), size: bytes, at: z.number() }),
]);
const record = z.object({
  version: z.literal(1),
  id: z.uuid(),
  task: z.string(),
  account: z.string(),
  name: z.string(),
  target: z.union([z.object({ folder: z.string() }), z.object({ path: z.string() })]),
  overwrite: z.boolean(),
  addedAt: z.number(),
  stage,
  received: bytes,
  total: z.optional(bytes),
  remains: z.optional(remains),
  anew: z.optional(z.enum(['changed', 'damaged', 'noRanges'])),
});

/** Reads a record that was kept; undefined when it is damaged, or of another version. */
export function readRecord(text: string): DownloadRecord | undefined {
  try {
    const { data } = record.safeParse(JSON.parse(text));
    // What failed is only ever shown: it is not looked into further than the view does.
    return data as DownloadRecord | undefined;
  } catch {
    return undefined;
  }
}

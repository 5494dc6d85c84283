import type { TaskStatus } from './task';

/** Why something that was asked for is not possible; the view has a sentence for each. */
export type RefusalReason =
  | { readonly kind: 'unknownTask'; readonly key: string }
  | { readonly kind: 'unknownAccount'; readonly account: string }
  | { readonly kind: 'disabledAccount'; readonly account: string }
  | { readonly kind: 'notFinished'; readonly task: string; readonly status: TaskStatus }
  | { readonly kind: 'noFile'; readonly task: string }
  | { readonly kind: 'noLink'; readonly task: string }
  | { readonly kind: 'noConsole'; readonly account: string }
  | { readonly kind: 'notTracked'; readonly service: string }
  | { readonly kind: 'zip'; readonly reason: ZipProblem; readonly name: string }
  | { readonly kind: 'unknownDownload' }
  | { readonly kind: 'unknownFilter'; readonly name: string }
  | { readonly kind: 'fileGone'; readonly path: string }
  | { readonly kind: 'noFolder'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly code: string; readonly path: string }
  | { readonly kind: 'file'; readonly code: string; readonly path: string }
  | { readonly kind: 'noPage' };

/** What is wrong with an archive (its path is the name then) or with a file in it. */
export type ZipProblem =
  | 'damaged'
  | 'split'
  | 'tooMany'
  | 'empty'
  | 'noEntry'
  | 'unsafeName'
  | 'duplicate'
  | 'symlink'
  | 'encrypted'
  | 'unknownMethod'
  | 'overlap'
  | 'bomb'
  | 'tooLarge'
  | 'damagedEntry';

/** A request that cannot be met, through no fault of a cloud. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly reason: RefusalReason) {
    super(reason.kind);
  }
}

export const zipRefusal = (reason: ZipProblem, name: string): Refusal =>
  new Refusal({ kind: 'zip', reason, name });

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === 'Refusal';

/** What an error of the system says of a file that was to be read; undefined where it is none of the system's. */
export function readRefusal(error: unknown, path: string): Refusal | undefined {
  const { syscall, code = 'EIO' } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return undefined;
  const isGone = code === 'ENOENT' || code === 'ENOTDIR';
  return new Refusal(isGone ? { kind: 'fileGone', path } : { kind: 'unreadable', code, path });
}

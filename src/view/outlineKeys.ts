import { percentEncode } from '../core/signing/canonical';
import type { Dimension } from './arrangement';

/** A row of the tree that is neither a task nor a group of the arrangement. */
export type SpecialRow =
  /** What the clouds list no more, below the row of an account; or of all, below none. */
  | { readonly kind: 'history'; readonly scope: string | undefined }
  /** The rest of a group of which so many tasks are shown. */
  | { readonly kind: 'more'; readonly shown: number; readonly group: string | undefined };

/** Keys of tasks have no colon: their parts are percent-encoded. Those of groups have those of all that is above them. */
export const groupKey = {
  of: (dimension: Dimension, value: string, parent?: string): string =>
    [dimension, percentEncode(value), ...(parent === undefined ? [] : [parent])].join(':'),
  history: (scope?: string): string => `history:${scope ?? ''}`,
  /** Two clicks on the row that shows more ask for the same. */
  more: (group: string | undefined, shown: number): string => `more:${shown}:${group ?? ''}`,
};

/** Reads a key back; undefined for that of a group or a task. */
export function parseSpecial(key: string): SpecialRow | undefined {
  const [, kind, rest = ''] = /^(history|more):(.*)$/s.exec(key) ?? [];
  const orNone = (text: string) => (text === '' ? undefined : text);
  if (kind === 'history') return { kind, scope: orNone(rest) };
  const [, shown, group = ''] = /^(\d+):(.*)$/s.exec(rest) ?? [];
  return kind === 'more' && shown !== undefined
    ? { kind, shown: Number(shown), group: orNone(group) }
    : undefined;
}

import { taskStatuses, type TaskStatus } from '../core/task';

/** A row of the tree that is no task: a cloud, an account of it, the tasks of one status or the history below either, or the rest of those. */
export type Group =
  | { readonly kind: 'cloud'; readonly cloud: string }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'status'; readonly scope: string; readonly status: TaskStatus }
  | { readonly kind: 'history'; readonly scope: string }
  | { readonly kind: 'more'; readonly shown: number; readonly group: string };

export const groupKey = {
  cloud: (cloud: string) => `cloud:${cloud}`,
  account: (account: string) => `account:${account}`,
  status: (scope: string, status: TaskStatus) => `status:${status}:${scope}`,
  history: (scope: string) => `history:${scope}`,
  /** The row that shows more of a group, of which so many tasks are shown: two clicks on it ask for the same. */
  more: (group: string, shown: number) => `more:${shown}:${group}`,
};

/** Reads a key back; undefined for the key of a task, which has no colon: its parts are percent-encoded. */
export function parseGroup(key: string): Group | undefined {
  const [, kind, rest = ''] = /^(cloud|account|status|history|more):(.*)$/s.exec(key) ?? [];
  if (kind === 'cloud') return { kind, cloud: rest };
  if (kind === 'account') return { kind, account: rest };
  if (kind === 'history') return { kind, scope: rest };
  if (kind === 'more') {
    const [, shown, group = ''] = /^(\d+):((?:status|history):.*)$/s.exec(rest) ?? [];
    return shown === undefined ? undefined : { kind, shown: Number(shown), group };
  }
  const status = taskStatuses.find(word => rest.startsWith(`${word}:`));
  return kind === 'status' && status ? { kind, status, scope: rest.slice(status.length + 1) } : undefined;
}

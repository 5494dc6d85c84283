import type { Cloud } from '../../src/core/cloud';
import type { CopiedLink } from '../../src/core/copiedLinks';
import { History } from '../../src/core/history/history';
import { TaskStore, type PlaceState } from '../../src/core/store';
import type { Task } from '../../src/core/task';
import type { Locale } from '../../src/view/format';
import type { TaskOutline } from '../../src/view/taskOutline';
import type { FileState, ListedAccount, World } from '../../src/view/world';
import { cloudOf, serviceInfo } from './clouds';
import { accountOf } from './tasks';

/** 2026-01-02T03:04:05Z. */
export const now = Date.UTC(2026, 0, 2, 3, 4, 5);
export const english: Locale = { language: 'en', timeZone: 'UTC' };
export const chinese: Locale = { language: 'zh-cn', timeZone: 'Asia/Shanghai' };

/** A cloud with files to share, one with files for those who sign in, and one without files. */
export const fakeClouds: readonly Cloud[] = [
  cloudOf({}, { services: [serviceInfo()] }),
  cloudOf(
    {},
    {
      id: 'other',
      label: () => 'Other Cloud',
      services: [
        serviceInfo({ id: 'scans', label: () => 'Scans', tracked: true, file: 'authenticated' }),
        serviceInfo({ id: 'cdn', label: () => 'CDN', regional: false, file: 'none' }),
      ],
    },
  ),
];

export interface WorldSetup {
  readonly accounts?: readonly ListedAccount[];
  readonly tasks?: readonly Task[];
  /** What the history has once it is shown. */
  readonly past?: readonly Task[];
  /** States of places; each place of a task is there without being named. */
  readonly states?: readonly PlaceState[];
  /** Links that were copied, the last of them last. */
  readonly copied?: readonly CopiedLink[];
  /** By keys of tasks. */
  readonly files?: Readonly<Record<string, FileState>>;
  readonly locale?: Locale;
  readonly clouds?: readonly Cloud[];
}

export function worldOf({
  accounts = [accountOf()],
  tasks = [],
  past = [],
  states = [],
  copied = [],
  files = {},
  locale = english,
  clouds = fakeClouds,
}: WorldSetup = {}): World & { readonly history: History } {
  const store = new TaskStore();
  for (const { id } of accounts)
    store.setPlaces(
      id,
      [...tasks, ...states].filter(({ account }) => account === id),
    );
  for (const task of tasks) store.put(task, [task]);
  for (const state of states) store.setState(state);
  const history = new History(store, async function* () {
    await Promise.resolve();
    yield past;
  });
  const copiedLinks = {
    expiry: (task: string) => copied.findLast(({ key }) => key === task)?.expiresAt,
    last: copied.at(-1),
  };
  const clock = { now: () => now };
  const fileState = (key: string) => files[key];
  return { clouds, store, history, copiedLinks, fileState, clock, locale, accounts: () => accounts };
}

/** The tree as text: one line for each row, children further in; `▸` marks what is closed at first. */
export function draw(outline: TaskOutline, key?: string, indent = ''): string[] {
  return outline.children(key).flatMap(child => {
    const row = outline.row(child);
    if (!row) return [`${indent}(gone)`];
    const mark = row.parent === 'closed' ? '▸ ' : '';
    const line = [`${indent}${mark}$(${row.icon}) ${row.label}`, row.description].filter(Boolean).join('  ');
    return [line, ...draw(outline, child, `${indent}  `)];
  });
}

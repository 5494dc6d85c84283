import type { StoreChange, TaskStore } from '../../../src/core/store';
import type { Task } from '../../../src/core/task';
import { FakeLog } from '../../fakes/log';
import { MemoryAccounts } from '../memoryAccounts';
import { attentionAt, weekEnd, weekStart } from './calendar';
import { Diary, type Note } from './calls';
import { Chance } from './chance';
import type { AccountId } from './events';
import { habits, planWeek, type PlannedTask, type ServiceId } from './plan';
import { Shown } from './shown';
import { settled, Times } from './times';
import { rowOf } from './truth';
import { accountsOfTheWeek, credentials, region, WeekClouds, type Host } from './weekClouds';
import { WeekWindow } from './window';
import { Wire, type Facts } from './wire';

/** What a note says besides when it was. */
type Said = Note extends infer One ? (One extends Note ? Omit<One, 'at' | 'clock'> : never) : never;

/** The clouds, the computer and its user for a week. */
export class Week {
  readonly times = new Times();
  readonly diary = new Diary();
  readonly tasks: PlannedTask[];
  readonly clouds: WeekClouds;
  readonly accounts = new MemoryAccounts();
  readonly shown = new Shown();
  readonly log = new FakeLog();
  /** What went wrong besides the product's own work. */
  readonly troubles: string[] = [];
  window: WeekWindow | undefined;
  private readonly wire: Wire;
  private readonly chance: Chance;

  /** @param folder where the window keeps its tasks; empty at first */
  constructor(
    private readonly folder: string,
    seed: number,
  ) {
    this.chance = new Chance(seed);
    this.tasks = planWeek(this.chance);
    this.clouds = new WeekClouds(this.tasks);
    const facts = (host: Host) => this.facts(host);
    const { times, clouds, diary, chance } = this;
    this.wire = new Wire({ times, clouds, diary, chance, facts });
    for (const account of accountsOfTheWeek) {
      const tracked = this.trackedFromTheStart(account.id);
      this.accounts.set({ ...account, tracked }, credentials[account.id as AccountId][0]);
    }
  }

  get now(): number {
    return this.times.now();
  }

  note(said: Said): void {
    this.diary.entries.push({ ...said, at: this.now, clock: this.times.clock.now() });
  }

  /** Runs to the end of the week, with what happens on the way; each of these begins at its moment and is not waited for. */
  async run(events: readonly { readonly at: number; readonly run: () => unknown }[]): Promise<void> {
    const queue = [...events, { at: weekEnd, run: () => undefined }].sort((a, b) => a.at - b.at);
    for (const event of queue) {
      while (!(await this.times.step(event.at)));
      // Files take real time, and only a window that opens or closes has any to do with.
      await event.run();
      await settled();
    }
  }

  async open(): Promise<void> {
    const { folder, times, accounts, wire: transport, chance, log } = this;
    const attention = () => attentionAt(this.now);
    const window = new WeekWindow({ folder, times, accounts, transport, chance, attention, log });
    this.window = window;
    this.note({ kind: 'opened' });
    window.store.onDidChange(change => this.take(window.store, change));
    await window.open();
  }

  async close(): Promise<void> {
    await this.window?.close();
    this.window = undefined;
    this.note({ kind: 'closed' });
  }

  tasksOf(account: AccountId): PlannedTask[] {
    return this.tasks.filter(({ service }) => habits[service].account === account);
  }

  private take(store: TaskStore, { changed, moved, places }: StoreChange): void {
    const now = this.now;
    for (const key of changed) this.shown.put(now, store.task(key));
    for (const { before, after } of moved) {
      if (after) this.shown.put(now, after);
      else if (before) this.shown.drop(now, before);
    }
    for (const account of places)
      for (const state of store.places(account))
        if (this.shown.isWellAgain(state))
          this.note({ kind: 'well', account: account as AccountId, service: state.service as ServiceId });
  }

  private facts({ account, service }: Host): Facts {
    const attention = attentionAt(this.now);
    const store = this.window?.store;
    const name = service === 'iam' ? 'hss' : service;
    const place = store?.places(account).find(one => one.service === name);
    const open = place && store ? store.tasksOf(place).filter(isOpen) : [];
    const running = open.filter(({ status }) => status === 'running' || status === 'waiting').length;
    return { attention, open: open.length, running, pausedUntil: place?.pausedUntil?.getTime() };
  }

  private trackedFromTheStart(account: string) {
    return account === 'hua'
      ? this.tasks
          .filter(({ service, createdAt }) => service === 'hss' && createdAt < weekStart)
          .map(({ service, id, name }) => ({ service, id, name, region }))
      : [];
  }
}

const isOpen = ({ status }: Task): boolean =>
  status !== 'succeeded' && status !== 'failed' && status !== 'expired';

/** Rows of an account as the store has them. */
export function rowsOf(store: TaskStore, account: string): Map<string, string> {
  const rows = [...store.tasks()].filter(task => task.account === account);
  return new Map(rows.map(task => [rowOf(task), task.status]));
}

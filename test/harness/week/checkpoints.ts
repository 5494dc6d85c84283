import { minute } from '../worlds';
import { named, outside, weekStart } from './calendar';
import { absences, accountIds, troublesOf, type AccountId } from './events';
import { longestBlindness, truthAt, turnsOf } from './truth';
import { rowsOf, type Week } from './week';

/** A place in trouble is tried again within so long. */
export const longestRest = 16 * minute;

/** Compares what is shown with what there is, at moments at which they have to be the same. */
export class Checkpoints {
  /** How often each account was compared when all was quiet, and right after a refresh. */
  readonly counts = { quiet: 0, refreshed: 0 };
  readonly differences: string[] = [];

  constructor(private readonly week: Week) {}

  /** When nothing has happened for long. */
  look(): void {
    for (const account of accountIds) {
      if (!this.isQuiet(account)) continue;
      this.counts.quiet++;
      const { now } = this.week;
      this.compare(account, 'all was quiet', now, now);
    }
  }

  /** Right after the user has asked for it. */
  afterRefresh(account: AccountId, from: number): void {
    const places = this.week.window?.store.places(account) ?? [];
    if (!places.every(({ state }) => state === 'ok')) return;
    this.counts.refreshed++;
    this.compare(account, 'it was refreshed', from, this.week.now);
  }

  /** @param from what was so since then may be shown */
  private compare(account: AccountId, when: string, from: number, to: number): void {
    const { window } = this.week;
    if (!window) return;
    const tasks = this.week.tasksOf(account);
    const [before, after] = [truthAt(tasks, from), truthAt(tasks, to)];
    const shown = rowsOf(window.store, account);
    for (const row of new Set([...before.keys(), ...after.keys(), ...shown.keys()])) {
      const status = shown.get(row);
      if (status === before.get(row) || status === after.get(row)) continue;
      this.differences.push(
        `${named(to)}, ${when}: ${row} is shown as ${status}, and is ${before.get(row)}, ${after.get(row)}`,
      );
    }
  }

  private isQuiet(account: AccountId): boolean {
    const { now } = this.week;
    const since = { from: now - longestBlindness, to: now };
    if (since.from < weekStart || outside(since, absences) < longestBlindness) return false;
    const well = { from: since.from - longestRest, to: now };
    if (outside(well, troublesOf(account)) < now - well.from) return false;
    return !this.week
      .tasksOf(account)
      .some(task => turnsOf(task).some(turn => turn.at > since.from && turn.at <= now));
  }
}

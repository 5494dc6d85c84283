import type { PlaceState } from '../../../src/core/store';
import { placeKey, type Task, type TaskStatus } from '../../../src/core/task';
import { rowOf } from './truth';

/** From when on a row was shown so; undefined for not at all. */
export interface Sight {
  readonly at: number;
  readonly status: TaskStatus | undefined;
}

/** What the user was shown in the course of the week. */
export class Shown {
  private readonly rows = new Map<string, Sight[]>();
  private readonly unwell = new Set<string>();

  put(at: number, task: Task | undefined): void {
    if (task) this.add(rowOf(task), { at, status: task.status });
  }

  drop(at: number, task: Task): void {
    this.add(rowOf(task), { at, status: undefined });
  }

  /** In order; none of one that was never shown. */
  of(row: string): readonly Sight[] {
    return this.rows.get(row) ?? [];
  }

  /** Whether a place has just left its trouble. */
  isWellAgain(place: PlaceState): boolean {
    const key = placeKey(place);
    if (place.state === 'failed' || place.state === 'off') this.unwell.add(key);
    return place.state === 'ok' && this.unwell.delete(key);
  }

  private add(row: string, sight: Sight): void {
    const sights = this.rows.get(row) ?? [];
    if (sights.at(-1)?.status !== sight.status) sights.push(sight);
    this.rows.set(row, sights);
  }
}

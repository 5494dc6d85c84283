import type { Task } from './task';

/** So many tasks of a kind are remembered: enough for a median, few enough to follow a change. */
const remembered = 9;

type Kind = Pick<Task, 'cloud' | 'service' | 'kind'>;

const keyOf = ({ cloud, service, kind }: Kind): string => [cloud, service, kind].join('/');

/** How long tasks of a kind took, from their creation until they were seen to be over. */
export class Durations {
  private readonly seen = new Map<string, number[]>();

  /** @param over milliseconds since the epoch at which the task was over, at the latest */
  note(task: Task, over: number): void {
    const took = over - (task.createdAt?.getTime() ?? NaN);
    if (!(took > 0)) return; // without a time of creation, or with clocks that differ
    const known = this.seen.get(keyOf(task)) ?? [];
    this.seen.set(keyOf(task), [...known, took].slice(-remembered));
  }

  /** The median, milliseconds; undefined while nothing is known. */
  usual(kind: Kind): number | undefined {
    const known = [...(this.seen.get(keyOf(kind)) ?? [])].sort((a, b) => a - b);
    return known[Math.floor(known.length / 2)];
  }
}

import type { TaskMove } from './store';
import { isFinished, type Task } from './task';

/** How much later than a task was made the clouds may say so, and how far their clocks may be behind, milliseconds. */
const slack = 60_000;

/**
 * The tasks of one change that have just ended: those that were open and are not any more, and those that began and
 * ended between two readings of their list. What a first reading shows, or the snapshot of another window, is as it was.
 *
 * @param lastRead when what is new of the task's list was last read; undefined where rows come for another reason, such
 *   as that the user has named them
 */
export function endedTasks(moved: readonly TaskMove[], lastRead: (task: Task) => Date | undefined): Task[] {
  const [first] = moved; // what comes at one stroke is of one place
  const since = (first?.after && lastRead(first.after)?.getTime()) ?? Infinity;
  return moved.flatMap(({ before, after }) => {
    if (!after || !isFinished(after)) return [];
    // A row may be new to us and old all the same: the list lied, or the row stood on a page that was missed.
    const isEnding = before ? !isFinished(before) : Number(after.createdAt) > since - slack;
    return isEnding ? [after] : [];
  });
}

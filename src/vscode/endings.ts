import { endedTasks } from '../core/endings';
import type { Disposable } from '../core/lifecycle';
import type { Task } from '../core/task';
import { serviceOf } from '../view/world';
import type { Notices, NoticesParts } from './notices';
import type { Windows } from './windows';

/**
 * Notices when tasks end; what tells the user is loaded with the first that does.
 *
 * Of several windows each sees every ending, by what it reads of the clouds or of the snapshot, and one tells of it:
 * that which has found it out and written it down. Another one that begins to call the clouds reads what was written
 * before, and so finds out anew only what was not, and what the window before has therefore not told. An account that
 * is in no snapshot, such as one of the demo, is of one window anyway.
 */
export function watchEndings(parts: NoticesParts, windows: Pick<Windows, 'keep'>): Disposable {
  const { world, accounts } = parts;
  let loading: Promise<Notices> | undefined;
  const lastRead = (task: Task) =>
    serviceOf(world, task.cloud, task.service)?.tracked
      ? undefined // its rows come when the user asks for them
      : world.store.place(task)?.refreshedAt;
  const watching = world.store.onDidChange(({ moved }) => {
    const tasks = endedTasks(moved, lastRead);
    const [first] = tasks; // all are of one account
    if (!first) return;
    const isMine = accounts.isPassing(first.account) || windows.keep();
    loading ??= import('./notices').then(({ Notices }) => new Notices(parts));
    void loading.then(notices => notices.note(tasks, isMine));
  });
  return {
    dispose() {
      watching.dispose();
      void loading?.then(notices => notices.dispose());
    },
  };
}

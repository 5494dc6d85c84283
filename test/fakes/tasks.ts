import type { Account } from '../../src/core/account';
import { taskKey, type Task, type TaskPlace } from '../../src/core/task';

export const accountOf = (changes: Partial<Account> = {}): Account => ({
  id: 'acc',
  cloud: 'fake',
  label: 'work',
  services: ['exports'],
  regions: ['r1'],
  tracked: [],
  ...changes,
});

export const placeOf = (changes: Partial<TaskPlace> = {}): TaskPlace => ({
  account: 'acc',
  service: 'exports',
  region: 'r1',
  ...changes,
});

/** A task of {@link placeOf}; its key follows from what is changed. */
export function taskOf(id: string, changes: Partial<Task> = {}): Task {
  const place = placeOf(changes);
  return {
    key: taskKey(place, id),
    id,
    cloud: 'fake',
    ...place,
    kind: 'export',
    name: `task ${id}`,
    status: 'succeeded',
    rawStatus: 'DONE',
    raw: { id },
    ...changes,
  };
}

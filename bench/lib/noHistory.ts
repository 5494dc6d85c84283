import type { World } from '../../src/view/world';

/** That of a user who does not want to see it. */
export const noHistory: World['history'] = { task: () => undefined, tasksOf: () => [], count: () => 0 };

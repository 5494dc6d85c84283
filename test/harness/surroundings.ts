import { Busy } from './busy';
import { MemoryAccounts } from './memoryAccounts';
import { SteppedClock } from './steppedClock';

/** What several windows of one editor have in common, and which of them calls the clouds. */
export interface Surroundings {
  readonly clock: SteppedClock;
  readonly accounts: MemoryAccounts;
  readonly busy: Busy;
  readonly calls: () => boolean;
  readonly takeOver: () => Promise<void>;
}

export const alone = (): Surroundings => ({
  ...{ clock: new SteppedClock(), accounts: new MemoryAccounts(), busy: new Busy() },
  ...{ calls: () => true, takeOver: () => Promise.resolve() },
});

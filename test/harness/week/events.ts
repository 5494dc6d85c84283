import { hour, minute } from '../worlds';
import { at, span, type Span } from './calendar';

// What befalls the clouds, the network, the computer and the user in the week; see also `calendar.ts` and `plan.ts`.

export type AccountId = 'ali' | 'bai' | 'hua';
export const accountIds: readonly AccountId[] = ['ali', 'bai', 'hua'];

/** The first half of each throttling asks for a wait by a header, the second does not. */
export const throttlings: readonly (Span & { readonly account: AccountId })[] = [
  { account: 'ali', ...span('Mon 10:30', 'Mon 10:50') },
  { account: 'bai', ...span('Mon 14:00', 'Mon 14:20') },
  { account: 'hua', ...span('Mon 15:30', 'Mon 15:50') },
];

/** How long the clouds ask us to wait, seconds: not longer than a call waits for, and longer. */
export const askedWaits = [20, 150] as const;

/** The network is down: in the first half at once, in the second nobody answers. */
export const outages: readonly Span[] = [span('Tue 11:00', 'Tue 12:00'), span('Sat 10:42', 'Sat 10:43')];

/** The computer sleeps. What it was waiting for goes on with what was left of it, or is late: systems do either. */
export const sleeps: readonly (Span & { readonly timers: 'goOn' | 'late' })[] = [
  { ...span('Mon 22:00', 'Tue 08:00'), timers: 'goOn' },
  { ...span('Tue 22:00', 'Wed 08:00'), timers: 'late' },
];

/** The clock of the computer is set by so much, and set right at the end. */
export const wrongTimes: readonly (Span & { readonly by: number })[] = [
  { ...span('Tue 15:00', 'Tue 16:00'), by: 3 * hour },
  { ...span('Wed 10:00', 'Wed 11:00'), by: -3 * hour },
  { ...span('Wed 14:00', 'Wed 15:00'), by: -24 * hour },
  // Too little for a whole reading to be due by it.
  { ...span('Wed 19:41', 'Wed 20:41'), by: -25 * minute },
  { ...span('Sat 14:07', 'Sat 15:07'), by: -12 * minute },
  { ...span('Sun 09:33', 'Sun 10:33'), by: -40 * minute },
];

/** The clouds know a credential no more; the user gives another at the end. */
export const refusals: readonly (Span & { readonly account: AccountId })[] = [
  { account: 'bai', ...span('Thu 09:30', 'Fri 09:30') },
  { account: 'hua', ...span('Thu 13:30', 'Thu 15:00') },
];

/** No window is open. */
export const closings: readonly Span[] = [span('Fri 12:10', 'Fri 12:20'), span('Fri 22:00', 'Sat 09:00')];

/** The user presses the button: for one account or for all. */
export const refreshes: readonly { readonly at: number; readonly account?: AccountId }[] = [
  { at: at('Mon 09:47') },
  { at: at('Mon 10:37'), account: 'ali' },
  { at: at('Mon 14:14'), account: 'bai' },
  { at: at('Mon 17:02') },
  { at: at('Tue 11:20') },
  { at: at('Tue 15:31'), account: 'ali' },
  { at: at('Wed 09:55') },
  { at: at('Wed 14:30'), account: 'bai' },
  { at: at('Thu 11:00'), account: 'bai' },
  { at: at('Thu 16:10') },
  { at: at('Fri 14:44') },
  { at: at('Sat 10:30'), account: 'hua' },
  // While the network is down.
  { at: at('Sat 10:42') },
];

/** When the clouds delete some rows before their time: one that still runs, and some that are done. */
export const deletions = [at('Wed 16:20'), at('Thu 19:10'), at('Sat 12:00')] as const;

/** On these evenings the user lets go of the tracked tasks that were done the day before. */
export const tidyings = [at('Tue 17:40'), at('Wed 17:40'), at('Thu 17:40'), at('Fri 17:40')] as const;

/** When an account could not be read, and why does not matter. */
export const troublesOf = (account: AccountId): readonly Span[] => [
  ...throttlings.filter(one => one.account === account),
  ...outages,
  ...refusals.filter(one => one.account === account),
];

/** When nothing of ours runs. */
export const absences: readonly Span[] = [...sleeps, ...closings];

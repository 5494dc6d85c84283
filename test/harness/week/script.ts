import { hour, minute } from '../worlds';
import { at, outside, watched, weekEnd, weekStart } from './calendar';
import type { Checkpoints } from './checkpoints';
import * as events from './events';
import type { AccountId } from './events';
import type { PlannedTask } from './plan';
import { credentials, region } from './weekClouds';
import { rowOf } from './truth';
import type { Week } from './week';

interface Event {
  readonly at: number;
  readonly run: () => unknown;
}

/** All that happens in the week besides what the tasks do by themselves. */
export function script(week: Week, checkpoints: Checkpoints): Event[] {
  return [
    { at: weekStart, run: () => week.open() },
    ...attention(week),
    ...absences(week),
    ...wrongTimes(week),
    ...refusals(week),
    ...deletions(week),
    ...events.refreshes.map(({ at, account }) => ({ at, run: () => refresh(week, checkpoints, account) })),
    ...tracking(week),
    ...hourly().map(at => ({ at, run: () => checkpoints.look() })),
  ];
}

const attention = (week: Week): Event[] =>
  watched.flatMap(({ from, to }) =>
    [from, to].map(at => ({
      at,
      run: () => {
        week.note({ kind: 'attention' });
        week.window?.wake();
      },
    })),
  );

const absences = (week: Week): Event[] => [
  ...events.sleeps.map(({ from, to, timers }) => ({
    at: from,
    run: () => {
      week.times.sleep(to - from, timers);
      week.note({ kind: 'slept' });
    },
  })),
  ...events.closings.flatMap(({ from, to }) => [
    { at: from, run: () => week.close() },
    { at: to, run: () => week.open() },
  ]),
];

const wrongTimes = (week: Week): Event[] =>
  events.wrongTimes.flatMap(({ from, to, by }) =>
    [
      { at: from, by },
      { at: to, by: -by },
    ].map(({ at, by: step }) => ({
      at,
      run: () => {
        week.times.setBy(step);
        week.note({ kind: 'clockSet' });
      },
    })),
  );

const refusals = (week: Week): Event[] =>
  events.refusals.flatMap(({ account, from, to }) => {
    const [, next] = credentials[account];
    // A password is changed, and the old one is none from then on; a key is gone before there is another.
    const accepted = account === 'hua' ? next : undefined;
    return [
      { at: from, run: () => week.clouds.accept(account, accepted) },
      {
        at: to,
        run: () => {
          week.clouds.accept(account, next);
          week.note({ kind: 'changed', account });
          const entry = week.accounts.get(account);
          if (entry) week.accounts.set(entry, next);
        },
      },
    ];
  });

const deletions = (week: Week): Event[] =>
  events.deletions.map(at => ({
    at,
    run: () => {
      for (const account of ['ali', 'bai'] as const) week.clouds.change(account);
    },
  }));

async function refreshed(week: Week, checkpoints: Checkpoints, account?: AccountId): Promise<void> {
  const accounts = account ? [account] : events.accountIds;
  for (const one of accounts) week.note({ kind: 'asked', account: one });
  const from = week.now;
  await week.window?.refresh(account);
  for (const one of accounts) checkpoints.afterRefresh(one, from);
}

/** Nobody waits for it but the user: time goes on meanwhile. */
const refresh = (week: Week, checkpoints: Checkpoints, account?: AccountId): void =>
  void refreshed(week, checkpoints, account).catch((error: unknown) => week.troubles.push(String(error)));

function tracking(week: Week): Event[] {
  const tracked = week.tasks.filter(({ service, createdAt }) => service === 'hss' && createdAt > weekStart);
  return [
    ...tracked.map(task => ({ at: task.tracked?.from ?? 0, run: () => track(week, task) })),
    ...events.tidyings.map(at => ({ at, run: () => tidy(week, at) })),
  ];
}

function track(week: Week, task: PlannedTask): void {
  week.note({ kind: 'command', account: 'hua' });
  const done =
    week.window?.track('hua', task.service, region, task.id) ?? Promise.reject(new Error('closed'));
  done.then(
    () => void (task.tracked!.from = week.now),
    (error: unknown) => week.troubles.push(`${task.id} is not tracked: ${String(error)}`),
  );
}

/** The user lets go of what was over a day ago. */
function tidy(week: Week, now: number): void {
  const { window } = week;
  for (const row of window?.store.tasks() ?? []) {
    const task = week.tasks.find(one => rowOf(one) === rowOf(row));
    if (task?.tracked && task.createdAt + task.takes < now - 24 * hour) {
      window?.stopTracking(row);
      task.tracked.to = now;
    }
  }
}

/** Half past each hour at which a window is open and its computer awake. */
function hourly(): number[] {
  const moments: number[] = [];
  for (let moment = at('Mon 00:30'); moment < weekEnd; moment += hour) {
    if (outside({ from: moment - minute, to: moment }, events.absences) === minute) moments.push(moment);
  }
  return moments;
}

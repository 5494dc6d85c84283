import type { ScriptedTask } from '../../../src/core/cloud';
import { day, hour, minute, second } from '../worlds';
import { at, attentionAt, holds, named, outside, weekEnd, weekStart } from './calendar';
import type { Chance } from './chance';
import { absences, deletions, troublesOf, type AccountId } from './events';

export type ServiceId = 'cdn' | 'cloudFirewall' | 'bls' | 'hss';

/** A task of the week, known from its beginning to its end before the week begins. */
export interface PlannedTask extends ScriptedTask {
  readonly service: ServiceId;
  /** How long it takes, milliseconds. */
  readonly takes: number;
  /** When the cloud drops the row, before its time. */
  deletedAt?: number;
  /** The user follows it by its id between these moments; for a service without a list. */
  readonly tracked?: { from: number; to: number };
}

interface Habit {
  readonly account: AccountId;
  readonly aDay: number;
  /** Done before the week begins. */
  readonly history: number;
  readonly takes: readonly [least: number, most: number];
}

export const habits: Readonly<Record<ServiceId, Habit>> = {
  cdn: { account: 'ali', aDay: 14, history: 110, takes: [20 * second, 20 * minute] },
  cloudFirewall: { account: 'ali', aDay: 6, history: 60, takes: [minute, hour] },
  bls: { account: 'bai', aDay: 8, history: 24, takes: [minute, 3 * hour] },
  hss: { account: 'hua', aDay: 4, history: 2, takes: [2 * minute, 2 * hour] },
};

export const serviceIds = Object.keys(habits) as ServiceId[];

/** All tasks of the week, and those that are there when it begins. */
export function planWeek(chance: Chance): PlannedTask[] {
  const tasks: PlannedTask[] = [];
  for (const service of serviceIds) {
    const { aDay, history } = habits[service];
    for (let index = 0; index < history; index++) tasks.push(ofHistory(service, index, chance));
    for (let start = weekStart, index = 0; start < weekEnd; start += day) {
      const isWeekend = start >= at('Sat 00:00');
      const count = Math.round(aDay * (isWeekend ? 0.3 : 1));
      for (let made = 0; made < count; made++)
        tasks.push(...taskOf(service, ++index, aMoment(service, start, chance), chance));
    }
  }
  deleteSome(tasks);
  return tasks;
}

/** Mostly in working hours; of what the user has to tell us about, when he can. */
function aMoment(service: ServiceId, start: number, chance: Chance): number {
  const { account } = habits[service];
  for (;;) {
    const atWork = service === 'hss' || chance.happens(0.8);
    const moment = Math.floor(
      atWork ? start + 9 * hour + chance.between(0, 8.5) * hour : start + chance.between(0, 24) * hour,
    );
    if (service !== 'hss') return moment;
    const soon = { from: moment, to: moment + 20 * minute };
    if (outside(soon, [...absences, ...troublesOf(account)]) === 20 * minute) return moment;
  }
}

function ofHistory(service: ServiceId, index: number, chance: Chance): PlannedTask {
  const [, most] = habits[service].takes;
  // On the days before, in working hours.
  const age = ((index % 3) + 1) * day - chance.between(9, 17) * hour;
  const createdAt = Math.floor(weekStart - Math.max(age, most + hour));
  const [task] = taskOf(service, -index - 1, createdAt, chance);
  if (!task) throw new Error('There is one.');
  const { tracked, ...rest } = task;
  return tracked ? { ...rest, tracked: { from: weekStart, to: tracked.to } } : rest;
}

/** One task, or several where addresses are sent together and share an id. */
function taskOf(service: ServiceId, index: number, createdAt: number, chance: Chance): PlannedTask[] {
  const id = `${service}-${index}`;
  const takes = Math.floor(chance.logBetween(...habits[service].takes));
  const ending = chance.happens(0.8) ? 'succeeded' : 'failed';
  const expiry = chance.happens(0.5) ? takes + chance.between(14, 60) * hour : undefined;
  const waits = Math.floor(takes * chance.between(0.1, 0.4));
  const steps = [
    { after: 0, state: 'waiting' },
    { after: waits, state: 'running', progress: 0.25 },
    { after: Math.floor((waits + takes) / 2), state: 'running', progress: 0.5 },
    { after: takes, state: ending },
  ];
  // Of its own accord a CDN forgets; HSS does not say that a file has expired, but knows no such task any more.
  if (service === 'hss' && expiry !== undefined) steps.push({ after: Math.floor(expiry), state: 'expired' });
  const expires = expiry !== undefined && (service === 'cloudFirewall' || service === 'bls');
  const task: PlannedTask = {
    ...{ service, id, createdAt, steps, takes },
    name: service === 'cdn' ? `https://static.example.com/${id}.js` : `任务 ${id}`,
    failure: { code: 'Origin Timeout', message: 'The origin did not answer.' },
    ...(expires && { expiresAt: Math.floor(createdAt + expiry) }),
    ...(service === 'hss' && { tracked: { from: createdAt + 3 * minute, to: Infinity } }),
  };
  if (service !== 'cdn' || !chance.happens(0.2)) return [task];
  return [task, { ...task, name: `${task.name}.map` }, { ...task, name: `${task.name}.gz` }];
}

/** At each of these moments the two oldest that are done and, where there is one, one that runs. */
function deleteSome(tasks: readonly PlannedTask[]): void {
  for (const service of ['cloudFirewall', 'bls'] as const) {
    for (const moment of deletions) {
      const there = tasks.filter(
        task =>
          task.service === service && task.createdAt < moment - 2 * minute && task.deletedAt === undefined,
      );
      const running = there.find(task => task.createdAt + task.takes > moment + 10 * minute);
      const done = there.filter(task => task.createdAt + task.takes < moment - 2 * hour);
      for (const task of [...done.slice(0, 2), ...(running ? [running] : [])]) task.deletedAt = moment;
    }
  }
}

/** For messages. */
export const described = ({ id, createdAt, takes }: PlannedTask): string =>
  `${id} of ${named(createdAt)}, ${Math.round(takes / second)} s, ${attentionAt(createdAt + takes)}`;

export const isTracked = ({ tracked }: PlannedTask, moment: number): boolean =>
  tracked !== undefined && holds(tracked, moment);

import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { isSameTracked, type Account } from '../../core/account';
import { filledText, readInput } from '../../core/arguments';
import type { ServiceInfo } from '../../core/cloud';
import { Refusal } from '../../core/refusal';
import type { Task } from '../../core/task';
import { argumentText } from '../../view/errorText';
import { accountFor } from './accountChoice';
import type { Parts } from '../parts';
import { regionFor } from './region';
import { noOptions, optionsOf, tasksOf, type Command } from './command';

const TrackArgument = z.strictObject({
  account: filledText(),
  region: z.optional(filledText()),
  taskId: filledText(),
});

/** Follows a task by its id, for a service that has no list. Resolves to the task's key. */
export const trackTask: Command = async (parts, { argument }) => {
  const given = typeof argument === 'object' ? readInput(TrackArgument, argument, '') : undefined;
  // From the view's title it may be the row of anything that has the focus.
  const row = typeof argument === 'string' ? parts.outline.account(argument)?.id : undefined;
  const account = await accountFor(
    parts,
    given?.account ?? row,
    candidate => trackedServices(parts, candidate).length > 0,
  );
  if (!account) return undefined;
  const [service] = trackedServices(parts, account);
  if (!service) throw new Refusal({ kind: 'notTracked', service: account.services.join(', ') });
  const region = await regionFor(account, given?.region, !given);
  if (region === undefined) return undefined;
  const id = given?.taskId ?? (await askId(service));
  return id === undefined ? undefined : track(parts, account, service.id, region, id);
};

async function track(
  { actions, accounts, world, poller }: Parts,
  account: Account,
  service: string,
  region: string,
  id: string,
): Promise<string> {
  const task = await actions.find(account, service, region, id, new AbortController().signal);
  const { tracked } = actions.account(account.id);
  await poller.takeOver();
  const added = { service, region, id, name: task.name };
  const others = tracked.filter(known => !isSameTracked(known, added));
  await accounts.setTracked(account.id, [...others, added]);
  world.store.put({ account: account.id, service, region }, [task]);
  poller.wake();
  return task.key;
}

/** Drops tracked tasks; nothing changes in the cloud. */
export const stopTracking: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const isTracked = (task: Task) => parts.actions.info(task)?.tracked === true;
  for (const task of await tasksOf(parts, call, isTracked)) await stop(parts, task);
  return undefined;
};

async function stop({ actions, accounts, world, poller }: Parts, task: Task): Promise<void> {
  if (!actions.info(task)?.tracked) throw new Refusal({ kind: 'notTracked', service: task.service });
  await poller.takeOver();
  const { id, tracked } = actions.account(task.account);
  const left = tracked.filter(known => !isSameTracked(known, task));
  await accounts.setTracked(id, left);
  world.store.drop(task, [task.key]);
}

const trackedServices = ({ world }: Parts, { cloud, services }: Account): ServiceInfo[] =>
  (world.clouds.find(({ id }) => id === cloud)?.services ?? []).filter(
    ({ id, tracked }) => tracked && services.includes(id),
  );

const askId = ({ label }: ServiceInfo): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title: vscode.l10n.t('Track Export Task'),
    placeHolder: vscode.l10n.t('Id of the export task'),
    prompt: vscode.l10n.t('Id of the export task of {0}, as its console or API gave it', label()),
    ignoreFocusOut: true,
    validateInput: value =>
      /^\s*[A-Za-z0-9_-]{1,256}\s*$/.test(value) ? undefined : argumentText({ kind: 'taskId' }),
  });

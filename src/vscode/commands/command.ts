import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import { ArgumentError } from '../../core/errors';
import type { Task } from '../../core/task';
import { taskName } from '../../view/taskName';
import { taskRow } from '../../view/taskRow';
import { inLabel } from '../messages';
import { taskOf as taskIn } from '../../view/world';
import type { Parts } from '../parts';

/** How a command was called. */
export interface Call {
  /** The argument object, or the row or key of a task or an account; undefined from the palette. */
  readonly argument: unknown;
  /** The rows that are selected in the tree, that of the argument among them; empty where there is no more than that. */
  readonly selection: readonly string[];
  /** Whether a user is there to be asked: not when a program calls with an argument. */
  readonly interactive: boolean;
}

interface TaskItem extends vscode.QuickPickItem {
  readonly task?: Task;
}

/** A command: what it resolves to is what the caller gets. Undefined also when the user backed out. */
export type Command = (parts: Parts, call: Call) => Promise<unknown>;

const TaskArgument = z.union([z.string(), z.object({ key: z.string() })]);

/** The key in a row, a key, a task object or `{ task: … }` of either. */
function taskKeyOf(argument: unknown): string {
  const wrapped = typeof argument === 'object' && argument !== null && 'task' in argument;
  const { data } = TaskArgument.safeParse(wrapped ? argument.task : argument);
  if (data === undefined) throw new ArgumentError('task', { kind: 'type', expected: 'string' });
  return typeof data === 'string' ? data : data.key;
}

/**
 * The task a command is about: the one it was handed, else one that the user picks among those that fit.
 *
 * @throws ArgumentError, Refusal
 */
export async function taskOf(
  { actions, world }: Parts,
  { argument }: Call,
  fits: (task: Task) => boolean,
): Promise<Task | undefined> {
  if (argument !== undefined) return actions.task(taskKeyOf(argument));
  const items: TaskItem[] = [...world.store.tasks()].filter(fits).map(task => ({
    label: inLabel(taskName(task)),
    description: inLabel(taskRow(world, task).description ?? ''),
    task,
  }));
  if (items.length === 0) items.push({ label: vscode.l10n.t('There is no task for this command.') });
  const placeHolder = vscode.l10n.t('Choose a task');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.task;
}

/**
 * The tasks a command is about: those that are selected and fit, else the one that {@link taskOf} finds.
 *
 * @returns empty when the user backed out
 * @throws ArgumentError, Refusal
 */
export async function tasksOf(
  parts: Parts,
  call: Call,
  fits: (task: Task) => boolean,
): Promise<readonly Task[]> {
  const selected = call.selection.flatMap(key => taskIn(parts.world, key) ?? []).filter(fits);
  if (selected.length > 1) return selected;
  const task = await taskOf(parts, call, fits);
  return task ? [task] : [];
}

/** The rest of an argument object beside its task. @throws ArgumentError for a field that is not known */
export function optionsOf<T>(schema: z.ZodMiniType<T>, { argument }: Call): T {
  const isObject = typeof argument === 'object' && argument !== null && 'task' in argument;
  if (!isObject) return readInput(schema, {}, '');
  const rest = Object.entries(argument).filter(([name]) => name !== 'task');
  return readInput(schema, Object.fromEntries(rest), '');
}

export const noOptions = z.strictObject({});

/**
 * For a command that is about nothing in particular. The view's title hands over the row that has the focus.
 *
 * @throws ArgumentError for a field that is not known
 */
export function noArgument(argument: unknown): void {
  if (typeof argument === 'object') readInput(noOptions, argument, '');
}

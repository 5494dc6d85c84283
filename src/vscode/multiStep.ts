import * as vscode from 'vscode';

/** The user went a step back: a symbol, because a text may say anything. */
export const goBack = Symbol('back');
export type Back = typeof goBack;

export interface StepPosition {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface TextStep extends StepPosition {
  readonly prompt: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with the text, or undefined. */
  validate(text: string): string | undefined;
}

export interface PickStep<T extends vscode.QuickPickItem> extends StepPosition {
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly many?: boolean;
  readonly picked?: readonly T[];
  /** Which of several can be chosen at all; a tick on another goes away again. */
  readonly choosable?: (item: T) => boolean;
}

/** Asks for a text. The box stays while other windows have the focus: keys are pasted from elsewhere. */
export function askText(step: TextStep): Promise<string | Back | undefined> {
  const input = vscode.window.createInputBox();
  Object.assign(input, {
    ...headOf(step),
    prompt: step.prompt,
    // A message about what is wrong takes the prompt's place; this stays.
    placeholder: step.prompt,
    value: step.value ?? '',
    password: step.password ?? false,
    ignoreFocusOut: true,
  });
  return ask(
    input,
    step.step,
    () => {
      const wrong = step.validate(input.value);
      input.validationMessage = wrong;
      return wrong === undefined ? input.value : undefined;
    },
    () =>
      input.onDidChangeValue(
        text => (input.validationMessage = text === '' ? undefined : step.validate(text)),
      ),
  );
}

/** Asks for one of the items, or for several. */
export function askPick<T extends vscode.QuickPickItem>(
  step: PickStep<T>,
): Promise<readonly T[] | Back | undefined> {
  const input = vscode.window.createQuickPick<T>();
  Object.assign(input, {
    ...headOf(step),
    placeholder: step.placeholder,
    items: step.items,
    canSelectMany: step.many ?? false,
    ignoreFocusOut: true,
  });
  if (step.many) input.selectedItems = step.picked ?? [];
  else input.activeItems = step.picked ?? [];
  const { choosable = () => true } = step;
  const chosen = () => input.selectedItems.filter(choosable);
  return ask(
    input,
    step.step,
    () => (chosen().length > 0 ? chosen() : undefined),
    () =>
      input.onDidChangeSelection(items => {
        if (!items.every(choosable)) input.selectedItems = chosen();
      }),
  );
}

/** A single step has no number. */
const headOf = ({ title, step, totalSteps }: StepPosition) =>
  totalSteps > 1 ? { title, step, totalSteps } : { title };

/** Shows an input until it is answered, left, or left by the back button. */
function ask<T>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    onDidAccept: vscode.Event<void>;
    onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  step: number,
  answer: () => T | undefined,
  listen: () => vscode.Disposable = () => new vscode.Disposable(() => undefined),
): Promise<T | Back | undefined> {
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<T | Back | undefined>(resolve => {
    const listeners = [
      listen(),
      input.onDidAccept(() => {
        const value = answer();
        if (value !== undefined) resolve(value);
      }),
      input.onDidTriggerButton(() => resolve(goBack)),
      input.onDidHide(() => {
        resolve(undefined);
        listeners.forEach(listener => void listener.dispose());
      }),
    ];
    input.show();
  }).finally(() => input.dispose());
}

/** What the workbench looks like in a picture. */
export interface Look {
  readonly theme: string;
  readonly locale?: string;
}

export const dark: Look = { theme: 'Default Dark Modern' };
export const light: Look = { theme: 'Default Light Modern' };
export const highContrast: Look = { theme: 'Default High Contrast' };

/** Off whatever is not ours and moves, counts or offers something. */
export const quiet: Readonly<Record<string, unknown>> = {
  'breadcrumbs.enabled': false,
  'chat.disableAIFeatures': true,
  'remote.autoForwardPorts': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'window.title': '${activeEditorShort}',
  'workbench.editor.empty.hint': 'hidden',
  'workbench.layoutControl.enabled': false,
};

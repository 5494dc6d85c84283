import type { FromPage, ToPage } from '../../core/table/messages';
import type { Filter, Sort } from '../../core/table/asked';
import type { Cell } from '../../view/table/moves';

/** How the page was left: kept by the editor while the page is hidden, and over a restart. */
export interface Kept {
  readonly sort?: Sort | undefined;
  readonly filter?: Filter | undefined;
  /** The first row in view, and pixels scrolled to the right. */
  readonly row?: number;
  readonly left?: number;
  readonly active?: Cell;
  readonly widths?: readonly number[];
}

interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The editor that the page is in. */
export const editor: EditorApi = acquireVsCodeApi();

/** Calls back with each message of the editor; the page's own frame is the only one that can send any. */
export function onMessage(listener: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => listener(data));
}

/** Keeps something of how the page stands beside what is kept already. */
export const keep = (change: Kept): void => editor.setState({ ...kept(), ...change });

/** How the page was left. */
export const kept = (): Kept => editor.getState() ?? {};

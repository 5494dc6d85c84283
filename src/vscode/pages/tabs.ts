import * as vscode from 'vscode';
import { pageOf, type PageAddress } from './address';

/** A tab that shows a page. */
export interface PageTab {
  readonly tab: vscode.Tab;
  readonly uri: vscode.Uri;
  readonly address: PageAddress;
}

/** The tabs of a group that show pages. Named by its column: an older editor makes groups anew when tabs change. */
export const tabsOf = (column: vscode.ViewColumn): PageTab[] =>
  vscode.window.tabGroups.all
    .filter(({ viewColumn }) => viewColumn === column)
    .flatMap(({ tabs }) => tabs.flatMap(pageTab));

/** The pages that are in front of their groups; that of the active group is the first. */
export function frontPages(): PageTab[] {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const groups = new Set([activeTabGroup, ...all]);
  return [...groups].flatMap(({ activeTab }) => (activeTab ? pageTab(activeTab) : []));
}

/** The page that the active tab shows, if it shows one. */
export function activePage(): PageTab | undefined {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab && pageTab(activeTab)[0];
}

/** None or one. */
function pageTab(tab: vscode.Tab): PageTab[] {
  const { input } = tab;
  if (!(input instanceof vscode.TabInputText)) return [];
  const address = pageOf(input.uri);
  return address ? [{ tab, uri: input.uri, address }] : [];
}

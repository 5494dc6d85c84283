import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import { taskStatuses, type TaskStatus } from '../../core/task';
import { ageText, filterText } from '../../view/filterText';
import { statusLabel } from '../../view/statusText';
import { acceptance, type TaskFilter } from '../../view/taskFilter';
import { inLabel } from '../messages';
import type { Parts } from '../parts';
import type { Command } from './command';

const day = 86_400_000;
/** The tree is laid out anew when nothing was typed for so long, milliseconds. */
const typingTime = 150;
/** Milliseconds. */
const ages = [day / 24, day, 3 * day, 7 * day, 30 * day];

const FilterArgument = z.strictObject({
  text: z.optional(z.string()),
  statuses: z.optional(z.array(z.enum(taskStatuses))),
  services: z.optional(z.array(z.string())),
  maxAgeDays: z.optional(z.number().check(z.positive())),
});

interface FilterItem extends vscode.QuickPickItem {
  readonly status?: TaskStatus;
  readonly service?: string;
  readonly maxAge?: number;
  /** Of a filter that was saved. */
  readonly name?: string;
  readonly saved?: TaskFilter;
}

/** Shows some tasks only: those with a text, a status, a service or an age. */
export const filterTasks: Command = async (parts, { interactive, argument }) => {
  const filter = interactive ? await pickFilter(parts) : filterOf(readInput(FilterArgument, argument, ''));
  if (filter) await parts.filters.set(filter);
  return undefined;
};

export const clearFilter: Command = ({ filters }) => filters.set({});

function filterOf({ maxAgeDays, ...rest }: z.infer<typeof FilterArgument>): TaskFilter {
  const said = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(said), ...(maxAgeDays !== undefined && { maxAge: maxAgeDays * day }) };
}

/** What is typed is the text, and what is chosen the rest; the tree follows as it is typed. */
function pickFilter({ filters, world }: Parts): Promise<TaskFilter | undefined> {
  const before = filters.current;
  const pick = vscode.window.createQuickPick<FilterItem>();
  pick.title = vscode.l10n.t('Filter Tasks');
  pick.placeholder = vscode.l10n.t('Type a part of the name, id or file; choose what else has to fit');
  pick.canSelectMany = true;
  pick.value = before.text ?? '';
  pick.items = itemsOf(filters.saved, world);
  pick.selectedItems = pick.items.filter(
    ({ status, service, maxAge }) =>
      (status && before.statuses?.includes(status)) ||
      (service !== undefined && before.services?.includes(service)) ||
      (maxAge !== undefined && maxAge === before.maxAge),
  );
  const chosen = () => filterIn(pick.value, pick.selectedItems);
  let typing: NodeJS.Timeout | undefined;
  const follow = () => {
    clearTimeout(typing);
    typing = setTimeout(() => filters.try(chosen()), typingTime);
  };
  pick.onDidChangeValue(follow);
  pick.onDidChangeSelection(follow);
  pick.onDidTriggerItemButton(({ item }) => {
    const { items, selectedItems } = pick;
    pick.items = items.filter(other => other !== item);
    pick.selectedItems = selectedItems;
    if (item.name !== undefined) void filters.save(item.name, undefined);
  });
  return new Promise(resolve => {
    let last: TaskFilter = before; // who backs out has what was there
    pick.onDidAccept(() => {
      last = chosen();
      pick.hide();
    });
    pick.onDidHide(() => {
      clearTimeout(typing);
      resolve(last);
      pick.dispose();
    });
    pick.show();
  });
}

function filterIn(text: string, items: readonly FilterItem[]): TaskFilter {
  const saved = items.find(item => item.saved)?.saved;
  if (saved) return saved;
  const statuses = items.flatMap(({ status }) => status ?? []);
  const services = items.flatMap(({ service }) => service ?? []);
  const allowed = items.flatMap(({ maxAge }) => maxAge ?? []);
  const filter = {
    ...(text.trim() !== '' && { text }),
    ...(statuses.length > 0 && { statuses }),
    ...(services.length > 0 && { services }),
    ...(allowed.length > 0 && { maxAge: Math.max(...allowed) }),
  };
  return acceptance(filter) ? filter : {};
}

function itemsOf(saved: Readonly<Record<string, TaskFilter>>, world: Parts['world']): FilterItem[] {
  const heading = (label: string): FilterItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  // Typing filters the tasks, not what is offered here.
  const item = (label: string, value: Partial<FilterItem>): FilterItem => ({
    label: inLabel(label),
    alwaysShow: true,
    ...value,
  });
  const used = new Set(world.accounts().flatMap(({ services }) => services));
  const services = world.clouds.flatMap(cloud => cloud.services).filter(({ id }) => used.has(id));
  const forget = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete this filter') };
  const named = Object.entries(saved).map(([name, filter]) =>
    item(name, { name, saved: filter, description: inLabel(filterText(filter, world)), buttons: [forget] }),
  );
  return [
    ...(named.length > 0 ? [heading(vscode.l10n.t('Saved filters')), ...named] : []),
    heading(vscode.l10n.t('Status')),
    ...taskStatuses.map(status => item(statusLabel(status), { status })),
    heading(vscode.l10n.t('Service')),
    ...services.map(({ id, label }) => item(label(), { service: id })),
    heading(vscode.l10n.t('Age')),
    ...ages.map(maxAge => item(ageText(maxAge, world.locale), { maxAge })),
  ];
}

import type * as vscode from 'vscode';
import { isListOf, isMapOf, isNumber, isText, hasFields, optional } from '../core/shapes';
import { Emitter, Owner } from '../core/lifecycle';
import { taskStatuses, type TaskStatus } from '../core/task';
import { acceptance, type TaskFilter } from '../view/taskFilter';
import { setContextKey } from './contributions';

const filterKey = 'cloudTasks.filter';
const savedKey = 'cloudTasks.savedFilters';

const isStatus = (value: unknown): value is TaskStatus => taskStatuses.some(status => status === value);
const isFilter = hasFields<TaskFilter>({
  text: optional(isText),
  statuses: optional(isListOf(isStatus)),
  services: optional(isListOf(isText)),
  maxAge: optional(isNumber),
});
const areFilters = isMapOf(isFilter);

/** Which tasks are shown: kept for this workspace, and under names for all of them. */
export class TaskFilters extends Owner {
  private readonly changes = this.own(new Emitter<void>());
  readonly onDidChange = this.changes.event;
  private tried: TaskFilter | undefined;

  constructor(
    private readonly workspace: vscode.Memento,
    private readonly everywhere: vscode.Memento,
  ) {
    super();
    this.tell();
  }

  /** The one that is tried, else the one that is kept. */
  get current(): TaskFilter {
    if (this.tried) return this.tried;
    const stored = this.workspace.get<unknown>(filterKey);
    return isFilter(stored) ? stored : {};
  }

  async set(filter: TaskFilter): Promise<void> {
    this.tried = undefined;
    await this.workspace.update(filterKey, acceptance(filter) ? filter : undefined);
    this.note();
  }

  /** Shows what a filter lets pass without keeping it: while it is typed. */
  try(filter: TaskFilter): void {
    this.tried = filter;
    this.note();
  }

  /** Those that were given a name. */
  get saved(): Readonly<Record<string, TaskFilter>> {
    const stored = this.everywhere.get<unknown>(savedKey);
    return areFilters(stored) ? stored : {};
  }

  /** Gives a filter a name; one that has it already is replaced, and without a filter it goes. */
  async save(name: string, filter: TaskFilter | undefined): Promise<void> {
    const others = Object.entries(this.saved).filter(([other]) => other !== name);
    await this.everywhere.update(
      savedKey,
      Object.fromEntries([...others, ...(filter ? [[name, filter]] : [])]),
    );
  }

  private note(): void {
    this.tell();
    this.changes.fire();
  }

  private tell(): void {
    setContextKey('filtered', acceptance(this.current) !== undefined);
  }
}

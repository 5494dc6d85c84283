import type { ScriptedTask, SimulatorRequest, SimulatorWorld } from '../../core/cloud';
import { hexId, hssError } from './simulatorAnswers';

const words: Readonly<Record<string, string>> = {
  waiting: 'running',
  running: 'running',
  succeeded: 'success',
  failed: 'failure',
};

/** Host Security: one task by its id, and the file of one; no list exists. Contract sheet 1.1 and 1.5. */
export class HostSecurity {
  constructor(private readonly world: SimulatorWorld) {}

  queryTask(project: string, id: string, owner: string, now: number): object {
    const task = this.visibleTasks(project, owner).find(
      candidate => candidate.id === checkedId('task_id', id),
    );
    const record = task && toRecord(task, now);
    if (!record) throw notFound();
    return record;
  }

  /** The bytes of a file; gone when the task's file has expired. */
  download(project: string, id: string, owner: string, now: number): Buffer {
    const task = this.visibleTasks(project, owner).find(
      candidate => toRecord(candidate, now)?.['file_id'] === checkedId('file_id', id),
    );
    if (!task?.file || (task.expiresAt !== undefined && now >= task.expiresAt)) throw notFound();
    return task.file.content;
  }

  /** Refuses what the service refuses before it looks at the task. */
  check({ headers, query }: SimulatorRequest, project: string): void {
    const refusal = this.world.refusals?.['hss'];
    if (refusal === 'permission') throw hssError('HSS.0013', 'Insufficient permission.');
    if (refusal === 'notActivated') throw hssError('HSS.0010', 'Access denied.');
    const region = headers['region'];
    const known = this.regionOf(project);
    if (region && known && region !== known) throw hssError('HSS.0001', 'Invalid parameter: region.');
    const eps = new URLSearchParams(query).get('enterprise_project_id') ?? '0';
    if (!/^[\w-]{1,256}$/.test(eps)) throw hssError('HSS.0001', 'Invalid parameter: enterprise_project_id.');
  }

  private visibleTasks(project: string, owner: string): readonly ScriptedTask[] {
    const region = this.regionOf(project);
    return this.world.tasks
      .filter(task => task.service === 'hss' && (!task.owner || task.owner === owner))
      .filter(task => !region || !task.region || task.region === region);
  }

  private regionOf(project: string): string | undefined {
    const [name] = Object.entries(this.world.projects ?? {}).find(([, id]) => id === project) ?? [];
    return name?.split('_')[0]; // a project besides the region's own is called `<region>_<suffix>`
  }
}

/** Undefined for a task that is not there yet, or that the cloud has forgotten (our `expired`). */
function toRecord(task: ScriptedTask, now: number): Record<string, unknown> | undefined {
  const step = task.steps.filter(({ after }) => task.createdAt + after <= now).at(-1);
  if (!step || step.state === 'expired') return undefined;
  const task_status = words[step.state] ?? step.state;
  const record = {
    task_id: task.id,
    task_name: task.name,
    task_status,
    ...(task_status.toLowerCase() === 'success' && task.file
      ? { file_id: fileId(task), file_name: task.file.name }
      : {}),
  };
  const entries = Object.entries({ ...record, ...task.overrides });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const fileId = (task: ScriptedTask): string =>
  hexId(`file of ${task.id}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function checkedId(name: string, id: string): string {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(id)) throw hssError('HSS.0001', `Invalid parameter: ${name}.`);
  return id;
}

const notFound = () => hssError('HSS.0011', 'The requested resource is not found.');

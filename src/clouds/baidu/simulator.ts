import type {
  ScriptedTask,
  Simulator,
  SimulatorAnswer,
  SimulatorFactory,
  SimulatorRequest,
  SimulatorWorld,
} from '../../core/cloud';
import { errorAnswer, Refusal, requestIdOf, success } from './simulatorAnswers';
import { BosBucket, bosPrefix } from './simulatorBos';
import { demoWorld } from './simulatorDemo';
import {
  checkContentType,
  isSuccess,
  listDownloadTask,
  objectKeyOf,
  taskNotFound,
  toRecord,
} from './simulatorLogService';
import { checkSignature, decode } from './simulatorSignature';

const service = 'bls';
const tasksPath = '/v2/logstore/download/';
const maxLists = 100;

/** The Log Service of Baidu AI Cloud and the object storage of its files. */
class BaiduSimulator implements Simulator {
  private readonly bos: BosBucket;
  private requests = 0;
  /** Tasks by region and access key, newest first; a list of 100,000 is not sorted for each page. */
  private readonly sorted = new Map<string, readonly ScriptedTask[]>();

  constructor(private readonly world: SimulatorWorld) {
    this.bos = new BosBucket(world, (objectKey, now) => this.fileUnder(objectKey, now));
  }

  answer(request: SimulatorRequest, now: number): SimulatorAnswer {
    if (request.path.startsWith(bosPrefix)) return this.bos.answer(request, now);
    const requestId = requestIdOf(now, ++this.requests);
    try {
      const accessKeyId = checkSignature(request, this.world.credentials, now);
      this.checkPermission();
      return success(this.run(request, accessKeyId, now), requestId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return errorAnswer(error, requestId);
    }
  }

  private run(request: SimulatorRequest, accessKeyId: string, now: number): object {
    const tasks = this.visibleTasks(request, accessKeyId, now);
    const rest = request.path.startsWith(tasksPath) ? request.path.slice(tasksPath.length) : undefined;
    if (request.method === 'POST' && rest === 'list') {
      checkContentType(request.headers['content-type']);
      return listDownloadTask(tasks, request.body, now);
    }
    const [, link, id] = /^(link\/)?([^/]+)$/.exec(rest ?? '') ?? [];
    if (id === undefined) throw new Refusal(404, 'InvalidHTTPRequest', `No such resource: ${request.path}`);
    if (request.method !== 'GET') throw new Refusal(405, 'MethodNotAllowed', 'The method is not allowed.');

    // A GET of the list's path, which the vendor's example shows, asks for the task `list`; sheet 1.1.
    const task = tasks.find(candidate => candidate.id === decode(id));
    if (!task) throw taskNotFound();
    return link ? this.linkTo(task, now) : { task: toRecord(task, now) };
  }

  /** A link is given whatever the state: before the file exists it leads to a 404; sheet 1.6. */
  private linkTo(task: ScriptedTask, now: number): object {
    const { fileDir, fileName } = toRecord(task, now);
    return { fileDir, fileName, link: this.bos.link(objectKeyOf(task), now) };
  }

  private fileUnder(objectKey: string, now: number): ScriptedTask['file'] {
    const task = this.world.tasks.find(candidate => objectKeyOf(candidate) === objectKey);
    return task && isSuccess(toRecord(task, now)['state']) ? task.file : undefined;
  }

  /** Tasks of the region, where the host or `X-Region` tells it; of every region on a bare loopback origin. */
  private visibleTasks(
    { headers }: SimulatorRequest,
    accessKeyId: string,
    now: number,
  ): readonly ScriptedTask[] {
    const region = /^bls-log\.([^.]+)\./.exec(headers['host'] ?? '')?.[1] ?? headers['x-region'];
    const key = `${region}/${accessKeyId}`;
    const known = this.sorted.get(key);
    const tasks =
      known ??
      this.world.tasks
        .filter(task => task.service === service && (!task.owner || task.owner === accessKeyId))
        .filter(task => !region || !task.region || task.region === region)
        .sort((a, b) => b.createdAt - a.createdAt);
    // A region is free text of the request's, so no more lists are kept than a test may need.
    if (!known && this.sorted.size < maxLists) this.sorted.set(key, tasks);
    const first = tasks.findIndex(task => task.createdAt <= now);
    return first < 0 ? [] : tasks.slice(first);
  }

  private checkPermission(): void {
    const refusal = this.world.refusals?.[service];
    if (refusal === 'permission') throw new Refusal(403, 'AccessDenied', 'Access Denied.');
    if (refusal === 'notActivated')
      throw new Refusal(403, 'OptInRequired', 'A subscription for the service is required.');
  }
}

export const simulator: SimulatorFactory = {
  create: world => new BaiduSimulator(world),
  demo: demoWorld,
};

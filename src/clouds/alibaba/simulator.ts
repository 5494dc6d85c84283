import type {
  ScriptedTask,
  Simulator,
  SimulatorAnswer,
  SimulatorFactory,
  SimulatorRequest,
  SimulatorWorld,
} from '../../core/cloud';
import { demand, jsonAnswer, newestFrom, Refusal, requestIdOf, xmlAnswer } from './simulatorAnswers';
import { describeRefreshTaskById, describeRefreshTasks } from './simulatorCdn';
import { demoWorld } from './simulatorDemo';
import { describeDownloadTask, describeDownloadTaskType, hasFile, type Call } from './simulatorFirewall';
import { OssBucket, ossPrefix } from './simulatorOss';
import { readQuery, SignatureGate } from './simulatorSignature';

/** Products by the version that names them; each operation needs the permission `<ram>:<operation>`. */
const products: Readonly<Record<string, { service: string; ram: string; answersXml: boolean }>> = {
  '2017-12-07': { service: 'cloudFirewall', ram: 'yundun-cloudfirewall', answersXml: false },
  '2018-05-10': { service: 'cdn', ram: 'cdn', answersXml: true },
};

/** The RPC gateway of Alibaba Cloud with Cloud Firewall, CDN and the bucket of the firewall's files. */
class AlibabaSimulator implements Simulator {
  private readonly gate: SignatureGate;
  private readonly oss: OssBucket;
  private requests = 0;
  /** Tasks by service and access key, newest first; a list of 100,000 is not sorted for each page. */
  private readonly sorted = new Map<string, readonly ScriptedTask[]>();
  private readonly operations: Readonly<Record<string, (call: Call) => object>> = {
    'cloudFirewall.DescribeDownloadTask': call => describeDownloadTask(call, this.oss),
    'cloudFirewall.DescribeDownloadTaskType': describeDownloadTaskType,
    'cdn.DescribeRefreshTasks': describeRefreshTasks,
    'cdn.DescribeRefreshTaskById': describeRefreshTaskById,
  };

  constructor(private readonly world: SimulatorWorld) {
    this.gate = new SignatureGate(world.credentials);
    this.oss = new OssBucket(world, hasFile);
  }

  answer(request: SimulatorRequest, now: number): SimulatorAnswer {
    if (request.path.startsWith(ossPrefix)) return this.oss.answer(request, now);
    const action = request.headers['x-acs-action'] ?? '';
    const RequestId = requestIdOf(now, ++this.requests);
    const reply = (status: number, root: string, body: object) =>
      asksForJson(request) ? jsonAnswer(status, body, RequestId) : xmlAnswer(status, root, body, RequestId);
    try {
      return reply(200, `${action}Response`, { RequestId, ...this.run(request, action, now) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code: Code, message: Message, extra } = error;
      const HostId = request.headers['host'] ?? '';
      const Recommend = `https://api.aliyun.com/troubleshoot?q=${Code}`;
      return reply(error.status, 'Error', { RequestId, HostId, Code, Message, Recommend, ...extra });
    }
  }

  private run(request: SimulatorRequest, action: string, now: number): object {
    const accessKeyId = this.gate.check(request, now);
    const allowed = request.method === 'GET' || request.method === 'POST';
    demand(allowed, 405, 'UnsupportedHTTPMethod', 'This http method is not supported.');
    const product = products[request.headers['x-acs-version'] ?? ''];
    if (!product) throw new Refusal(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
    const operation = this.operations[`${product.service}.${action}`];
    if (!operation || request.path !== '/') {
      const message = 'Specified api is not found, please check your url and method.';
      throw new Refusal(404, 'InvalidAction.NotFound', message);
    }
    this.checkPermission(product.service, `${product.ram}:${action}`);
    const query = new Map(readQuery(request.query));
    const tasks = this.visibleTasks(product.service, accessKeyId, now);
    return operation({ parameter: name => query.get(name), tasks, now });
  }

  /** Newest first, as consoles show them; the vendor does not say. */
  private visibleTasks(service: string, accessKeyId: string, now: number): readonly ScriptedTask[] {
    const key = `${service}/${accessKeyId}`;
    const known = this.sorted.get(key);
    const tasks =
      known ??
      this.world.tasks
        .filter(task => task.service === service && (!task.owner || task.owner === accessKeyId))
        .sort((a, b) => b.createdAt - a.createdAt);
    if (!known) this.sorted.set(key, tasks);
    return newestFrom(tasks, now);
  }

  private checkPermission(service: string, action: string): void {
    const refusal = this.world.refusals?.[service];
    if (refusal === 'permission') {
      const AccessDeniedDetail = {
        AuthAction: action,
        AuthPrincipalType: 'SubUser',
        AuthPrincipalOwnerId: '1000000000000001',
        AuthPrincipalDisplayName: '200000000000000001',
        NoPermissionType: 'ImplicitDeny',
        PolicyType: 'AccountLevelIdentityBasedPolicy',
      };
      const message = `You are not authorized to do this operation. Action: ${action}`;
      throw new Refusal(403, 'Forbidden.RAM', message, { AccessDeniedDetail });
    }
    if (refusal === 'notActivated') throw notActivated(service);
  }
}

/** CDN has a code for it; what Cloud Firewall says is nearest to `ErrorAliUid` of its page. */
const notActivated = (service: string): Refusal =>
  service === 'cdn'
    ? new Refusal(403, 'OperationDenied', 'Your account does not open CDN service yet.')
    : new Refusal(400, 'ErrorAliUid', 'Aliuid invalid.');

/** The CDN gateway speaks XML unless the request asks for JSON; contract sheet 2.7. */
function asksForJson({ headers, query }: SimulatorRequest): boolean {
  if (!products[headers['x-acs-version'] ?? '']?.answersXml) return true;
  return /\bapplication\/json\b/i.test(headers['accept'] ?? '') || /(^|&)Format=JSON(&|$)/i.test(query);
}

export const simulator: SimulatorFactory = {
  create: world => new AlibabaSimulator(world),
  demo: demoWorld,
};

import type {
  Simulator,
  SimulatorAnswer,
  SimulatorFactory,
  SimulatorRequest,
  SimulatorWorld,
} from '../../core/cloud';
import { badCredential, errorAnswer, hexId, jsonAnswer, Refusal } from './simulatorAnswers';
import { demoWorld } from './simulatorDemo';
import { HostSecurity } from './simulatorHostSecurity';
import { IdentityService, wrongProject, type Caller } from './simulatorIam';
import { SignatureGate } from './simulatorSignature';

/** The API gateway of Huawei Cloud with Host Security and Identity and Access Management. */
class HuaweiSimulator implements Simulator {
  private readonly gate: SignatureGate;
  private readonly iam: IdentityService;
  private readonly hss: HostSecurity;
  private requests = 0;

  constructor(private readonly world: SimulatorWorld) {
    this.gate = new SignatureGate(world.credentials);
    this.iam = new IdentityService(world);
    this.hss = new HostSecurity(world);
  }

  answer(request: SimulatorRequest, now: number): SimulatorAnswer {
    const requestId = hexId(`${now}/${++this.requests}`);
    try {
      return this.route(request, now, requestId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return errorAnswer(error, requestId);
    }
  }

  private route(request: SimulatorRequest, now: number, requestId: string): SimulatorAnswer {
    const route = `${request.method} ${request.path}`;
    if (route === 'POST /v3/auth/tokens') return this.iam.createToken(request, now, requestId);
    const [, project, operation, id] =
      /^GET \/v5\/([^/]+)\/(export-task|download)\/([^/]+)$/.exec(route) ?? [];
    const caller = this.authenticate(request, now, project);
    if (route === 'GET /v3/projects') return jsonAnswer(200, this.iam.listProjects(request), requestId);
    if (route === 'GET /v3/auth/projects') return jsonAnswer(200, this.iam.listOwnProjects(), requestId);
    if (project === undefined || id === undefined) {
      const message = 'The API does not exist or has not been published in the environment';
      throw new Refusal(404, 'APIGW.0101', message);
    }
    this.hss.check(request, project);
    if (operation === 'export-task') {
      return jsonAnswer(200, this.hss.queryTask(project, id, caller.owner, now), requestId);
    }
    // No ranges and no ETag: the documents promise neither.
    const headers = { 'content-type': 'application/octet-stream', 'x-request-id': requestId };
    return { status: 200, headers, body: this.hss.download(project, id, caller.owner, now) };
  }

  /** By token or by signature; the project must be the account's, and a token's own. */
  private authenticate(request: SimulatorRequest, now: number, project: string | undefined): Caller {
    const { headers } = request;
    const token = headers['x-auth-token'];
    if (!headers['authorization']) {
      if (!token) throw badCredential('x-auth-token not found');
      const caller = this.iam.readToken(token, now);
      if (project !== undefined && caller.bound && caller.project !== project) throw wrongProject();
      this.checkProject(project);
      return caller;
    }
    const owner = this.gate.check(request, now);
    this.checkProject(project);
    this.checkProject(headers['x-project-id']);
    return { owner };
  }

  private checkProject(project: string | undefined): void {
    const { projects } = this.world;
    if (project === undefined || !projects || Object.values(projects).includes(project)) return;
    throw new Refusal(403, 'APIGW.0302', 'The IAM user is not allowed to access the API.');
  }
}

export const simulator: SimulatorFactory = {
  create: world => new HuaweiSimulator(world),
  demo: demoWorld,
};

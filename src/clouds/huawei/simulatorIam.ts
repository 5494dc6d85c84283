import { createHash } from 'node:crypto';
import type { SimulatorAnswer, SimulatorRequest, SimulatorWorld } from '../../core/cloud';
import { badCredential, hexId, iamError, jsonAnswer, Refusal } from './simulatorAnswers';

const tokenLength = 32_000; // the documents allow 32,768; ordinary clients stop at 16 kB of headers
const tokenLifeMs = 24 * 3_600_000;
const maxTokens = 100;

/** Who a request comes from. A project is known for a token that is bound to one. */
export interface Caller {
  readonly owner: string;
  readonly project?: string | undefined;
}

interface Token {
  readonly owner: string;
  /** Undefined for a token of the account's domain. */
  readonly project: string | undefined;
  readonly expiresAt: number;
}

/** Identity and access management: passwords to tokens, and the list of projects; contract sheet 2.3 and 3a. */
export class IdentityService {
  private readonly tokens = new Map<string, Token>();
  private issued = 0;

  constructor(private readonly world: SimulatorWorld) {}

  /** Whose token it is. A pasted token of the world's credentials is taken as it is, for every project. */
  readToken(text: string, now: number): Caller & { readonly bound: boolean } {
    const pasted = this.world.credentials.some(({ kind, token }) => kind === 'token' && token === text);
    if (pasted) return { owner: text, bound: false };
    const token = this.tokens.get(text);
    if (!token) throw badCredential('decrypt token fail');
    if (now < token.expiresAt) return { owner: token.owner, project: token.project, bound: true };
    throw badCredential(`token expires, expires_at: ${microseconds(token.expiresAt)}`);
  }

  /** POST /v3/auth/tokens: 201 and the token in a header. Needs no signature. */
  createToken({ body, query }: SimulatorRequest, now: number, requestId: string): SimulatorAnswer {
    const auth = readAuth(body);
    const credential = this.world.credentials.find(
      known => known['kind'] === 'password' && known['user'] === auth.user && known['domain'] === auth.domain,
    );
    if (!credential || credential['password'] !== auth.password) {
      throw iamError(401, 'The username or password is wrong.');
    }
    const region = this.findRegion(auth.scope);
    const project = region === undefined ? undefined : this.world.projects?.[region];
    const text = this.issue({ owner: auth.user, project, expiresAt: now + tokenLifeMs }, now);
    const domain = { id: hexId(auth.domain), name: auth.domain };
    const token = {
      methods: ['password'],
      issued_at: microseconds(now),
      expires_at: microseconds(now + tokenLifeMs),
      user: { id: hexId(auth.user), name: auth.user, domain, password_expires_at: '' },
      roles: [{ id: '0', name: 'te_admin' }],
      ...(project === undefined ? { domain } : { project: { id: project, name: region, domain } }),
      ...(/(^|&)nocatalog=[^&]/.test(query) ? {} : { catalog: [] }),
    };
    return jsonAnswer(201, { token }, requestId, { 'x-subject-token': text, 'x-iam-trace-id': requestId });
  }

  /** GET /v3/projects: needs the right to read IAM, which `refusals.iam` takes away. */
  listProjects({ query }: SimulatorRequest): object {
    if (this.world.refusals?.['iam']) {
      throw iamError(403, 'You are not authorized to perform the requested action.');
    }
    const asked = new URLSearchParams(query);
    if (asked.has('page') !== asked.has('per_page')) {
      throw iamError(400, 'page and per_page must be given together.');
    }
    const name = asked.get('name');
    return this.projectList(
      '/v3/projects',
      Object.entries(this.world.projects ?? {}).filter(([region]) => !name || region === name),
    );
  }

  /** GET /v3/auth/projects: what the caller can reach; the pseudo project of the object storage among it. */
  listOwnProjects(): object {
    const projects = [...Object.entries(this.world.projects ?? {}), ['MOS', hexId('MOS')] as const];
    return this.projectList('/v3/auth/projects', projects);
  }

  private projectList(path: string, projects: readonly (readonly [string, string])[]): object {
    const domain_id = hexId('domain');
    return {
      links: { self: `${this.world.origin}${path}`, previous: null, next: null },
      projects: projects.map(([name, id]) => ({
        id,
        name,
        domain_id,
        parent_id: domain_id,
        enabled: true,
        is_domain: false,
        description: '',
        links: { self: `${this.world.origin}/v3/projects/${id}` },
      })),
    };
  }

  /** The region a scope names by name or by project id; undefined for the whole domain. */
  private findRegion(scope: { name?: string; id?: string } | undefined): string | undefined {
    if (!scope) return undefined;
    const known = Object.entries(this.world.projects ?? {});
    const found = known.find(([name, id]) =>
      scope.id === undefined ? scope.name === name : scope.id === id,
    );
    if (!found) throw iamError(401, 'The project of the scope could not be found.');
    return found[0];
  }

  private issue(token: Token, now: number): string {
    const text = tokenText(`${now}/${++this.issued}`);
    this.tokens.set(text, token);
    const [oldest] = this.tokens.keys();
    if (this.tokens.size > maxTokens && oldest !== undefined) this.tokens.delete(oldest);
    return text;
  }
}

/** Base64 of a chain of hashes, as long as a real token gets. */
function tokenText(seed: string): string {
  const parts: Buffer[] = [];
  for (let length = 0; length < tokenLength; length += 64) {
    parts.push(createHash('sha512').update(`${seed}/${length}`).digest());
  }
  return `MII${Buffer.concat(parts).toString('base64')}`.slice(0, tokenLength);
}

/** UTC with six decimals. */
const microseconds = (time: number): string => new Date(time).toISOString().replace('Z', '000Z');

function readAuth(body: Buffer) {
  const at = (value: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
  const json = parse(body);
  const identity = at(json, 'auth', 'identity');
  const [user, password, domain] = [['name'], ['password'], ['domain', 'name']].map(path =>
    at(identity, 'password', 'user', ...path),
  );
  const methods = at(identity, 'methods');
  const scope = at(json, 'auth', 'scope', 'project');
  const valid = Array.isArray(methods) && methods.includes('password') && isRecord(scope ?? {});
  if (!valid || typeof user !== 'string' || typeof password !== 'string' || typeof domain !== 'string') {
    throw iamError(400, 'The request body is invalid.');
  }
  return { user, password, domain, scope: isRecord(scope) ? readScope(scope) : undefined };
}

const readScope = ({ name, id }: Readonly<Record<string, unknown>>): { name?: string; id?: string } => ({
  ...(typeof name === 'string' ? { name } : {}),
  ...(typeof id === 'string' ? { id } : {}),
});

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw iamError(400, 'The request body is not well formed.');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object';

/** A token of one region at another region's endpoint; reads as if it were old. */
export const wrongProject = (): Refusal => new Refusal(401, 'APIGW.0307', 'The token must be updated.');

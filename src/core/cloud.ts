import type { Account, TrackedTask } from './account';
import type { Clock } from './clock';
import type { CredentialImporter } from './credentials/profile';
import type { Problem, Project } from './errors';
import type { CallReason, HttpAnswer, HttpRequest, Transport } from './http/request';
import type { Task } from './task';

/** What a cloud is called and what it offers: light enough to be loaded at activation. */
export interface Cloud {
  readonly id: string;
  /** Shown to the user; a function because the language is set after modules load. */
  readonly label: () => string;
  readonly services: readonly ServiceInfo[];
  /** Endpoints that may be set besides those of the services, such as the one for sign-in. */
  readonly extraEndpoints: readonly string[];
  /** Whether each region is divided into projects, of which an account watches one. */
  readonly projects: boolean;
  /** Regions the vendor documents; a user may type others. Empty for a cloud without regions. */
  readonly regions: readonly string[];
  readonly defaultRegions: readonly string[];
  /** Control planes to choose from, where there are several; the first is the default. */
  readonly sites: readonly { readonly id: string; readonly label: () => string }[];
  /** The kinds of credential the guided input offers; the first is the default. */
  readonly credentials: readonly CredentialForm[];
  /** The talking half, loaded on the first call. */
  readonly provider: () => Promise<CloudProvider>;
  /** Reads what the vendor's tools keep on a computer, loaded when the user wants to import it. */
  readonly importer: () => Promise<CredentialImporter>;
  /** The pretend server half, loaded for a demo or a test. */
  readonly simulator: () => Promise<SimulatorFactory>;
}

export interface ServiceInfo {
  readonly id: string;
  readonly label: () => string;
  /** Whether each region has a list of its own. */
  readonly regional: boolean;
  /** True where no list exists and tasks are followed by ids that the user gives. */
  readonly tracked: boolean;
  /** Whether a finished task has a file, and whether a link to it can be handed to others. */
  readonly file: 'link' | 'authenticated' | 'none';
}

export interface CredentialForm {
  readonly kind: string;
  readonly label: () => string;
  readonly fields: readonly CredentialField[];
}

export interface CredentialField {
  readonly name: string;
  readonly label: () => string;
  readonly secret: boolean;
  readonly optional?: boolean;
}

/** A credential as the cloud's own schema has checked it. `kind` tells its shape. */
export interface Credential {
  readonly kind: string;
}

export interface Io {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Chance, from 0 to 1: spreads out those who would otherwise call at the same moment. */
  readonly random: () => number;
  /** Told of each call; absent where nobody wants to know. */
  readonly notes?: CallNotes | undefined;
}

/** One try of a call that is over. */
export interface CallNote {
  readonly cloud: string;
  readonly service: string;
  /** The operation where the request names one, such as `DescribeRefreshTasks`; else the method. */
  readonly action: string;
  readonly reason: CallReason | undefined;
  /** Milliseconds. */
  readonly ms: number;
  /** What went wrong, if anything. */
  readonly problem?: Problem;
}

export interface CallNotes {
  note(call: CallNote): void;
}

/** Lines for the log; whoever writes one has redacted it. */
export interface Log {
  trace(line: string): void;
  debug(line: string): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export interface CloudProvider {
  /** Checks a credential's shape. Throws an ArgumentError that names the field, never its value. */
  readCredential(value: unknown): Credential;
  /** Makes the account's services ready to be called; calls nothing yet. */
  connect(account: Account, credential: Credential, io: Io): Connection;
  /** A policy in the vendor's own language that allows what is called for some services (by id), and nothing more. */
  readonly policy: (services: readonly string[]) => string;
  /** The address at which the vendor's web console lists tasks of a service; undefined where none is known. */
  readonly consolePage: (place: ConsolePlace) => string | undefined;
}

/** What a page of a vendor's web console is about. */
export interface ConsolePlace {
  readonly service: string;
  /** Empty for a service without regions. */
  readonly region: string;
  /** Of the account, for a cloud that has several. */
  readonly site?: string | undefined;
}

/** An account that can be called. Drops its tokens when it is let go. */
export interface Connection {
  readonly services: Readonly<Record<string, TaskService>>;
  /** The projects of a region that the account may choose from; absent where regions are not divided. */
  readonly projects?: (region: string, signal: AbortSignal) => Promise<readonly Project[]>;
  /** Milliseconds by which this computer's clock is ahead of the cloud's, once an answer has told. */
  readonly clockSkew?: () => number | undefined;
}

/** How a call goes about it. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** The user waits for this very call: it is made once, and not again when it fails. */
  readonly once?: boolean | undefined;
  /** For the log; absent for what a command of the user needs. */
  readonly reason?: CallReason | undefined;
}

/** What may be asked of a service. Each call throws a CloudError. */
export interface TaskService {
  /** The whole list, page by page. A record that cannot be read becomes one `unknown` task. */
  list(scope: ListScope, options: CallOptions): AsyncIterable<readonly Task[]>;
  /**
   * What may have come since the list was read, as far as known ground; of what it shows nothing is to be dropped for
   * not being there. Absent where only the whole list tells.
   */
  readonly news?: (
    known: KnownTasks,
    scope: ListScope,
    options: CallOptions,
  ) => AsyncIterable<readonly Task[]>;
  /** The present state of unfinished tasks of one region, by the cheapest call the service has for it. */
  follow(tasks: readonly Task[], region: string, options: CallOptions): Promise<readonly Task[]>;
  /** A real call that shows whether the credential works; the count of tasks when the answer tells it. */
  trial(region: string, signal: AbortSignal): Promise<number | undefined>;
  /** One task by id; for services that are tracked. Throws `notFound` for an id the cloud does not know. */
  readonly find?: (id: string, region: string, signal: AbortSignal) => Promise<Task>;
  /** A fresh link to the task's file or object; absent where the service has none. */
  readonly link?: (task: Task, signal: AbortSignal) => Promise<Link>;
  /** How to fetch the task's file now; absent where tasks have no file. Asked again when a link has died. */
  readonly file?: (task: Task, signal: AbortSignal) => Promise<FileSource>;
}

/** What an earlier reading of a list has shown. */
export interface KnownTasks {
  has(key: string): boolean;
  readonly count: number;
  /** What was there at this moment, by our clock, is known. */
  readonly since: Date;
  /** Says that something does not add up, so that the whole list is read the next time. */
  doubt(): void;
}

export interface ListScope {
  readonly region: string;
  /** The ids to look at, for a service without a list. */
  readonly tracked: readonly TrackedTask[];
}

/** A bearer secret: never logged, stored or shown whole. */
export interface Link {
  readonly url: string;
  /** When the link dies, where it tells; the file may live longer. */
  readonly expiresAt?: Date;
}

export interface FileSource {
  readonly request: HttpRequest;
  /** The file's name as the cloud gives it, not yet safe. */
  readonly name: string;
  /** What the body must be; `zip` is checked by its first bytes. */
  readonly format?: 'zip';
  /** Whose file it is, for errors of the network; filled in by the actions. */
  readonly place?: { readonly service: string; readonly region: string };
  /** Whether asking for the file anew may mend this refusal; where it is absent, the status tells. */
  isStale?(answer: HttpAnswer): boolean;
  /** Reads an answer that is not the file: only the vendor knows what it says. */
  problem(answer: HttpAnswer): Problem;
}

// --- pretend clouds -------------------------------------------------------------------------------------

/** A request as it came over the wire. */
export interface SimulatorRequest {
  readonly method: string;
  /** The raw path, still percent-encoded. */
  readonly path: string;
  /** The raw query without `?`, still percent-encoded; empty when there is none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer: either whole, or a file that the host serves with ranges and conditions. */
export type SimulatorAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Buffer | string;
    }
  | {
      readonly file: Buffer;
      readonly headers?: Readonly<Record<string, string>>;
      readonly etag: string;
      /** What an unsatisfiable range gets: OSS answers 200 and the whole object, others 416. */
      readonly badRange: 'whole' | 'refuse';
    };

/** The server side of one cloud. It shares no code with the provider of that cloud. */
export interface Simulator {
  /** Answers as the vendor does at `now` (milliseconds since the epoch). */
  answer(request: SimulatorRequest, now: number): SimulatorAnswer;
}

/** A task that ages by script. */
export interface ScriptedTask {
  readonly service: string;
  readonly id: string;
  /** Task name; for a CDN task the object path. */
  readonly name: string;
  /** CDN object type (`file`, `directory`, `regex`, `preload`, …) or firewall TaskType or BLS format. */
  readonly type?: string;
  readonly region?: string;
  /** Who sees it: the access key id, user or token of a credential. Every credential when absent. */
  readonly owner?: string;
  /** Milliseconds since the epoch; the task is not there before. */
  readonly createdAt: number;
  /** Steps in order: from `createdAt + after` the task is in `state`. The first has `after: 0`. */
  readonly steps: readonly ScriptedStep[];
  readonly file?: { readonly name: string; readonly content: Buffer; readonly rows?: number };
  readonly failure?: { readonly code: string; readonly message: string };
  /** Milliseconds since the epoch at which the cloud deletes the file, where the service tells it. */
  readonly expiresAt?: number;
  /** Fields that replace those of the record as it is sent, to play an odd or malformed answer. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface ScriptedStep {
  readonly after: number;
  /** Our word, which the simulator says in the vendor's; any other text is sent as it is. */
  readonly state: string;
  /** 0 to 1. */
  readonly progress?: number;
}

export interface SimulatorWorld {
  /** The simulator's own origin, for the links it hands out: `http://127.0.0.1:4711`. */
  readonly origin: string;
  /** Credentials it accepts, in the shapes of the cloud's credential argument. */
  readonly credentials: readonly Readonly<Record<string, string>>[];
  readonly tasks: readonly ScriptedTask[];
  /** How long a link to a file lives, milliseconds; the vendor's own time when absent. */
  readonly linkLifetime?: number;
  /** Services that refuse: `permission` or `notActivated`, as the vendor says it. */
  readonly refusals?: Readonly<Record<string, 'permission' | 'notActivated'>>;
  /** Huawei: project id by name; the name is that of the region, or begins with it and `_`. */
  readonly projects?: Readonly<Record<string, string>>;
}

export interface SimulatorFactory {
  create(world: SimulatorWorld): Simulator;
  /** The accounts and tasks of the demo, with times counted from `now`. */
  demo(now: number): DemoWorld;
}

export interface DemoWorld extends Omit<SimulatorWorld, 'origin'> {
  /** Accounts to add; the host fills in the endpoints. */
  readonly accounts: readonly (Omit<Account, 'id' | 'cloud' | 'endpoints'> & {
    readonly credential: Readonly<Record<string, string>>;
    /** Keys of `endpoints` that point at the simulator. */
    readonly endpointKeys: readonly string[];
  })[];
}

/** A task of a service that has no list: the user gave its id. */
export interface TrackedTask {
  readonly service: string;
  readonly region: string;
  readonly id: string;
  /** Learned from the cloud, so that a task that has vanished still has a name. */
  readonly name?: string;
}

/** One credential of one cloud and what to watch with it. Holds no secret: see the secret storage. */
export interface Account {
  readonly id: string;
  readonly cloud: string;
  readonly label: string;
  /** Ids of the services watched. */
  readonly services: readonly string[];
  /** Regions watched, for services that have regions. */
  readonly regions: readonly string[];
  /** The control plane of a cloud that has two (Alibaba Cloud: `china`, `international`). */
  readonly site?: string;
  /** Huawei Cloud: project id by region, where it need not be looked up. */
  readonly projectIds?: Readonly<Record<string, string>>;
  readonly enterpriseProjectId?: string;
  /** Origin by service id (and `iam`), with `{region}` in it where it differs by region. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly tracked: readonly TrackedTask[];
  /** Nothing is called for it; what was read before stays. */
  readonly disabled?: true;
  /** How often its credential was replaced: in a browser no window hears of the secrets of another. */
  readonly credentialVersion?: number;
}

/** The account with a project of a region in place of the one that is looked up. */
export const withProject = (account: Account, region: string, id: string): Account => ({
  ...account,
  projectIds: { ...account.projectIds, [region]: id },
});

/** Whether two tracked tasks are the same one, whatever is known of them. */
export const isSameTracked = (a: Omit<TrackedTask, 'name'>, b: Omit<TrackedTask, 'name'>): boolean =>
  a.service === b.service && a.region === b.region && a.id === b.id;

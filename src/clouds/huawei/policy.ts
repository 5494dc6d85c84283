/** What is called for each service, as actions of custom policies. */
const actions: Readonly<Record<string, readonly string[]>> = { hss: ['hss:vuls:list'] };

/**
 * A custom policy of IAM as JSON, for policy-based authorization; where identity policies are in force the operations
 * need none (contracts huawei 1.7). Not verified: the table of actions (hss_02_0023) names none for
 * `ListQueryExportTask` and for the download, so this is the one of reading what vulnerability exports hold. `iam:…` is
 * left out on purpose: projects are found through `GET /v3/auth/projects` too, which needs no right, and actions of a
 * global service cannot stand in a policy of a regional one.
 */
export const policy = (services: readonly string[]): string =>
  JSON.stringify(
    {
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: services.flatMap(service => actions[service] ?? []) }],
    },
    undefined,
    2,
  );

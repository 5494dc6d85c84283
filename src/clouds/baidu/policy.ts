/** The names that services have in a policy of the vendor's. */
const names: Readonly<Record<string, string>> = { bls: 'bce:bls' };

/**
 * An IAM policy as JSON, by the vendor's page on the syntax of its access control lists (IAM 8jwvyc3ai): its verbs stand
 * for groups of operations, so listing, reading and getting a link are `LIST` and `READ`. Not verified: no page tells
 * which verb covers BLS download tasks, nor `bce:bls`, which follows the form of `bce:bos` and `bce:bcc` (contracts baidu 9).
 */
export const policy = (services: readonly string[]): string =>
  JSON.stringify(
    {
      accessControlList: services
        .flatMap(id => names[id] ?? [])
        .map(service => ({
          service,
          region: '*',
          resource: ['*'],
          effect: 'Allow',
          permission: ['LIST', 'READ'],
        })),
    },
    undefined,
    2,
  );

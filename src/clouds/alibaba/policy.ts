/** What is called for each service, as RAM actions: contracts alibaba 1.1 and 2.1. */
const actions: Readonly<Record<string, readonly string[]>> = {
  // Some versions of the page say that the operation has no authorization information: contracts alibaba 8, row 17.
  cloudFirewall: ['yundun-cloudfirewall:DescribeDownloadTask'],
  cdn: ['cdn:DescribeRefreshTasks', 'cdn:DescribeRefreshTaskById'],
};

/**
 * A RAM policy as JSON. The resource is `*`: exports and `DescribeRefreshTaskById` know no other, and tasks are listed
 * over all domains.
 */
export const policy = (services: readonly string[]): string =>
  JSON.stringify(
    {
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: services.flatMap(service => actions[service] ?? []),
          Resource: '*',
        },
      ],
    },
    undefined,
    2,
  );

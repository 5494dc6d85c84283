// Reads a list of CDN tasks with the vendor's own client, as its samples do.
import CdnClient, { DescribeRefreshTasksRequest } from '@alicloud/cdn20180510';
import { Config } from '@alicloud/openapi-core/dist/utils';
import { pageSize } from '../lib/cdnPages';
import { key } from '../lib/cdnService';
import { tellReadings } from '../lib/readings';

void tellReadings(origin => {
  const { accessKeyId, accessKeySecret } = key;
  const endpoint = new URL(origin).host;
  const client = new CdnClient(new Config({ accessKeyId, accessKeySecret, endpoint, protocol: 'http' }));
  return async () => {
    const all: unknown[] = [];
    for (let pageNumber = 1; ; pageNumber++) {
      const asked = new DescribeRefreshTasksRequest({ pageNumber, pageSize });
      const { body } = await client.describeRefreshTasks(asked);
      all.push(...(body?.tasks?.CDNTask ?? []));
      if (pageNumber * pageSize >= (body?.totalCount ?? 0)) return all;
    }
  };
});

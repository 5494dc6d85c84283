// Reads a list of CDN tasks as the extension does.
import { createTransport } from '../../src/core/http/transport';
import type { Task } from '../../src/core/task';
import { cdnAccount, cdnService } from '../lib/cdnService';
import { LeapingClock } from '../lib/leapingClock';
import { tellReadings } from '../lib/readings';

void tellReadings(origin => {
  const transport = createTransport({ noProxy: '', verifyTls: true });
  const service = cdnService(cdnAccount(origin), transport, new LeapingClock());
  const { signal } = new AbortController();
  return async () => {
    const all: Task[] = [];
    for await (const tasks of service.list({ region: '', tracked: [] }, { signal })) all.push(...tasks);
    return all;
  };
});

// Reads a list of CDN tasks with nothing but requests, one after another: no signature, no check, no task made of a row.
import { request } from 'undici';
import { pageSize } from '../lib/cdnPages';
import { tellReadings } from '../lib/readings';

interface Page {
  readonly TotalCount: number;
  readonly Tasks: { readonly CDNTask: readonly unknown[] };
}

void tellReadings(origin => async () => {
  const all: unknown[] = [];
  for (let page = 1; ; page++) {
    const { body } = await request(`${origin}/?PageNumber=${page}&PageSize=${pageSize}`, { method: 'POST' });
    const { TotalCount, Tasks } = (await body.json()) as Page;
    all.push(...Tasks.CDNTask);
    if (page * pageSize >= TotalCount) return all;
  }
});

import type { HttpAnswer } from '../../src/core/http/request';

/** As many rows as the vendor gives a page at the most. */
export const pageSize = 100;

/** All tasks of the three days that the vendor lists fit, when there are 10,000 of them. */
const spacing = 25_000;

export interface CdnList {
  readonly count: number;
  /** When the newest task was made, milliseconds since the epoch. */
  readonly newest: number;
  /** How it stands with a task, counted from the newest; done when absent. */
  readonly stand?: (index: number) => { readonly status: string; readonly process: string };
}

const done = () => ({ status: 'Complete', process: '100%' });

/**
 * A page of `DescribeRefreshTasks` as the vendor and the simulator answer it, for those to whom a simulator that looks
 * through all of its tasks for each page would be in the way.
 *
 * @param shown how many of the newest the request asks for
 */
export function cdnPage({ count, newest, stand = done }: CdnList, page: number, shown = count): string {
  const from = (page - 1) * pageSize;
  const rows = Array.from({ length: Math.max(0, Math.min(pageSize, shown - from)) }, (_, row) => {
    const index = from + row;
    const { status, process } = stand(index);
    return {
      TaskId: String(17_000_000_000 - index),
      ObjectPath: `https://static.example.com/assets/2026/app.${String(index).padStart(6, '0')}.js`,
      ObjectType: 'file',
      Status: status,
      Process: process,
      CreationTime: new Date(newest - index * spacing).toISOString().replace(/\.\d+Z$/, 'Z'),
      Description: '',
    };
  });
  return JSON.stringify({
    RequestId: '6A1CC4E7-0E34-5D2B-9C1F-3A7B5E9D8F60',
    PageNumber: page,
    PageSize: pageSize,
    TotalCount: shown,
    Tasks: { CDNTask: rows },
  });
}

export const cdnHeaders = {
  'content-type': 'application/json;charset=utf-8',
  'x-acs-request-id': '6A1CC4E7-0E34-5D2B-9C1F-3A7B5E9D8F60',
} as const;

/** The number of the page that a request asks for. */
export const pageOf = (url: string): number => Number(/[?&]PageNumber=(\d+)/.exec(url)?.[1] ?? 1);

export const answerOf = (body: string): HttpAnswer => ({
  status: 200,
  headers: cdnHeaders,
  body: Buffer.from(body),
});

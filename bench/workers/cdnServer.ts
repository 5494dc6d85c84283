// Answers pages of CDN tasks that were made before: whoever reads them, the time that counts is the reader's.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cdnHeaders, cdnPage, pageOf, pageSize } from '../lib/cdnPages';
import { tell } from '../lib/tell';

/** The addresses of the same pages, answered at once and after the latency. */
export interface CdnOrigins {
  readonly near: string;
  readonly far: string;
}

const [count, latency] = process.argv.slice(2).map(Number) as [number, number];
const list = { count, newest: Date.now() };
const pages = Array.from({ length: Math.ceil(count / pageSize) + 1 }, (_, index) =>
  Buffer.from(cdnPage(list, index + 1)),
);

async function serve(delay: number): Promise<string> {
  const answer = (response: ServerResponse, body: Buffer) => {
    response.writeHead(200, { ...cdnHeaders, 'content-length': body.length });
    response.end(body);
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const body = pages[pageOf(request.url ?? '') - 1] ?? Buffer.from('{}');
    request.resume();
    if (delay > 0) setTimeout(answer, delay, response, body);
    else answer(response, body);
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

void (async () => tell({ near: await serve(0), far: await serve(latency) } satisfies CdnOrigins))();

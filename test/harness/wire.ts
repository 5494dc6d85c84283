import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { SignedRequest } from './simulators';

export interface WireReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  json(): Record<string, unknown>;
}

/** Sends a request byte for byte and reads the whole answer; rejects when the connection breaks. */
export const send = (origin: string, request: Partial<SignedRequest>): Promise<WireReply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const { method = 'GET', target = '/', headers = {}, body = '' } = request;
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = httpRequest(
      {
        hostname,
        port,
        method,
        path: target,
        headers: { ...headers, ...length },
        maxHeaderSize: 128 * 1024,
        agent: false,
      },
      answer => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const all = Buffer.concat(chunks);
          const json = () => JSON.parse(all.toString('utf8')) as Record<string, unknown>;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: all, json });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** Gets a link as it is, with more headers if given. */
export const getLink = (
  link: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<WireReply> => {
  const { origin } = new URL(link);
  return send(origin, { method, target: link.slice(origin.length), headers });
};

import type { Log } from '../cloud';
import type { Clock } from '../clock';
import { isCloudError } from '../errors';
import { redact, safeAddress } from './redact';
import type { HttpHead, HttpRequest, SendOptions, Transport } from './request';

/** Headers in which the three vendors give the id that their support asks for. */
const requestIdHeaders = ['x-acs-request-id', 'x-bce-request-id', 'x-request-id', 'x-oss-request-id'];

/** Writes one line for each request: method, address without its query, why, status, time. No header, no body. */
export function loggedTransport(
  transport: () => Promise<Transport>,
  log: Log,
  clock: Pick<Clock, 'now'>,
): Transport {
  async function logged<T extends HttpHead>(
    request: HttpRequest,
    { reason }: SendOptions = {},
    answer: (transport: Transport) => Promise<T>,
  ): Promise<T> {
    const start = clock.now();
    const action = request.headers['x-acs-action'];
    const what = `${request.method} ${safeAddress(request.url)}${action ? ` ${action}` : ''}${reason ? ` (${reason})` : ''}`;
    try {
      const answered = await answer(await transport());
      const id = requestIdHeaders.map(name => answered.headers[name]).find(Boolean);
      log.debug(
        `${what}: ${answered.status} in ${clock.now() - start} ms${id ? `, request ${redact(id)}` : ''}`,
      );
      return answered;
    } catch (error) {
      const why = redact(isCloudError(error) ? error.message : String(error));
      log.debug(`${what}: ${why} after ${clock.now() - start} ms`);
      throw error;
    }
  }
  return {
    send: (request, options) => logged(request, options, stack => stack.send(request, options)),
    stream: (request, options) => logged(request, options, stack => stack.stream(request, options)),
  };
}

/** A server of files from npm, for machines that no nginx can be had for. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cached } from './editor/cache.mjs';
import { installInto } from './editor/codeServer.mjs';

export const sendVersion = '1.2.1';

/**
 * @typedef {import('node:stream').Stream & { pipe(response: import('node:http').ServerResponse): void }} Sending
 * emits `headers` before it sends them: the response, the path and the `Stats` of the file
 *
 * @typedef {object} SendOptions
 * @property {string} root
 * @property {boolean} [acceptRanges]
 * @property {'allow' | 'deny' | 'ignore'} [dotfiles]
 *
 * @typedef {(request: import('node:http').IncomingMessage, path: string, options: SendOptions) => Sending} Send
 */

/** @returns {Promise<Send>} what answers a request with a file */
export async function send() {
  const folder = await cached(`send-${sendVersion}`, 'a server of files', target =>
    installInto(target, `send@${sendVersion}`),
  );
  return createRequire(join(folder, 'package.json'))('send');
}

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { CredentialForm } from '../../src/core/cloud';
import type { App, PretendCloud } from './app';

// What an app shows, keeps or logs, and the secrets that must not stand in it.

/** Stands in every secret here; nothing that is shown, kept or logged may hold it. */
export const mark = 'PLANTED';

export type Text = Readonly<Record<string, string>>;

/** Secrets with the characters that tokens and passwords have, which look different in a URL and in JSON. */
export const planted = ({ kind, fields }: CredentialForm): Text =>
  Object.fromEntries([
    ['kind', kind],
    ...fields.map(({ name, secret }, index) => [
      name,
      secret ? `${mark}${index}+/p"ä s=${name}` : `id-${name}`,
    ]),
  ]) as Text;

/** Header values must be plain text, which a password need not be. */
export const inHeaders = (credential: Text): Text =>
  Object.fromEntries(
    Object.entries(credential).map(([name, value]) => [
      name,
      /token/i.test(name) ? value.replaceAll(/[^\x21-\x7e]|"/g, '') : value,
    ]),
  );

/** All that the app can show, keep or log. */
export class Exposure {
  private readonly errors: unknown[] = [];

  constructor(private readonly app: App) {}

  /** Does something that may fail, and keeps what it says. Never a link or a file, which are for the user. */
  async attempt(work: Promise<unknown>): Promise<void> {
    await work.then(
      () => undefined,
      (error: unknown) => this.errors.push(error),
    );
  }

  texts(): string[] {
    const { store, log } = this.app;
    const deep = { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity, showHidden: true };
    const errors = this.errors.flatMap(error => [
      inspect(error, deep),
      JSON.stringify(error),
      String(error),
      error instanceof Error ? (error.stack ?? '') : '',
    ]);
    return [...errors, inspect([...store.tasks()], deep), inspect(store.places(), deep), ...log.lines];
  }
}

/** Signatures, tokens and links that went over the wire, whole and in the forms that a message may quote. */
export function bearers({ requests }: PretendCloud): Set<string> {
  const found = new Set<string>();
  for (const { headers, query } of requests) {
    const signature = /[0-9a-f]{64}$/.exec(headers['authorization'] ?? '')?.[0];
    if (signature) found.add(signature);
    for (const name of ['x-auth-token', 'x-security-token', 'x-acs-security-token', 'x-bce-security-token']) {
      if (headers[name]) found.add(headers[name]);
    }
    for (const [name, value] of new URLSearchParams(query)) {
      if (/^(?:signature|authorization)$/i.test(name)) {
        for (const form of [value, encodeURIComponent(value)]) found.add(form);
      }
    }
  }
  return found;
}

export function assertSilent(exposure: Exposure, server: PretendCloud): void {
  // Of a long one, some characters are enough.
  const secrets = [mark, ...[...bearers(server)].flatMap(text => [text.slice(0, 40), text.slice(-24)])];
  for (const text of exposure.texts()) {
    for (const secret of secrets) assert.ok(!text.includes(secret), `“${secret}” stands in: ${text}`);
  }
}

import { redact } from '../core/http/redact';
import type { World } from './world';

/** Shorter than this a name is like any word, and taking it out would tell more than it hides. */
const shortest = 4;

/** What the user has named or been given, and what the clouds call the user's things: none of it is anybody else's business. */
export function privateWords(world: World, home: string): string[] {
  const ofAccounts = world
    .accounts()
    .flatMap(account => [
      account.id,
      account.label,
      account.enterpriseProjectId,
      ...Object.values(account.projectIds ?? {}),
      ...Object.values(account.endpoints ?? {}).flatMap(hostParts),
      ...account.tracked.flatMap(({ id, name }) => [id, name]),
    ]);
  return [home, folderName(home), ...ofAccounts].filter(isWord);
}

/** A text of a cloud or of the system without such words, without names of tasks, addresses, paths and long numbers. */
export function withoutPrivate(text: string, words: readonly string[], world: World): string {
  const named = [...world.store.tasks()].flatMap(({ id, name, file }) => [id, name, file?.name]);
  const quoted = named.filter(isWord).filter(name => text.includes(name));
  const clean = redact(text, [...words, ...quoted]);
  return hidden.reduce((rest, pattern) => rest.replace(pattern, '•••'), clean);
}

/** The last part of the path of the user's home, which is most often the user's name. */
export const folderName = (home: string): string => home.split(/[/\\]/).filter(Boolean).at(-1) ?? '';

/** What is hidden wherever it stands, by its form. */
const hidden: readonly RegExp[] = [
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+|\bhttps?%3A%2F%2F[^\s"'<>]+/gi, // addresses
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\[?(?:[0-9a-f]{1,4}:{1,2}){3,}[0-9a-f]{0,4}\]?|::[0-9a-f]{1,4}\b/gi,
  /\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\b/g, // names of hosts; those of codes have capitals
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{24,}\b/gi, // ids
  /\d{8,}/g,
  /(?:•••|(?<![\w/])\/[\w.@~-]+)(?:[/\\][\w.@~•-]+)+|\b[a-z]:\\[^\s"'<>|]+/gi, // paths
];

/** An address may have `{region}` in its host. */
const hostParts = (endpoint: string): string[] =>
  endpoint.replace(/^[a-z]+:\/\//i, '').split(/[/:]|\{region\}\.?/);

const isWord = (text: string | undefined): text is string => text !== undefined && text.length >= shortest;

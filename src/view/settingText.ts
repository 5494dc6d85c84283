import { redact } from '../core/http/redact';
import { isListOf, isText } from '../core/shapes';
import { folderName } from './privateWords';

/**
 * The value of a setting as anybody may read it: switches, numbers and words that are the same for everybody as they are,
 * paths from the home folder on, and of all else no more than how much it is.
 *
 * @param known words that may be said: those the manifest offers, and ids of services
 * @param home path of the user's home
 */
export function settingText(value: unknown, known: ReadonlySet<string>, home: string): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (isText(value)) return known.has(value) ? value : redact(pathText(value, home));
  if (isWords(value) && value.every(word => known.has(word))) return value.join(', ') || 'none';
  if (Array.isArray(value)) return `${value.length} given`;
  return value === undefined || value === null ? 'none' : 'given';
}

/** `~/exports` for a folder in the home, and never the name of the home itself, which is most often that of the user. */
function pathText(path: string, home: string): string {
  const rest = home !== '' && isBelow(path, home) ? `~${path.slice(home.length)}` : path;
  const name = folderName(home).toLowerCase();
  return rest.replace(/[^/\\]+/g, part => (part.toLowerCase() === name ? '•••' : part));
}

const isBelow = (path: string, home: string): boolean =>
  path.toLowerCase().startsWith(home.toLowerCase()) && /^(?:[/\\]|$)/.test(path.slice(home.length));

const isWords = isListOf(isText);

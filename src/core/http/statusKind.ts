import type { ErrorKind } from '../errors';

/** What an HTTP status means where the vendor's code says nothing. */
export function statusKind(status: number): ErrorKind {
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 404) return 'notFound';
  if (status === 407) return 'proxy';
  if (status === 408) return 'timeout';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'server';
  return 'protocol';
}

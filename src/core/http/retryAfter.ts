import type { HttpHead } from './request';

/** Milliseconds that an answer asks us to wait: `Retry-After` in seconds, or a moment by the server's own clock. */
export function retryAfter({ headers }: HttpHead): number | undefined {
  const value = headers['retry-after'] ?? '';
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers['date'] ?? '');
  return ms > 0 ? ms : undefined;
}

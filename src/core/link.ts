import { CloudError } from './errors';
import { isLoopback } from './endpoint';
import { inOurWords } from './reasons';

/**
 * When a presigned URL dies, read from the URL itself; undefined when it does not say.
 *
 * Known: OSS V1 (`Expires`, Unix seconds), OSS V2 (`x-oss-expires`, Unix seconds), OSS V4 (`x-oss-date` and a
 * duration), BOS (`authorization=bce-auth-v1/{ak}/{time}/{seconds}/…`). Contracts: alibaba 6.1, baidu 6.
 */
export function linkExpiry(url: string): Date | undefined {
  const query = new URL(url).searchParams;
  const bce = query.get('authorization')?.split('/');
  if (bce?.[0] === 'bce-auth-v1') return after(Date.parse(bce[2] ?? ''), Number(bce[3]));
  const expires = query.get('Expires');
  if (expires) return after(0, Number(expires));
  const duration = query.get('x-oss-expires');
  if (!duration) return undefined;
  const date = query.get('x-oss-date');
  return after(
    date ? Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)/, '$1-$2-$3:$4:$5')) : 0,
    Number(duration),
  );
}

/** `seconds` after `start` (milliseconds); a negative count means that the link never dies. */
function after(start: number, seconds: number): Date | undefined {
  const date = new Date(start + seconds * 1000);
  return seconds < 0 || Number.isNaN(date.getTime()) ? undefined : date;
}

/** Refuses a link that is not HTTPS (loopback aside): the file would cross the network in the open. */
export function checkedLink(url: string, service: string): string {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return url;
  throw new CloudError({ kind: 'protocol', service, ...inOurWords('linkNotSecure') });
}

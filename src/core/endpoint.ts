import { ArgumentError, CloudError, isArgumentError } from './errors';
import { inOurWords } from './reasons';

/** All of 127.0.0.0/8, `[::1]` and `localhost`. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);

/** A region is put into host names, so nothing but a host label may stand in it. */
export const isRegion = (region: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/i.test(region);

/**
 * The origin to call, from a template such as `https://hss.{region}.myhuaweicloud.com`. It is judged after
 * `{region}` is replaced: HTTPS, or HTTP on a loopback address; no credentials, path or query.
 *
 * @throws ArgumentError naming `field`
 */
export function endpointOrigin(template: string, region: string, field: string): string {
  if (region !== '' && !isRegion(region))
    throw new ArgumentError('regions', { kind: 'region', value: region });
  const text = template.replaceAll('{region}', region);
  if (!URL.canParse(text)) throw new ArgumentError(field, { kind: 'address' });
  const url = new URL(text);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!secure) throw new ArgumentError(field, { kind: 'https' });
  if (url.username || url.password) throw new ArgumentError(field, { kind: 'userInfo' });
  if (url.pathname !== '/' || url.search || url.hash) throw new ArgumentError(field, { kind: 'origin' });
  return url.origin;
}

/**
 * The same for an endpoint that is stored with an account, and so no input that could be mended now.
 *
 * @throws CloudError
 */
export function storedOrigin(template: string, region: string, field: string): string {
  try {
    return endpointOrigin(template, region, field);
  } catch (error) {
    throw isArgumentError(error) ? new CloudError({ kind: 'protocol', ...inOurWords('badEndpoint') }) : error;
  }
}

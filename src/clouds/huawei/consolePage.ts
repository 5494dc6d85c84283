import type { ConsolePlace } from '../../core/cloud';

/**
 * The start page of the console in a region, from which the vendor's guides go on to **Security & Compliance** and HSS:
 * they name no address of HSS itself. The host and the parameter are those of the vendor's own pages
 * (`console.huaweicloud.com/console/?region=…`, `console.eu.huaweicloud.com` for Europe), and so certain. Accounts of
 * the international site have theirs at `console-intl.huaweicloud.com`: of which site an account is, nothing says here.
 */
function hss(region: string): string {
  const host = region.startsWith('eu-') ? 'console.eu.huaweicloud.com' : 'console.huaweicloud.com';
  return `https://${host}/console/?region=${encodeURIComponent(region)}`;
}

const pages: Readonly<Record<string, (region: string) => string>> = { hss };

/** The address where the console lists tasks of a service, or the nearest to it that is known. */
export const consolePage = ({ service, region }: ConsolePlace): string | undefined =>
  pages[service]?.(region);

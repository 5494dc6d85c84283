import type { ConsolePlace } from '../../core/cloud';

/** Each site has a console under its own domain: contracts alibaba 1.6, 2.6. */
const domain = (site: string | undefined): string =>
  site === 'international' ? 'console.alibabacloud.com' : 'console.aliyun.com';

/**
 * The console of Cloud Firewall: its list of exports has no address of its own that is published. For the China site
 * the vendor's guides say `yundun.console.aliyun.com/?p=cfwnext`. For the international one they have the host with the
 * same parameter for sister products (`?p=sas`, `?p=wafnext`): that it goes for this one too is inferred.
 */
const cloudFirewall = (site: string | undefined): string => `https://yundun.${domain(site)}/?p=cfwnext`;

/**
 * The records of refresh and prefetch operations. For the China site the vendor's guide to refreshing by script leads to
 * `cdn.console.aliyun.com/refresh/record`. For the international one its guides have the host with other paths of the
 * China site (`/domain/list`): that this one is the same too is inferred.
 */
const cdn = (site: string | undefined): string => `https://cdn.${domain(site)}/refresh/record`;

const pages: Readonly<Record<string, (site: string | undefined) => string>> = { cloudFirewall, cdn };

/** The address where the console lists tasks of a service. */
export const consolePage = ({ service, site }: ConsolePlace): string | undefined => pages[service]?.(site);

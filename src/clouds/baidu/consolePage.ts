import type { ConsolePlace } from '../../core/cloud';

/**
 * The console of the log service. Inferred: the vendor's guides name the host with the ids of other products as its
 * paths (`console.bce.baidu.com/iam/`, `/cdn/`), and never this one. The region is not in the address: the console
 * shows the one that was chosen there last.
 */
const bls = (): string => 'https://console.bce.baidu.com/bls/';

const pages: Readonly<Record<string, () => string>> = { bls };

/** The address where the console lists tasks of a service. */
export const consolePage = ({ service }: ConsolePlace): string | undefined => pages[service]?.();

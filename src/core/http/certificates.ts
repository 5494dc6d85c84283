import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import * as tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../clock';
import { namedCertificates } from './namedCertificates';

type Store = 'default' | 'system';

/** Node has it from 22.15 on, and so have editors younger than VS Code 1.100. */
const { getCACertificates } = tls as { getCACertificates?: (store: Store) => string[] };

/** A store that does not answer for so long, milliseconds, is done without. */
const patience = 5_000;

/**
 * The certificates, as PEM, of the authorities that the operating system trusts; none when they cannot be read.
 *
 * @param older reads them where this Node cannot; those that the environment names are added then, as younger ones do
 */
export async function systemCertificates(
  older: () => Promise<readonly string[]>,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const stores = getCACertificates ? [systemStore()] : [soon(older()), namedCertificates(env)];
  const read = await Promise.allSettled(stores);
  const found = read.flatMap(store => (store.status === 'fulfilled' ? store.value : []));
  return [...new Set(found)].filter(isCurrent);
}

/** @throws Error when it takes too long */
async function soon<T>(work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const limit = delay(patience, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Error('The certificates took too long.');
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    late.abort();
    limit.catch(() => undefined);
  }
}

/** For connections that trust these certificates besides Node's own; undefined = those alone. */
export function secureContext(certificates: readonly string[] = []): tls.SecureContext | undefined {
  if (certificates.length === 0) return undefined;
  const own = getCACertificates?.('default') ?? tls.rootCertificates;
  return tls.createSecureContext({ ca: [...new Set([...own, ...certificates])] });
}

const readSystemStore = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates('system'));`;

/** Read in a thread of its own: the keychain of macOS may take its time. */
async function systemStore(): Promise<string[]> {
  const worker = new Worker(readSystemStore, { eval: true });
  const signal = AbortSignal.timeout(patience);
  try {
    const [certificates] = (await once(worker, 'message', { signal })) as [string[]];
    return certificates;
  } finally {
    void worker.terminate();
  }
}

/** One that is damaged or out of date is left out: it may stand in the way of another of the same name. */
function isCurrent(certificate: string): boolean {
  try {
    return Date.parse(new X509Certificate(certificate).validTo) > systemClock.now();
  } catch {
    return false;
  }
}

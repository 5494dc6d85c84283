import { join } from 'node:path';

/** What the editor brings along and reads the certificates of its own requests with; no part of its API. */
interface ProxyAgentModule {
  readonly loadSystemCertificates: (options: {
    readonly log: Readonly<Record<'trace' | 'debug' | 'info' | 'warn' | 'error', () => void>>;
    readonly loadSystemCertificatesFromNode: () => boolean;
  }) => Promise<string[]>;
}

const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/**
 * The certificates of the operating system's store, as the editor itself reads them: on Windows and macOS with native
 * means that Node 20, and so VS Code 1.100, does not have. By itself the editor adds them to `https` and `fetch` alone,
 * which our stack does not go through.
 *
 * @throws Error when this editor has them in another place
 */
export async function editorCertificates(appRoot: string): Promise<readonly string[]> {
  const { loadSystemCertificates } = await firstOf(
    ['node_modules.asar', 'node_modules'].map(modules => join(appRoot, modules, '@vscode', 'proxy-agent')),
  );
  return loadSystemCertificates({ log, loadSystemCertificatesFromNode: () => false });
}

const firstOf = (paths: readonly string[]): Promise<ProxyAgentModule> =>
  Promise.any(paths.map(path => import(path) as Promise<ProxyAgentModule>));

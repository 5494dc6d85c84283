/** A request that a server has answered, as its log has it. */
export interface ServedRequest {
  /** With its query, as it came. */
  readonly path: string;
  readonly status: number;
  /** Empty when absent, as are the others. */
  readonly range: string;
  readonly ifMatch: string;
  readonly acceptEncoding: string;
}

/** What a server has. */
export interface Site {
  /** The folder of its files: below `/files/`, and below all other paths that it knows. */
  readonly root: string;
  /** Further headers of those below `/summed/`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A server of files that nobody here wrote. */
export interface FileServer {
  /** With its version. */
  readonly name: string;
  /** Whether it also packs and limits what it sends, and has errors of its own. */
  readonly isVersatile: boolean;
  readonly origin: string;
  /** The requests for a path, as soon as so many are in the log. */
  served(path: string, count: number): Promise<readonly ServedRequest[]>;
  /** Breaks every connection, and goes on serving. */
  cut(): Promise<void>;
  /** Ends; {@link resume} has it back at the same address. */
  halt(): Promise<void>;
  resume(): Promise<void>;
}

/** How long it may take until what was answered is in the log, milliseconds. */
const logTime = 5_000;

/** Waits until a log has so many requests for a path. */
export async function logged(
  read: () => readonly ServedRequest[],
  path: string,
  count: number,
): Promise<readonly ServedRequest[]> {
  for (const deadline = Date.now() + logTime; ; await new Promise(setImmediate)) {
    const found = read().filter(request => request.path === path);
    if (found.length >= count) return found;
    if (Date.now() > deadline) throw new Error(`${found.length} requests for ${path} instead of ${count}.`);
  }
}

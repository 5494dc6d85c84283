import type { SeenRequest, SimulatorServer } from '../../src/simulator/server';

/** What a request asked for: the operation where a header names it, else method and path. */
export const callOf = ({ method, path, headers }: SeenRequest): string =>
  headers['x-acs-action'] ?? `${method} ${path}`;

/** Whether the bytes of a file are asked for, rather than what the cloud says of it. */
export const isForFile = ({ path }: Pick<SeenRequest, 'path'>): boolean =>
  /^\/(?:oss|bos)\/|\/download\/[0-9a-f-]{36}$/.test(path);

/** What was asked of a pretend cloud, in order, since it had been asked `from` times. */
export const callsOf = ({ requests }: SimulatorServer, from = 0): string[] =>
  requests.slice(from).map(callOf);

/** How often each thing was asked. */
export function countsOf(server: SimulatorServer, from = 0): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of callsOf(server, from)) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}

/** Milliseconds that something took. */
export interface Took {
  readonly wall: number;
  /** Of all threads of the process: the garbage collector and the compiler work on others. */
  readonly cpu: number;
}

export async function timed(work: () => Promise<unknown>): Promise<Took> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

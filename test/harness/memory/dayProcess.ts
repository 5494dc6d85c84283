import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a day of refreshing has left behind; bytes. */
export interface DayTold {
  /** Of the heap, after garbage was collected: before there was any task, after the first hour, at the end. */
  readonly heap: { readonly empty: number; readonly hour: number; readonly day: number };
  /** Of all files on disk: the most there ever were after a reading, and what a file that is written anew takes. */
  readonly disk: { readonly most: number; readonly needed: number };
  /** How often the file was written anew. */
  readonly rewritten: number;
  /** Tasks in the store at the end, and in the list. */
  readonly tasks: { readonly shown: number; readonly listed: number };
}

/** Plays a day in a process of its own, whose heap nobody else uses. @param count how many tasks there are */
export async function dayOf(count: number, folder: string): Promise<DayTold> {
  const script = join(process.cwd(), 'test', 'harness', 'memory', 'dayWorker.ts');
  const execArgv = ['--expose-gc', '--import', 'tsx'];
  const child = fork(script, [String(count), folder], { execArgv });
  const exit = once(child, 'exit');
  let told: DayTold | undefined;
  child.once('message', message => (told = message as DayTold));
  const [code] = (await exit) as [number | null];
  if (!told) throw new Error(`The process of the day ended (${code}) with nothing said.`);
  return told;
}

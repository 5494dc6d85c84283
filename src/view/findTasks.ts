import type { Task } from '../core/task';

/** So many are offered at most: nobody reads on, and each costs the editor. */
const mostFound = 200;

/**
 * The tasks that a text may mean, the likeliest first: by name, id and name of the file. Each word of it has to be there,
 * as it is or with other characters between its own.
 */
export function findTasks(tasks: Iterable<Task>, text: string): Task[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: { task: Task; score: number }[] = [];
  for (const task of tasks) {
    const score = scoreOf(task, words);
    if (score !== undefined) found.push({ task, score });
  }
  const time = ({ createdAt }: Task) => createdAt?.getTime() ?? 0;
  found.sort((a, b) => b.score - a.score || time(b.task) - time(a.task));
  return found.slice(0, mostFound).map(({ task }) => task);
}

/** Undefined when a word is nowhere. */
function scoreOf({ name, id, file }: Task, words: readonly string[]): number | undefined {
  const texts = [name, id, file?.name ?? ''].map(text => text.toLowerCase());
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...texts.map(text => scoreIn(text, word)));
    if (best === 0) return undefined;
    sum += best;
  }
  return sum;
}

/** The more of it stands together, and the nearer to the beginning, the more: 3 to 1; 0 when it is not there. */
function scoreIn(text: string, word: string): number {
  const place = text.indexOf(word);
  if (place >= 0) return place === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(place - 1)) ? 3 : 2;
  let from = 0;
  for (const character of word) {
    const next = text.indexOf(character, from);
    if (next < 0) return 0;
    from = next + 1;
  }
  return 1;
}

import { hasFields, isListOf, isText, optional } from '../shapes';
import type { Task } from '../task';

/** Which files are downloaded by themselves: those of which all that is said fits. */
interface DownloadRule {
  /** The id of a service. */
  readonly service?: string;
  /** A name with `*` for any characters and `?` for one; case makes no difference. */
  readonly name?: string;
}

const isRule = hasFields<DownloadRule>({ service: optional(isText), name: optional(isText) });
const areRules = isListOf(isRule);

/**
 * Whether one of the rules is for this task. A rule that says nothing is for none.
 *
 * @param rules as they stand in the settings, where a user may have written anything; what is no list of rules has none
 */
export function isWanted(rules: unknown, { service, name }: Pick<Task, 'service' | 'name'>): boolean {
  return areRules(rules) && rules.some(rule => fits(rule, service, name));
}

function fits(rule: DownloadRule, service: string, name: string): boolean {
  if (rule.service === undefined && rule.name === undefined) return false;
  const isService = rule.service === undefined || rule.service.toLowerCase() === service.toLowerCase();
  return isService && (rule.name === undefined || matches(rule.name, name));
}

/** Compares without backtracking: a pattern with many stars takes no longer than pattern times text. */
function matches(pattern: string, text: string): boolean {
  const [wanted, given] = [[...pattern.toLowerCase()], [...text.toLowerCase()]];
  let [at, from, star, marked] = [0, 0, -1, 0];
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at++;
      marked = from;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++marked;
    } else return false;
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

import * as z from 'zod/mini';
import { ArgumentError, type ArgumentProblem } from './errors';

/** Text that is not empty; blanks around it, which pasting adds, are dropped. */
export const filledText = () => z.string().check(z.trim(), z.minLength(1));

/** A key or a token as it can stand in a header: text without blanks and of ASCII alone. */
export const headerText = () => filledText().check(z.regex(/^[\x21-\x7e]+$/));

/**
 * Checks input against a schema.
 *
 * @param name what the input is called in an error: the path of a field begins with it, when it is not empty
 * @throws ArgumentError naming the first field that is wrong, never its value
 */
export function readInput<T>(schema: z.ZodMiniType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [name, ...(issue?.path ?? []), ...unknown].filter(part => part !== '').join('.');
  throw new ArgumentError(field === '' ? 'argument' : field, problemOf(issue));
}

function problemOf(issue: z.core.$ZodIssue | undefined): ArgumentProblem {
  switch (issue?.code) {
    case 'unrecognized_keys':
      return { kind: 'unknownField' };
    case 'too_small':
      return { kind: 'empty' };
    case 'invalid_value':
      return { kind: 'choice', choices: issue.values.map(String) };
    case 'invalid_union':
      return issue.discriminator ? { kind: 'choice', choices: discriminators(issue) } : { kind: 'invalid' };
    case 'invalid_type':
      return { kind: 'type', expected: issue.expected };
    default:
      return { kind: 'invalid' };
  }
}

/** The values that a discriminated union knows, where zod tells them. */
const discriminators = (issue: z.core.$ZodIssueInvalidUnion): string[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];

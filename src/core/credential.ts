import * as z from 'zod/mini';
import { ArgumentError } from './errors';

/** A part of a credential as it was typed or pasted: text that is not empty; blanks around it are dropped. */
export const secretText = () => z.string().check(z.trim(), z.minLength(1));

/**
 * Checks a credential against the cloud's schema.
 *
 * @throws ArgumentError naming the field, never its value
 */
export function readCredential<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = ['credential', ...(issue?.path ?? []), ...keys].join('.');
  throw new ArgumentError(field, issueText(issue));
}

/** What is wrong, in words that hold nothing of the value. */
function issueText(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'unrecognized_keys':
      return 'This field is not known here.';
    case 'too_small':
      return 'It must not be empty.';
    case 'invalid_union':
      return 'It is not one of the values that are possible here.';
    case 'invalid_type':
      return `It must be of type ${issue.expected}.`;
    default:
      return 'It is not valid.';
  }
}

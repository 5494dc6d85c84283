import * as z from 'zod/mini';
import { number } from '../../core/fields';

/**
 * A page of tasks. Either part may be missing or null (contract 8, row 9), but not both: nothing is not an empty
 * list, and the rows that are known would go.
 */
export const TaskPage = z
  .object({ TotalCount: number(), Tasks: z.optional(z.unknown()) })
  .check(
    z.refine(({ TotalCount, Tasks }) => TotalCount !== undefined || (Tasks !== undefined && Tasks !== null)),
  );

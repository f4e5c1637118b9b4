import * as z from 'zod/mini';
import { AppError } from '../app-error.ts';

/**
 * Input parsed where it enters.
 * @throws AppError `bad-request` that names every fault by its path
 */
export function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
  what = 'the request',
): z.output<Schema> {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const errors = faults(result.error.issues);
  throw new AppError(
    'bad-request',
    `Skilldesk cannot use ${what}: ${errors[0]?.path ?? ''} ${errors[0]?.detail ?? ''}`.trim(),
    { errors },
  );
}

/** Of a union, the faults of the branch that comes nearest: "Invalid input" alone helps nobody. */
function faults(
  issues: readonly z.core.$ZodIssue[],
  above: readonly PropertyKey[] = [],
): { path: string; detail: string }[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    const nearest =
      issue.code === 'invalid_union'
        ? [...issue.errors].sort((one, other) => weight(one) - weight(other))[0]
        : undefined;
    return nearest?.length ? faults(nearest, path) : [{ path: path.join('.'), detail: issue.message }];
  });
}

const weight = (issues: readonly z.core.$ZodIssue[]) =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

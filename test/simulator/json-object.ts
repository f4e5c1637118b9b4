/** What bodies and answers are made of. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy without these members. */
export function without<T extends object, K extends string>(object: T, ...names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => !(names as readonly string[]).includes(name)),
  ) as Omit<T, K>;
}

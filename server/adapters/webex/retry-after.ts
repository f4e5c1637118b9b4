/** Webex counts by the minute. Who is told more by mistake, and believes it, never asks again: not after a restart either. In seconds. */
const longestBelieved = 600;

/** What a Retry-After header asks for, in seconds; undefined where it names none. */
export function retryAfterOf(header: string | undefined): number | undefined {
  const seconds = Number(header ?? NaN);
  return Number.isFinite(seconds) ? Math.min(longestBelieved, Math.max(0, seconds)) : undefined;
}

/** From `first` up to, and not with, `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Which of `count` things, the n-th beginning at `startOf(n)`, lie between two places, with `spare` more on either side. */
export function spanOf(count: number, startOf: (at: number) => number, from: number, to: number, spare: number): Span {
  const first = firstBeyond(count, startOf, from) - 1;
  const end = firstBeyond(count, startOf, to);
  // Whole steps of `spare`: scrolling by less draws nothing anew.
  const stepped = Math.floor(Math.max(0, first) / spare) * spare;
  return { first: Math.max(0, stepped - spare), end: Math.min(count, Math.ceil(end / spare) * spare + spare) };
}

export const covers = (one: Span | undefined, other: Span): boolean =>
  one !== undefined && one.first <= other.first && other.end <= one.end;

/** The first that begins after `place`. */
function firstBeyond(count: number, startOf: (at: number) => number, place: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(middle) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The numbers of a span, and one more wherever it stands. */
export function numbersIn({ first, end }: Span, pinned: number): number[] {
  const numbers = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  if (pinned < 0 || (pinned >= first && pinned < end)) return numbers;
  return pinned < first ? [pinned, ...numbers] : [...numbers, pinned];
}

/** All measurements of one contestant at one size, in milliseconds, bytes and nodes. */
export interface Figures {
  evaluation: number[];
  firstView: number[];
  /** To the table for the first time: while its file is still to be loaded, and as it usually is. */
  switchingCold: number[];
  switching: number[];
  /** Later ones: to the table, and back to the list. */
  switchingAgain: number[];
  switchingBack: number[];
  searchingList: number[];
  searchingTable: number[];
  editing: number[];
  heap: number;
  heapAfterFirstReturns: number;
  heapAfterReturns: number;
  nodes: number;
}

export const emptyFigures = (): Figures => ({
  evaluation: [],
  firstView: [],
  switchingCold: [],
  switching: [],
  switchingAgain: [],
  switchingBack: [],
  searchingList: [],
  searchingTable: [],
  editing: [],
  heap: NaN,
  heapAfterFirstReturns: NaN,
  heapAfterReturns: NaN,
  nodes: NaN,
});

/** The value below which `share` of all lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

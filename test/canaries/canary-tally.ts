import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface Searched {
  bytes: number;
  places: number;
  hits: number;
}

/** Names the file in which the processes of one run count together; set by the reporter that prints the sum. */
export const tallyVariable = 'SKILLDESK_CANARY_TALLY';

export function countSearched(searched: Searched): void {
  const file = process.env[tallyVariable];
  if (file) appendFileSync(file, `${JSON.stringify(searched)}\n`);
}

/** What all searches of the run come to. */
export function searchedIn(file: string): Searched {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const sum = { bytes: 0, places: 0, hits: 0 };
  for (const line of lines) {
    const { bytes, places, hits } = JSON.parse(line) as Searched;
    sum.bytes += bytes;
    sum.places += places;
    sum.hits += hits;
  }
  return sum;
}

export const searchedLine = ({ bytes, places, hits }: Searched): string =>
  `canary search: ${bytes} bytes in ${places} places, ${hits} hits`;

/** For a leak that was planted: it is no hit of the run. */
export async function untallied<Result>(work: () => Promise<Result>): Promise<Result> {
  const file = process.env[tallyVariable] ?? '';
  process.env[tallyVariable] = '';
  try {
    return await work();
  } finally {
    process.env[tallyVariable] = file;
  }
}

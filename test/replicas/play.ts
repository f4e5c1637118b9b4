import type { Change } from '../../shared/change.ts';
import type { Books, Closing } from '../bench/crash-books.ts';
import { ReplicaLoad } from './replica-load.ts';
import type { Place, ReplicaSite } from './replica-site.ts';

/** What is done to an installation while people work with it. */
export interface Scenario {
  name: string;
  /** Where it can be played; three servers on PostgreSQL when left out. */
  where?: Place;
  /** Answers what else there is to tell. */
  run(site: ReplicaSite, load: ReplicaLoad): Promise<string | undefined>;
}

export interface Outcome extends Closing {
  name: string;
  /** How many Changes the scenario took away for good. */
  excused: number;
  /** What was answered with a Change. */
  acknowledged: number;
  /** Items that Webex was seen to have carried out. */
  verified: number;
  /** Answers that say “ask again”, and those of 5xx that do not. */
  unavailable: number;
  failures: number;
  longestInterruption: number;
  leases: number;
  /** By how much the latest end of a lease began later than it should have, in milliseconds. */
  latestEnd: number;
  /** Processes that ended though nobody had asked them to. */
  falls: number;
  gaveUp: readonly string[];
  took: number;
  note: string;
}

/** How long people work before and after, in acknowledged Changes, and how long they lend at most, in milliseconds. */
export interface Measure {
  before: number;
  after: number;
  longestLease: number;
}

const usual: Measure = { before: 8, after: 8, longestLease: 12_000 };

/** Lets people work, does to the installation what the scenario says, lets them work on, and judges all of it. */
export async function play(site: ReplicaSite, books: Books, scenario: Scenario, measure = usual): Promise<Outcome> {
  const { name } = scenario;
  const began = performance.now();
  site.statuses.clear();
  const falls = fallsOf(site);
  const load = new ReplicaLoad(site, books, name.replaceAll(/\W+/g, '-'), measure.longestLease);
  await load.more(measure.before);
  load.longestInterruption = 0;
  let note: string | undefined;
  try {
    note = await scenario.run(site, load);
  } catch (error) {
    load.gaveUp.push(error instanceof Error ? error.message : 'no error');
  }
  await load.more(measure.after);
  await load.stop();
  const { acknowledged, longestInterruption, gaveUp } = load;
  site.webex.faults.length = 0;
  const changes = await books.allEnded();
  const closing = excusing(await books.close(changes), load.excused);
  const late = changes.flatMap(latenessOf);
  return {
    ...closing,
    ...{ name, acknowledged, longestInterruption, gaveUp, leases: late.length, latestEnd: Math.max(0, ...late) },
    verified: changes.flatMap(({ items }) => items).filter(({ outcome }) => outcome === 'verified').length,
    unavailable: site.statuses.get(503) ?? 0,
    failures: [...site.statuses].reduce(
      (sum, [status, count]) => (status >= 500 && status !== 503 ? sum + count : sum),
      0,
    ),
    falls: fallsOf(site) - falls,
    took: performance.now() - began,
    note: note ?? '',
  };
}

/** The journal that is left knows nothing of some Changes, so it cannot account for what they did; but of the others none may be missing or stand still. */
function excusing(closing: Closing, keys: ReadonlySet<string>): Closing & { excused: number } {
  if (keys.size === 0) return { ...closing, excused: 0 };
  const lost = closing.lost.filter(
    (sentence) =>
      /was acknowledged and is not in the journal|: still /.test(sentence) &&
      ![...keys].some((key) => sentence.startsWith(`${key}:`) || sentence.startsWith(`${key}/`)),
  );
  // An agent gets the same profile again and again, and once of that may have been by a Change that is gone; a value is written by one only.
  const doubled = closing.doubled.filter((sentence) => !/Webex did it \d+ times: \S+ skillProfileId: /.test(sentence));
  return { ...closing, lost, doubled, excused: keys.size };
}

const fallsOf = ({ replicas }: ReplicaSite) => replicas.reduce((sum, { falls }) => sum + falls, 0);

/** Of a lease that ended by itself; who ends one early gives it another end. */
function latenessOf({ via, until, endedAt }: Change): number[] {
  return via === undefined && until !== undefined && endedAt !== undefined
    ? [Date.parse(endedAt) - Date.parse(until)]
    : [];
}

/** What a scenario broke, in sentences. */
export function brokenBy({ lost, doubled, broken, failures, falls, gaveUp }: Outcome): string[] {
  return [
    ...lost.map((what) => `LOST ${what}`),
    ...doubled.map((what) => `DOUBLED ${what}`),
    ...broken.map((what) => `BROKEN CHAIN ${what}`),
    ...(failures > 0 ? [`${failures} answers of 5xx that are no 503`] : []),
    ...gaveUp.map((why) => `GAVE UP ${why}`),
    ...(falls > 0 ? [`${falls} processes ended by themselves`] : []),
  ];
}

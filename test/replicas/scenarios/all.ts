import type { Scenario } from '../play.ts';
import { clockSet, clocksWrong } from './clocks.ts';
import { connectionsCut, databaseHalfOpen, restartedAtOnce, restartedFast } from './database.ts';
import { sqliteFull, tablespaceFull } from './disk.ts';
import { failOver } from './fail-over.ts';
import { frozen, frozenBriefly, killed, rollingRestart } from './processes.ts';
import { answersHeld, identityDown, malformedAnswers, requestStorm, upstreamHalfOpen, webexDown } from './upstream.ts';

/** In the order in which they are played. */
export const scenarios: readonly Scenario[] = [
  killed,
  frozenBriefly,
  frozen,
  rollingRestart,
  connectionsCut(20),
  restartedFast,
  restartedAtOnce,
  databaseHalfOpen,
  clocksWrong,
  clockSet,
  answersHeld,
  upstreamHalfOpen,
  requestStorm,
  webexDown,
  malformedAnswers,
  identityDown,
  tablespaceFull,
  sqliteFull,
  // Leaves the others with another history, so it comes last.
  failOver,
];

import type { Policy } from '../../shared/policy.ts';
import { isKnownZone } from '../../shared/wall-clock.ts';
import type { KnownIds } from './ports.ts';

export interface Fault {
  path: string;
  detail: string;
}

type Known = Awaited<ReturnType<KnownIds>>;

/** What would not do what it says: a protected skill that does not exist protects nothing, a shift in an unknown time zone never ends. */
export function faultsOfNames({ protectedSkills, shiftEnds }: Policy, known: Known): Fault[] {
  const unknownSkill = `is no skill of the organization as it was read at ${readAt(known)}, and would protect nothing. Correct the id; if the skill is newer than that, open Skilldesk once, so that Webex is read again`;
  return [
    ...unknownAmong(protectedSkills, known?.skills, (at) => `protectedSkills.${at}`, unknownSkill),
    ...shiftEnds.flatMap(({ zone }, at) =>
      isKnownZone(zone)
        ? []
        : [
            {
              path: `shiftEnds.${at}.zone`,
              detail: `${zone} is no time zone that this server knows. Correct its name`,
            },
          ],
    ),
  ];
}

/** What may be a mistake and harms nobody: an unknown person or team lets nobody in, and an unknown team has no shift. */
export function warningsOfNames({ stage, shiftEnds }: Policy, known: Known): string[] {
  const named = typeof stage === 'object' ? stage.named : { persons: [], teams: [] };
  const persons = named.persons.map((id) => id.toLowerCase());
  const shiftTeams = shiftEnds.map(({ teamId }) => teamId);
  const noUser = `is no user of the contact center as it was read at ${readAt(known)}`;
  const noTeam = `is no team of the contact center as it was read at ${readAt(known)}`;
  return [
    ...unknownAmong(persons, known?.persons, (at) => `stage.named.persons.${at}`, `${noUser}; it lets nobody write`),
    ...unknownAmong(named.teams, known?.teams, (at) => `stage.named.teams.${at}`, `${noTeam}; it lets nobody write`),
    ...unknownAmong(
      shiftTeams,
      known?.teams,
      (at) => `shiftEnds.${at}.teamId`,
      `${noTeam}; this end of a shift is offered to nobody`,
    ),
  ].map(({ path, detail }) => `${path}: ${detail}.`);
}

function unknownAmong(
  named: readonly string[],
  known: ReadonlySet<string> | undefined,
  pathOf: (at: number) => string,
  detail: string,
): Fault[] {
  return named.flatMap((id, at) => (known && !known.has(id) ? [{ path: pathOf(at), detail: `${id} ${detail}` }] : []));
}

const readAt = (known: Known) => (known ? new Date(known.asOf).toISOString() : '');

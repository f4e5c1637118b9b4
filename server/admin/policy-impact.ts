import { mostNamed, type MemberImpact, type Named } from '../../shared/admin-api.ts';
import { nameOfStage, type EditPolicy, type Policy, type Stage } from '../../shared/policy.ts';
import type { Session } from '../identity/session.ts';
import { reachOf } from '../policy/stage.ts';
import { groundsOf, refusalOfProfile } from '../skill-profiles/editable.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { supervisorsOf } from './supervisors.ts';

export interface ImpactGrounds {
  /** Undefined: Webex was not read yet, and nobody can say whom anything affects. */
  organization: Organization | undefined;
  editByEnvironment: EditPolicy | undefined;
  /** How many audit records would be cut if they were kept for so many days. */
  recordsOlderThan: (days: number) => Promise<number>;
}

interface Comparison extends ImpactGrounds {
  before: Policy;
  after: Policy;
  supervisors: Session[];
}

type Affected = Partial<Record<'profiles' | 'teams' | 'persons', Named[]>>;
type Impact = Affected & { before: string; after: string; effects: string[] };

/** What each changed member of a policy would do, before anybody saves it. */
export async function impactOf(before: Policy, after: Policy, grounds: ImpactGrounds): Promise<MemberImpact[]> {
  const supervisors = grounds.organization ? supervisorsOf(grounds.organization) : [];
  const comparison = { ...grounds, before, after, supervisors };
  const changed = (Object.keys(members) as (keyof Policy)[]).filter(
    (member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]),
  );
  return Promise.all(
    changed.map(async (member) => {
      const { profiles, teams, persons, ...texts } = await members[member](comparison);
      const needsNobody = member === 'retentionDays' || (member === 'edit' && grounds.editByEnvironment !== undefined);
      const isUnknown = grounds.organization === undefined && !needsNobody;
      const effects = isUnknown ? ['Webex was not read yet, so nobody can say whom this affects.'] : texts.effects;
      return { member, ...texts, effects, profiles: listed(profiles), teams: listed(teams), persons: listed(persons) };
    }),
  );
}

const members: Record<keyof Policy, (comparison: Comparison) => Impact | Promise<Impact>> = {
  edit: ofEdit,
  stage: ofStage,
  protectedSkills: ofProtectedSkills,
  defaultEndMinutes: ofDefaultEnd,
  shiftEnds: ofShiftEnds,
  limits: ofLimits,
  retentionDays: ofRetention,
};

function ofEdit(comparison: Comparison): Impact {
  const { before, after, editByEnvironment } = comparison;
  const texts = { before: before.edit, after: after.edit };
  if (editByEnvironment !== undefined) {
    return { ...texts, effects: [`Nothing: EDIT_POLICY is set to ${editByEnvironment}, and wins as long as it is.`] };
  }
  const { gained, lost, profiles, persons } = editing(comparison, { ...before, edit: after.edit });
  return { ...texts, effects: inWords(gained, lost), profiles, persons };
}

function ofStage(comparison: Comparison): Impact {
  const { before, after, supervisors, organization } = comparison;
  const { gained, lost, profiles } = editing(comparison, { ...before, stage: after.stage });
  const writes = (stage: Stage) => (session: Session) => reachOf(stage, session) !== 'nothing';
  const start = supervisors.filter((one) => !writes(before.stage)(one) && writes(after.stage)(one));
  const stop = supervisors.filter((one) => writes(before.stage)(one) && !writes(after.stage)(one));
  const teamIds = typeof after.stage === 'object' ? after.stage.named.teams : [];
  return {
    before: stageText(before.stage),
    after: stageText(after.stage),
    effects: [
      `${counted(start.length, 'supervisor')} may write who may not now; ${counted(stop.length, 'supervisor')} may not any more.`,
      ...inWords(gained, lost),
      ...(stop.length > 0
        ? ['What they have saved and what has not begun is refused at its time; leases still end.']
        : []),
    ],
    profiles,
    persons: [...start, ...stop].map(named),
    teams: namesIn(organization?.teams, teamIds),
  };
}

function ofProtectedSkills({ before, after, organization, supervisors }: Comparison): Impact {
  const added = after.protectedSkills.filter((id) => !before.protectedSkills.includes(id));
  const removed = before.protectedSkills.filter((id) => !after.protectedSkills.includes(id));
  const touched = [...added, ...removed];
  const profiles = [...(organization?.skillProfiles.values() ?? [])].filter(({ content }) =>
    touched.some((id) => content?.values.has(id)),
  );
  const concerned = supervisors.filter(
    ({ person, rights, scope }) =>
      person.role !== 'administrator' &&
      (rights.values || rights.assignments) &&
      profiles.some(({ id }) => scope.skillProfileIds.includes(id)),
  );
  const names = (ids: readonly string[]) =>
    namesIn(organization?.skills, ids)
      .map(({ name }) => name)
      .join(', ');
  return {
    before: counted(before.protectedSkills.length, 'skill'),
    after: counted(after.protectedSkills.length, 'skill'),
    effects: [
      ...(added.length > 0 ? [`Only administrators may change ${names(added)} from then on.`] : []),
      ...(removed.length > 0 ? [`Supervisors may change ${names(removed)} again.`] : []),
      `${counted(profiles.length, 'skill profile')} hold them; ${counted(concerned.length, 'supervisor')} see such a profile.`,
    ],
    profiles: profiles.map(named),
    persons: concerned.map(named),
  };
}

function ofDefaultEnd({ before, after, supervisors }: Comparison): Impact {
  const text = ({ defaultEndMinutes: minutes }: Policy) => (minutes === null ? 'none' : `${minutes} minutes`);
  const writers = supervisors.filter((one) => reachOf(after.stage, one) !== 'nothing');
  return {
    before: text(before),
    after: text(after),
    effects: [
      `${counted(writers.length, 'supervisor')} are proposed another end with the next Change they save.`,
      ...(after.defaultEndMinutes === null
        ? ['Without a proposal a Change stands for good unless somebody chooses an end.']
        : []),
      'What is saved already keeps its end.',
    ],
    persons: writers.map(named),
  };
}

function ofShiftEnds({ before, after, organization, supervisors }: Comparison): Impact {
  const of = ({ shiftEnds }: Policy, id: string) =>
    JSON.stringify(shiftEnds.filter(({ teamId }) => teamId === id).map(({ time, zone }) => [time, zone]));
  const all = new Set([...before.shiftEnds, ...after.shiftEnds].map(({ teamId }) => teamId));
  const teamIds = [...all].filter((id) => of(before, id) !== of(after, id));
  const concerned = supervisors.filter(({ scope }) => teamIds.some((id) => scope.teamIds.includes(id)));
  return {
    before: counted(before.shiftEnds.length, 'end of a shift', 'ends of shifts'),
    after: counted(after.shiftEnds.length, 'end of a shift', 'ends of shifts'),
    effects: [
      `“End of shift” is another time for ${counted(teamIds.length, 'team')}, and offered so to ${counted(concerned.length, 'supervisor')}.`,
      'What is saved already keeps its end.',
    ],
    teams: namesIn(organization?.teams, teamIds),
    persons: concerned.map(named),
  };
}

function ofLimits({ before, after, supervisors }: Comparison): Impact {
  const text = ({ limits }: Policy) =>
    `${limits.sessionExchangesPerMinute} sessions, ${limits.changesPerMinute} Changes, ${limits.refusedExchangesPerMinute} refused`;
  const lower = (Object.keys(after.limits) as (keyof Policy['limits'])[]).filter(
    (name) => after.limits[name] < before.limits[name],
  );
  return {
    before: text(before),
    after: text(after),
    effects: [
      `Counted per person and minute (refused ones per address), from the next minute on, for all ${counted(supervisors.length, 'supervisor')}.`,
      ...(lower.length > 0 ? ['Who is over a lower limit is asked to wait, and nothing is lost.'] : []),
    ],
    persons: supervisors.map(named),
  };
}

async function ofRetention({ before, after, recordsOlderThan }: Comparison): Promise<Impact> {
  const cut = after.retentionDays < before.retentionDays ? await recordsOlderThan(after.retentionDays) : 0;
  return {
    before: `${before.retentionDays} days`,
    after: `${after.retentionDays} days`,
    effects: [
      cut > 0
        ? `${counted(cut, 'audit record')} are older, and are cut within a day, for good. Export them first.`
        : 'No audit record is cut because of that now.',
    ],
  };
}

/** Whose right to edit values would change under another policy, and of which profiles. */
function editing({ organization, supervisors, before }: Comparison, after: Policy) {
  const gained = new Set<string>();
  const lost = new Set<string>();
  const persons: Named[] = [];
  if (!organization) return { gained, lost, persons, profiles: [] };
  const was = groundsOf(before, organization);
  const is = { ...was, policy: after };
  for (const session of supervisors) {
    let isConcerned = false;
    for (const { id } of organization.skillProfiles.values()) {
      const could = refusalOfProfile(session, was, id, Infinity) === undefined;
      const can = refusalOfProfile(session, is, id, Infinity) === undefined;
      if (could === can) continue;
      (can ? gained : lost).add(id);
      isConcerned = true;
    }
    if (isConcerned) persons.push(named(session));
  }
  return { gained, lost, persons, profiles: namesIn(organization.skillProfiles, [...new Set([...gained, ...lost])]) };
}

const inWords = (gained: ReadonlySet<string>, lost: ReadonlySet<string>): string[] => [
  `${counted(gained.size, 'skill profile')} can be edited by somebody who cannot now; ${counted(lost.size, 'skill profile')} by somebody no more.`,
];

const stageText = (stage: Stage): string =>
  typeof stage === 'object'
    ? `${counted(stage.named.persons.length, 'person', 'persons')} and ${counted(stage.named.teams.length, 'team')} named`
    : nameOfStage(stage);

const named = (one: { id: string; name: string } | Session): Named =>
  'person' in one ? { id: one.person.id, name: one.person.name } : { id: one.id, name: one.name };

const namesIn = (known: ReadonlyMap<string, { name: string }> | undefined, ids: readonly string[]): Named[] =>
  ids.map((id) => ({ id, name: known?.get(id)?.name ?? id }));

function listed(all: Named[] = []): { count: number; named: Named[] } {
  const byName = [...all].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return { count: all.length, named: byName.slice(0, mostNamed) };
}

const counted = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

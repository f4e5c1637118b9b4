import type { SkillDifference } from '../../shared/diff.ts';
import { isAssignment, type AssignmentEdit, type Edit } from '../../shared/edit.ts';
import type { Skill, SkillValue } from '../../shared/skill.ts';
import type { AuditEntry, Person } from '../audit/ports.ts';
import { holdersOfProfiles, nobody, type Organization } from '../skill-profiles/organization.ts';
import { asWritten } from './inverse.ts';
import type { Actor, JournalChange, JournalItem } from './ports.ts';

type Made = Pick<
  JournalChange,
  'id' | 'actor' | 'reason' | 'authority' | 'reverts' | 'via' | 'owner' | 'startsAt' | 'until'
>;

/** That a Change was taken in: what it became of each item follows. */
export const acceptedEntry = (change: Made & Pick<JournalChange, 'items'>): AuditEntry => ({
  action: 'change-accepted',
  actor: actorOf(change),
  body: {
    ...madeOf(change),
    items: change.items.length,
    ...(change.startsAt !== undefined && { startsAt: new Date(change.startsAt).toISOString() }),
    ...(change.until !== undefined && { until: new Date(change.until).toISOString() }),
  },
  persons: personsOf(change),
});

/** That somebody stopped items of a Change, or took them up again: who did that may be another than who asked for the Change. */
export const handledEntry = (
  action: 'change-stopped' | 'change-continued',
  actor: Actor,
  items: readonly JournalItem[],
): AuditEntry => ({
  action,
  actor,
  body: { changeId: items[0]?.changeId, positions: items.map(({ position }) => position) },
});

/** How an item ended, with names, teams and agents as they are known at this moment; without an organization nobody knows them. */
export function outcomeEntry(change: Made, item: JournalItem, organization: Organization | undefined): AuditEntry {
  const { position, outcome, rule, differences, effect, conflict, leftOut, trackingId } = item;
  const edit = asWritten(item);
  const skills = isAssignment(edit) ? effect : differences;
  return {
    action: 'change-outcome',
    actor: actorOf(change),
    body: {
      ...madeOf(change),
      position,
      outcome,
      ...(rule !== undefined && { rule }),
      ...subjectOf(edit, organization),
      skills: skills.map((difference) => namedDifference(difference, organization)),
      ...(conflict && { conflict }),
      ...(leftOut && { leftOut }),
      ...(trackingId !== undefined && { trackingId }),
      reached: reachedBy(edit, organization),
    },
    persons: { ...personsOf(change), ...agentOf(edit, organization) },
  };
}

/** What was noticed that nobody did through Skilldesk. */
export function elsewhereEntry(change: JournalChange, organization: Organization | undefined): AuditEntry {
  const [item] = change.items;
  const { team } = change;
  return {
    action: 'changed-elsewhere',
    actor: 'skilldesk',
    body: {
      changeId: change.id,
      ...(item && elsewhereSubject(item, organization)),
      ...(team && {
        team: { id: team.teamId, name: organization?.teams.get(team.teamId)?.name ?? null },
        ...assignmentSubject(team, organization),
      }),
    },
    persons: item ? agentOf(item.edit, organization) : {},
  };
}

function elsewhereSubject({ edit, differences }: JournalItem, organization: Organization | undefined) {
  const reached = reachedBy(edit, organization);
  if (isAssignment(edit)) return { ...assignmentSubject(edit, organization), reached };
  const { skillProfileId: id, deleted } = edit;
  return {
    skillProfile: { id, name: deleted?.name ?? organization?.skillProfiles.get(id)?.name ?? null },
    ...(deleted && { deleted: true }),
    skills: differences.map((difference) => namedDifference(difference, organization)),
    reached,
  };
}

const madeOf = ({ id, reason, authority, reverts, via }: Made) => ({
  changeId: id,
  reason,
  ...(via ? { via } : { role: authority.person.role }),
  ...(reverts !== undefined && { reverts }),
});

/** The end of a lease is carried out by Skilldesk, on behalf of its owner: both are recorded. */
const actorOf = ({ actor, via }: Made): AuditEntry['actor'] => (via ? 'skilldesk' : actor);

/** Whose profile an assignment changes. */
const agentOf = (edit: Edit, organization: Organization | undefined): Record<string, Person[]> =>
  isAssignment(edit)
    ? { agent: [{ id: edit.userId, name: organization?.users.get(edit.userId)?.name ?? '', email: '' }] }
    : {};

const personsOf = ({ owner }: Made) => (owner ? { owner: [owner] } : {});

function subjectOf(edit: Edit, organization: Organization | undefined) {
  if (isAssignment(edit)) return assignmentSubject(edit, organization);
  const { skillProfileId, set, remove, restore } = edit;
  return {
    skillProfile: namedProfile(skillProfileId, organization),
    asked: { set, remove, ...(restore && { restore }) },
  };
}

const assignmentSubject = (
  { fromSkillProfileId: from, toSkillProfileId: to }: Pick<AssignmentEdit, 'fromSkillProfileId' | 'toSkillProfileId'>,
  organization: Organization | undefined,
) => ({ from: namedProfile(from, organization), to: namedProfile(to, organization) });

const namedProfile = (id: string | null, organization: Organization | undefined) =>
  id === null ? null : { id, name: organization?.skillProfiles.get(id)?.name ?? null };

function namedDifference({ skillId, before, after }: SkillDifference, organization: Organization | undefined) {
  const skill = organization?.skills.get(skillId);
  return { id: skillId, name: skill?.name ?? null, before: named(before, skill), after: named(after, skill) };
}

/** The values of an ENUM skill are ids, and their names may change. */
const named = (value: SkillValue | null, skill: Skill | undefined) =>
  typeof value === 'object' && value !== null
    ? value.map((id) => ({ id, name: skill?.enumSkillValues.find((known) => known.id === id)?.name ?? null }))
    : value;

/** Active agents and their teams: of a profile those who have it, of an assignment the one agent. */
function reachedBy(edit: Edit, organization: Organization | undefined) {
  if (!organization) return null;
  const user = isAssignment(edit) ? organization.users.get(edit.userId) : undefined;
  const holders = isAssignment(edit) ? nobody : (holdersOfProfiles(organization).get(edit.skillProfileId) ?? nobody);
  const users = isAssignment(edit) ? (user ? [user] : []) : holders.users.filter(({ active }) => active);
  const teamIds = new Set([...users.flatMap((one) => one.teamIds), ...holders.teams.map(({ id }) => id)]);
  const teams = [...teamIds].map((id) => ({ id, name: organization.teams.get(id)?.name ?? null }));
  return { agents: users.length, teams };
}

import type { Rule } from '../../shared/change.ts';
import { diff } from '../../shared/diff.ts';
import { isAssignment, namedSkills, type AssignmentEdit, type Edit, type ValuesEdit } from '../../shared/edit.ts';
import type { Policy } from '../../shared/policy.ts';
import type { Session } from '../identity/session.ts';
import { reachOf } from '../policy/stage.ts';
import {
  effectiveValues,
  holdersOfProfiles,
  isInScope,
  nobody,
  outside,
  possibleProfiles,
  type Holders,
  type Organization,
  type ProfileUse,
  type User,
} from './organization.ts';

/** What decisions are made on: the policy in force, and the organization as it is known. */
export interface Grounds {
  policy: Policy;
  organization: Organization;
  holders: ReadonlyMap<string, Holders>;
}

export const groundsOf = (policy: Policy, organization: Organization): Grounds => ({
  policy,
  organization,
  holders: holdersOfProfiles(organization),
});

/**
 * Why this person may not carry out an edit, or undefined when he may. The order is fixed: what he may not see is `not-found` like what
 * does not exist, whatever else is true of it; then what concerns the person; then what concerns the object. `acknowledged`: to so much use
 * outside his scope he has agreed.
 */
export function refusalOf(session: Session, grounds: Grounds, edit: Edit, acknowledged = 0): Rule | undefined {
  return isAssignment(edit)
    ? refusalOfAssignment(session, grounds, edit)
    : (refusalOfProfile(session, grounds, edit.skillProfileId, acknowledged) ??
        refusalOfSkills(session, grounds.policy, edit));
}

/** Why this person may edit none of the values of a profile. */
export function refusalOfProfile(
  { rights, scope, person }: Session,
  { policy, organization, holders: all }: Grounds,
  skillProfileId: string,
  acknowledged = 0,
): Rule | undefined {
  if (!organization.skillProfiles.has(skillProfileId) || !scope.skillProfileIds.includes(skillProfileId))
    return 'not-found';

  if (!rights.values) return 'no-skill-profile-permission';
  const reach = reachOf(policy.stage, { person, scope });
  if (reach === 'nothing') return 'stage';

  const holders = all.get(skillProfileId) ?? nobody;
  if (reach !== 'everything' && outside(holders, reach.teamIds) > 0) return 'stage';
  if (policy.edit === 'open') return undefined;
  if (outside(holders, scope.teamIds) > (policy.edit === 'acknowledge' ? acknowledged : 0)) return 'outside-scope';
  const unused = holders.users.length === 0 && holders.teams.length === 0;
  const decides =
    person.role === 'administrator' || scope.profileAccess === 'all' || scope.profileAccess.includes(skillProfileId);
  return unused && !decides ? 'unused-profile' : undefined;
}

/** Whether the policy keeps a skill from this person. */
export const isProtectedFrom = ({ person }: Session, { protectedSkills }: Policy, skillId: string): boolean =>
  person.role !== 'administrator' && protectedSkills.includes(skillId);

/** To name a protected skill is to change it: whether the value is another one is found out too late to ask. */
function refusalOfSkills(session: Session, policy: Policy, edit: ValuesEdit): Rule | undefined {
  return namedSkills(edit).some((skillId) => isProtectedFrom(session, policy, skillId)) ? 'protected-skill' : undefined;
}

/** Why this person may give an agent no other profile at all. */
export function refusalOfAgent({ rights, scope, person }: Session, { policy }: Grounds, user: User): Rule | undefined {
  if (!isInScope(scope, user)) return 'not-found';
  if (!rights.assignments) return 'no-reskill-permission';
  const reach = reachOf(policy.stage, { person, scope });
  if (reach === 'nothing') return 'stage';
  return reach === 'everything' || isInScope(reach, user) ? undefined : 'stage';
}

function refusalOfAssignment(session: Session, grounds: Grounds, edit: AssignmentEdit): Rule | undefined {
  const { organization } = grounds;
  const user = organization.users.get(edit.userId);
  const { toSkillProfileId: to } = edit;
  // Null gives back what the teams have, which an administrator chose for them: it need not be readable.
  const readable = to === null || (organization.skillProfiles.has(to) && session.scope.skillProfileIds.includes(to));
  if (!user || !readable) return 'not-found';
  return (
    refusalOfAgent(session, grounds, user) ??
    refusalOfEffect(session, grounds, edit, user.skillProfileId) ??
    refusalOfCrowd(grounds, user, to)
  );
}

/** So many agents may share a profile; Webex promises nothing for more. */
const mostAgents = 500;

/** An agent who comes to a profile must find room in it, and in each that one of his teams may give him. */
function refusalOfCrowd({ organization, holders }: Grounds, user: User, to: string | null): Rule | undefined {
  const isFull = possibleProfiles(organization, { ...user, skillProfileId: to }).some((id) => {
    const { users } = holders.get(id) ?? nobody;
    return users.length >= mostAgents && !users.some((holder) => holder.id === user.id);
  });
  return isFull ? 'too-many-agents' : undefined;
}

/** The teams that an edit concerns: an agent's own, or those that a profile's users are in or that give it to them. */
export function teamsReached(
  { organization, holders }: Pick<Grounds, 'organization' | 'holders'>,
  edit: Edit,
): string[] {
  if (isAssignment(edit)) return organization.users.get(edit.userId)?.teamIds ?? [];
  const { teams, users } = holders.get(edit.skillProfileId) ?? nobody;
  return [...new Set([...teams.map(({ id }) => id), ...users.flatMap(({ teamIds }) => teamIds)])];
}

/** How many users and teams outside of this person's scope an edit of values reaches. */
export const outsideUseOf = ({ scope }: Session, { holders }: Grounds, edit: Edit): number =>
  isAssignment(edit) ? 0 : outside(holders.get(edit.skillProfileId) ?? nobody, scope.teamIds);

/**
 * An assignment must not change what a protected skill says of the agent, through a team's profile neither. `from` is the profile of his own
 * that he has; what the edit claims is not believed. Where a profile that decides is not known, nobody can say that nothing changes.
 */
export function refusalOfEffect(
  session: Session,
  { policy, organization }: Grounds,
  { userId, toSkillProfileId: to }: AssignmentEdit,
  from: string | null,
): Rule | undefined {
  const isProtected = (skillId: string) => isProtectedFrom(session, policy, skillId);
  if (!policy.protectedSkills.some(isProtected)) return undefined;
  const user = organization.users.get(userId);
  const before = user && effectiveValues(organization, { ...user, skillProfileId: from });
  const after = user && effectiveValues(organization, { ...user, skillProfileId: to });
  const known = before !== undefined && after !== undefined;
  return known && !diff(before, after).some(({ skillId }) => isProtected(skillId)) ? undefined : 'protected-skill';
}

/** The rule in words for the person in front of something that he cannot change. */
export function explain(rule: Rule, use?: Pick<ProfileUse, 'outsideScope'>): string {
  switch (rule) {
    case 'outside-scope':
      return `Also used by ${use?.outsideScope ?? 'some'} users or teams outside your teams. Ask an administrator, or somebody who supervises them too.`;
    case 'unused-profile':
      return 'Nobody uses this profile, and your user profile does not name it. An administrator can edit it.';
    case 'no-skill-profile-permission':
      return 'Your user profile in Control Hub lets you view skill profiles but not edit them.';
    case 'no-reskill-permission':
      return 'Your user profile in Control Hub lets you neither reskill agents nor edit skill profiles.';
    case 'stage':
      return 'Skilldesk is being introduced step by step, and this is not part of it yet. Your administrator says when it will be.';
    case 'protected-skill':
      return 'Your organization lets only administrators change this skill. Ask one of them.';
    case 'too-many-agents':
      return `At most ${mostAgents} agents may share one skill profile, and this one has as many.`;
    default:
      return 'You may not edit this.';
  }
}

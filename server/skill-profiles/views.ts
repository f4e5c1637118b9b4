import type { AgentList, EditPolicy, SkillProfileList, SkillProfileView } from '../../shared/api.ts';
import { listSkillValues } from '../../shared/skill-values.ts';
import type { Scope, Session } from '../identity/session.ts';
import { explain, refusalOfValues } from './editable.ts';
import {
  effectiveProfile,
  isInScope,
  profileUses,
  useOf,
  type Organization,
  type ProfileUse,
  type SkillProfile,
} from './organization.ts';

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name, 'en');

/** The profiles that this person may see, with what he may do with each. */
export function viewSkillProfiles(session: Session, policy: EditPolicy, organization: Organization): SkillProfileList {
  const uses = profileUses(organization, session.scope);
  const visible = [...organization.skillProfiles.values()].filter(({ id }) =>
    session.scope.skillProfileIds.includes(id),
  );
  const read = visible.filter(({ content }) => content).length;
  return {
    asOf: new Date(organization.asOf).toISOString(),
    complete: read === visible.length,
    read,
    total: visible.length,
    skills: [...organization.skills.values()]
      .map(({ id, name, description, skillType, active, enumSkillValues }) => ({
        id,
        name,
        description,
        skillType,
        active,
        enumSkillValues,
      }))
      .sort(byName),
    skillProfiles: visible
      .map((profile) => viewSkillProfile(session, policy, profile, useOf(uses, profile.id)))
      .sort(byName),
  };
}

export function viewSkillProfile(
  session: Session,
  policy: EditPolicy,
  profile: SkillProfile,
  use: ProfileUse,
): SkillProfileView {
  const refusal = refusalOfValues(session, policy, profile.id, use);
  return {
    id: profile.id,
    name: profile.name,
    description: profile.description,
    ...(profile.content && { revision: profile.content.revision, values: listSkillValues(profile.content.values) }),
    editable: refusal === undefined,
    ...(refusal && { reason: explain(refusal, use) }),
    usedBy: { agents: use.agents, teams: use.teamIds, outsideScope: use.outsideScope },
  };
}

/** The active users of this person's teams. */
export function viewAgents(session: Session, organization: Organization): AgentList {
  const { scope, rights } = session;
  const agents = [...organization.users.values()]
    .filter((user) => user.active && isInScope(scope, user))
    .map((user) => {
      const effective = effectiveProfile(organization, user);
      return {
        id: user.id,
        name: user.name,
        teams: user.teamIds.filter((id) => scope.teamIds.includes(id)),
        skillProfileId: user.skillProfileId,
        effectiveSkillProfileId: effective.skillProfileId,
        source: effective.source,
        editable: rights.assignments,
        ...(!rights.assignments && { reason: explain('no-reskill-permission') }),
      };
    });
  return { asOf: new Date(organization.asOf).toISOString(), agents: agents.sort(byName) };
}

/** His agents are counted in the snapshot; without one their number is not known. */
export function describeScope(scope: Scope, organization: Organization | undefined) {
  const { teams, skillProfileIds } = scope;
  const users = organization && [...organization.users.values()];
  const agents = users?.filter((user) => user.active && isInScope(scope, user)).length ?? null;
  return { teams, agents, skillProfiles: skillProfileIds.length };
}

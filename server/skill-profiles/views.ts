import type { AgentList, SkillProfileList, SkillProfileView } from '../../shared/api.ts';
import { listSkillValues } from '../../shared/skill-values.ts';
import type { Scope, Session } from '../identity/session.ts';
import { explain, isProtectedFrom, refusalOfAgent, refusalOfProfile, type Grounds } from './editable.ts';
import {
  effectiveProfile,
  isInScope,
  nobody,
  useWithin,
  type Organization,
  type SkillProfile,
} from './organization.ts';

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name, 'en');

/** The profiles that this person may see, with what he may do with each. */
export function viewSkillProfiles(session: Session, grounds: Grounds): SkillProfileList {
  const { organization, policy } = grounds;
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
        ...(isProtectedFrom(session, policy, id) && { protected: true as const }),
      }))
      .sort(byName),
    skillProfiles: visible.map((profile) => viewSkillProfile(session, grounds, profile)).sort(byName),
  };
}

/**
 * Editable although some of its skills may be protected: those are marked in the list of skills. Editable as well where its use outside of
 * the scope must be agreed to first: the preview shows that use, and without consent nothing is written.
 */
export function viewSkillProfile(session: Session, grounds: Grounds, profile: SkillProfile): SkillProfileView {
  const refusal = refusalOfProfile(session, grounds, profile.id, Infinity);
  const use = useWithin(session.scope, grounds.holders.get(profile.id) ?? nobody);
  return {
    id: profile.id,
    name: profile.name,
    description: profile.description,
    ...(profile.content && { revision: profile.content.revision, values: listSkillValues(profile.content.values) }),
    editable: refusal === undefined,
    ...(refusal && { reason: explain(refusal, use), reasonCode: refusal }),
    usedBy: { agents: use.agents, teams: use.teamIds, outsideScope: use.outsideScope },
  };
}

/** The active users of this person's teams. */
export function viewAgents(session: Session, grounds: Grounds): AgentList {
  const { scope } = session;
  const { organization } = grounds;
  const agents = [...organization.users.values()]
    .filter((user) => user.active && isInScope(scope, user))
    .map((user) => {
      const effective = effectiveProfile(organization, user);
      const refusal = refusalOfAgent(session, grounds, user);
      return {
        id: user.id,
        name: user.name,
        teams: user.teamIds.filter((id) => scope.teamIds.includes(id)),
        skillProfileId: user.skillProfileId,
        effectiveSkillProfileId: effective.skillProfileId,
        source: effective.source,
        editable: refusal === undefined,
        ...(refusal && { reason: explain(refusal), reasonCode: refusal }),
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

import type { ChangeItem } from '../../shared/change.ts';
import type { SkillDifference } from '../../shared/diff.ts';
import { isAssignment, namedSkills, type Edit, type ValuesEdit } from '../../shared/edit.ts';
import type { Scope } from '../identity/session.ts';
import type { Grounds } from '../skill-profiles/editable.ts';
import { nobody, type Organization } from '../skill-profiles/organization.ts';

type Names = Record<string, string>;

/** What an item was about when it was asked for: what names and numbers become later, the history stays as it was. All by id. */
export interface AsOfThen {
  skillProfiles: Names;
  users: Names;
  teams: Names;
  /** With the choices of ENUM skills. */
  skills: Names;
  /** Active agents who had the profile; of an assignment the one. */
  agents: number;
}

/** `effect`: what an assignment changes for the agent. */
export function asOfThen(
  { organization, holders }: Omit<Grounds, 'policy'>,
  edit: Edit,
  effect: readonly SkillDifference[],
): AsOfThen {
  const user = isAssignment(edit) ? organization.users.get(edit.userId) : undefined;
  const reached = isAssignment(edit) ? nobody : (holders.get(edit.skillProfileId) ?? nobody);
  const users = user ? [user] : reached.users.filter(({ active }) => active);
  const teamIds = [...users.flatMap((one) => one.teamIds), ...reached.teams.map(({ id }) => id)];
  const profileIds = isAssignment(edit) ? [edit.fromSkillProfileId, edit.toSkillProfileId] : [edit.skillProfileId];
  return {
    skillProfiles: namesOf(organization.skillProfiles, profileIds),
    users: user ? { [user.id]: user.name } : {},
    teams: namesOf(organization.teams, teamIds),
    skills: isAssignment(edit)
      ? skillNames(
          organization,
          effect.map(({ skillId }) => skillId),
          effect.flatMap(({ before, after }) => [before, after]),
        )
      : skillNames(organization, namedSkills(edit), valuesIn(organization, edit)),
    agents: users.length,
  };
}

/** As somebody may see it: profiles and teams outside of his scope have no names for him, and such teams are only counted. */
export function viewAsOfThen(scope: Scope, then: AsOfThen): Pick<ChangeItem, 'names' | 'reached'> {
  const teams = Object.keys(then.teams);
  const seen = teams.filter((id) => scope.teamIds.includes(id));
  return {
    names: {
      ...pick(then.skillProfiles, (id) => scope.skillProfileIds.includes(id)),
      ...then.users,
      ...pick(then.teams, (id) => seen.includes(id)),
      ...then.skills,
    },
    reached: { agents: then.agents, teams: seen, otherTeams: teams.length - seen.length },
  };
}

/** What a profile had and is given, in whatever way. */
function valuesIn({ skillProfiles }: Organization, { skillProfileId, set, restore = [] }: ValuesEdit): unknown[] {
  const now = skillProfiles.get(skillProfileId)?.content?.values;
  const given = set.map((operation) => ('value' in operation ? operation.value : undefined));
  return [...(now?.values() ?? []), ...given, ...restore.flatMap(({ before, after }) => [before, after])];
}

function namesOf(known: ReadonlyMap<string, { name: string }>, ids: readonly (string | null)[]): Names {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = id === null ? undefined : known.get(id)?.name;
      return id === null || name === undefined ? [] : [[id, name]];
    }),
  );
}

/** The skills, and of an ENUM skill the choices that it had or was given. */
function skillNames({ skills }: Organization, ids: readonly string[], values: readonly unknown[]): Names {
  const choices = new Set(values.filter((value) => Array.isArray(value)).flat());
  const named = ids.flatMap((id) => skills.get(id) ?? []);
  const chosen = named.flatMap(({ enumSkillValues }) => enumSkillValues.filter(({ id }) => choices.has(id)));
  return Object.fromEntries([...named, ...chosen].map(({ id, name }) => [id, name]));
}

const pick = (names: Names, isMeant: (id: string) => boolean): Names =>
  Object.fromEntries(Object.entries(names).filter(([id]) => isMeant(id)));

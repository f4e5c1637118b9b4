// Who may do what, written from design.md alone: it imports nothing of ours, so that it does not share our mistakes.

export interface World {
  teams: readonly { id: string; profile: string | null }[];
  users: readonly { id: string; teams: readonly string[]; profile: string | null }[];
  /** Values by skill; null: the profile exists, and was not read. */
  profiles: ReadonlyMap<string, ReadonlyMap<string, unknown> | null>;
}

export interface Person {
  id: string;
  isAdministrator: boolean;
  editsValues: boolean;
  assigns: boolean;
  /** The teams and profiles that Webex shows to his own token. */
  teams: readonly string[];
  reads: readonly string[];
  /** Profiles that his user profile names. */
  namedProfiles: readonly string[] | 'all';
}

export interface Rules {
  edit: 'strict' | 'acknowledge' | 'open';
  protectedSkills: readonly string[];
  stage: 'preview' | 'all' | { named: { persons: readonly string[]; teams: readonly string[] } };
}

export type Wish = { profile: string; skills: readonly string[] } | { user: string; to: string | null };

/** The values of an ENUM skill are a set. */
const written = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...(value as unknown[])].sort() : value);
const meet = (some: readonly string[], others: readonly string[]) => some.some((one) => others.includes(one));

/** The rule that forbids it, or `allowed`. */
export function verdict({ teams, users, profiles }: World, who: Person, rules: Rules, wish: Wish): string {
  const agent = 'user' in wish ? users.find(({ id }) => id === wish.user) : undefined;
  const target = 'user' in wish ? wish.to : wish.profile;
  if ('user' in wish && !meet(agent?.teams ?? [], who.teams)) return 'not-found';
  if (target !== null && !(profiles.has(target) && who.reads.includes(target))) return 'not-found';

  if (agent ? !who.assigns : !who.editsValues) return agent ? 'no-reskill-permission' : 'no-skill-profile-permission';
  const { named } = typeof rules.stage === 'object' ? rules.stage : { named: { persons: [], teams: [] } };
  const everywhere = rules.stage === 'all' || named.persons.includes(who.id);
  if (!everywhere && !meet(named.teams, who.teams)) return 'stage';

  const ofTeams = (user: World['users'][number]) =>
    user.teams.map((id) => teams.find((team) => team.id === id)?.profile);
  const isProtected = (skill: string) => !who.isAdministrator && rules.protectedSkills.includes(skill);
  if ('user' in wish && agent) {
    if (!everywhere && !meet(agent.teams, named.teams)) return 'stage';
    const effective = (own: string | null) => {
      const [first = null, ...rest] = own === null ? new Set(ofTeams(agent).map((id) => id ?? null)) : [own];
      const teamless = own === null && ofTeams(agent).includes(undefined);
      if (rest.length > 0 || teamless) return null;
      return first === null ? new Map<string, unknown>() : (profiles.get(first) ?? null);
    };
    const [before, after] = [effective(agent.profile), effective(wish.to)];
    const kept = (skill: string) => before && after && written(before.get(skill)) === written(after.get(skill));
    return rules.protectedSkills.filter(isProtected).every(kept) ? 'allowed' : 'protected-skill';
  }

  const havingTeams = teams.filter(({ profile }) => profile === target).map(({ id }) => [id]);
  const havingUsers = users.filter((user) => (user.profile === null ? ofTeams(user) : [user.profile]).includes(target));
  const having = [...havingTeams, ...havingUsers.map((user) => user.teams)];
  if (!everywhere && !having.every((its) => meet(its, named.teams))) return 'stage';
  if (rules.edit !== 'open') {
    if (!having.every((its) => meet(its, who.teams))) return 'outside-scope';
    const decides = who.isAdministrator || who.namedProfiles === 'all' || who.namedProfiles.includes(target ?? '');
    if (having.length === 0 && !decides) return 'unused-profile';
  }
  return 'skills' in wish && wish.skills.some(isProtected) ? 'protected-skill' : 'allowed';
}

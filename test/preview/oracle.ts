import type { Organization, SkillRequirement, User } from '../simulator/organization.ts';

/** Section 11 of webex-api.md by brute force, and slowly: for every queue, every agent, every profile that he may have. Shares nothing with the product. */

export type Value = number | boolean | string | string[];
export type Values = Record<string, Value>;

export interface OracleEdit {
  skillProfileId?: string;
  set?: { skillId: string; value: Value }[];
  remove?: string[];
  userId?: string;
  toSkillProfileId?: string | null;
}

type Answer = 'y' | 'n' | '?';

function contentsOf(organization: Organization, profileId: string): Values {
  const profile = organization.skillProfiles.get(profileId);
  const values: Values = {};
  for (const active of profile?.activeSkills ?? []) {
    values[active.skillId] = active.proficiencyValue ?? active.booleanValue ?? active.textValue ?? '';
  }
  for (const skill of organization.skills.values()) {
    const chosen = (profile?.activeEnumSkills ?? [])
      .map(({ enumSkillValueId }) => enumSkillValueId)
      .filter((id) => skill.enumSkillValues.some((value) => value.id === id));
    if (chosen.length > 0) values[skill.id] = chosen;
  }
  return values;
}

/** One requirement against one agent's values; undefined: a token that nobody knows. */
function holds(organization: Organization, requirement: SkillRequirement, values: Values): Answer | undefined {
  const skill = organization.skills.get(requirement.skillId);
  const value = values[requirement.skillId];
  const token = requirement.condition.toUpperCase();
  const wanted = requirement.skillValue.toLowerCase();
  const texts = (Array.isArray(value) ? value : [value])
    .flatMap((one) => {
      const known = skill?.enumSkillValues.find(({ id }) => id === one);
      return known ? [known.id, known.name] : [String(one)];
    })
    .map((text) => text.toLowerCase());
  const yes = (is: boolean): Answer => (is ? 'y' : 'n');
  switch (token) {
    case '>=':
    case 'GTE':
    case 'GREATER_THAN_OR_EQUAL_TO':
      return value === undefined ? 'n' : yes(Number(value) >= Number(wanted));
    case '<=':
    case 'LTE':
    case 'LESS_THAN_OR_EQUAL_TO':
      return value === undefined ? '?' : yes(Number(value) <= Number(wanted));
    case 'IS':
      return value === undefined ? 'n' : yes(texts.includes(wanted));
    case 'IS_NOT':
      return value === undefined ? '?' : yes(!texts.includes(wanted));
    case 'CONTAINS':
      return value === undefined ? 'n' : yes(contains(skill?.skillType, texts, wanted));
    case 'DOES_NOT_CONTAIN':
      return value === undefined ? '?' : yes(!contains(skill?.skillType, texts, wanted));
    default:
      return undefined;
  }
}

const contains = (type: string | undefined, texts: string[], wanted: string) =>
  type === 'TEXT' ? texts.some((text) => text.includes(wanted)) : texts.includes(wanted);

function together(answers: Answer[]): Answer {
  if (answers.some((answer) => answer === 'n')) return 'n';
  return answers.some((answer) => answer === '?') ? '?' : 'y';
}

/** How one agent stands to one queue when he may have any of several contents. */
function standing(
  organization: Organization,
  requirements: SkillRequirement[],
  user: User,
  contents: Values[],
): Answer {
  const dynamic: Values = {};
  for (const one of user.dynamicSkills) {
    dynamic[one.skillId] = one.proficiencyValue ?? one.booleanValue ?? one.textValue ?? one.enumSkillValues ?? '';
  }
  const required = Object.entries(dynamic).filter(([skillId]) =>
    requirements.some((requirement) => requirement.skillId === skillId),
  );
  const answers = contents.flatMap((values) =>
    [
      { ...values, ...Object.fromEntries(required) },
      { ...Object.fromEntries(required), ...values },
    ].map((both) => together(requirements.map((requirement) => holds(organization, requirement, both) ?? 'n'))),
  );
  return answers.every((answer) => answer === answers[0]) ? (answers[0] ?? 'n') : '?';
}

const known = new WeakMap<Organization, Map<string, Answer>>();

/** As it is: the same for all previews of one organization, which nothing changes meanwhile. */
function standingNow(
  organization: Organization,
  queueId: string,
  requirements: SkillRequirement[],
  user: User,
  contents: () => Values[],
): Answer {
  const answers = known.get(organization) ?? new Map<string, Answer>();
  known.set(organization, answers);
  const key = `${queueId} ${user.id}`;
  const answer = answers.get(key) ?? standing(organization, requirements, user, contents());
  answers.set(key, answer);
  return answer;
}

function profilesOf(organization: Organization, user: User, given: string | null | undefined): (string | null)[] {
  const own = given === undefined ? (user.skillProfileId ?? null) : given;
  if (own !== null) return [own];
  if (user.teamIds.length === 0) return [null];
  return user.teamIds.map((id) => organization.teams.get(id)?.skillProfileId ?? null);
}

export interface Expected {
  effect: 'counted' | 'not-served' | 'unknown';
  eligibleBefore: number | null;
  eligibleAfter: number | null;
  unclear: number | null;
  enter: string[];
  leave: string[];
}

/** For each edit, by queue id, what a preview has to say of it. */
export function expectedPreview(organization: Organization, edits: OracleEdit[], teamsInScope: string[]) {
  const before = remembered((id) => contentsOf(organization, id));
  const after = remembered((id) => {
    const values = { ...before(id) };
    for (const edit of edits) {
      if (edit.skillProfileId !== id) continue;
      for (const { skillId, value } of edit.set ?? []) values[skillId] = value;
      for (const skillId of edit.remove ?? []) Reflect.deleteProperty(values, skillId);
    }
    return values;
  });
  const agents = [...organization.users.values()].filter(({ active }) => active);
  const states = agents.map((user) => {
    const given = edits.find(({ userId }) => userId === user.id)?.toSkillProfileId;
    return { user, old: profilesOf(organization, user, undefined), next: profilesOf(organization, user, given) };
  });

  const edited = edits.map(({ skillProfileId }) => skillProfileId);
  const standings = new Map<string, { user: User; was: Answer; is: Answer }[]>();
  const allStandings = (queueId: string, requirements: SkillRequirement[]) => {
    const all =
      standings.get(queueId) ??
      states.map(({ user, old, next }) => {
        const was = standingNow(organization, queueId, requirements, user, () => old.map(before));
        // Who keeps his profiles, none of which is edited, stands as he stood.
        const isSame = String(old) === String(next) && !next.some((id) => id !== null && edited.includes(id));
        return { user, was, is: isSame ? was : standing(organization, requirements, user, next.map(after)) };
      });
    standings.set(queueId, all);
    return all;
  };

  return edits.map((edit) => {
    const reached = states.filter(({ user, old, next }) =>
      edit.userId === undefined ? [...old, ...next].includes(edit.skillProfileId ?? '') : user.id === edit.userId,
    );
    const mine = edit.userId === undefined ? undefined : states.find(({ user }) => user.id === edit.userId);
    const [from, to] = mine ? [mine.old, mine.next] : [[edit.skillProfileId ?? ''], [edit.skillProfileId ?? '']];
    const certain = new Set(from).size === 1 && new Set(to).size === 1;
    const changed = certain ? differing(before(from[0] ?? null), after(to[0] ?? null)) : undefined;
    const expected = new Map<string, Expected>();
    if (changed?.length === 0) return expected;
    for (const queue of organization.queues.values()) {
      if (queue.queueRoutingType === 'TEAM_BASED' && queue.routingType === 'SKILLS_BASED') {
        const served = queue.callDistributionGroups.flatMap(({ agentGroups }) =>
          agentGroups.map(({ teamId }) => teamId),
        );
        const isServed = reached.some(({ user }) => user.teamIds.some((id) => served.includes(id)));
        expected.set(queue.id, uncounted(isServed ? 'unknown' : 'not-served'));
      }
      if (queue.queueRoutingType !== 'SKILL_BASED') continue;
      const requirements = queue.queueSkillRequirements;
      if (requirements.some((requirement) => holds(organization, requirement, {}) === undefined)) {
        if (!changed || requirements.some(({ skillId }) => changed.includes(skillId)))
          expected.set(queue.id, uncounted('unknown'));
        continue;
      }
      const all = allStandings(queue.id, requirements);
      const moved = all.filter(({ user, was, is }) => was !== is && reached.some((one) => one.user.id === user.id));
      if (moved.length === 0) continue;
      const visible = moved.filter(({ user }) => user.teamIds.some((id) => teamsInScope.includes(id)));
      expected.set(queue.id, {
        effect: 'counted',
        eligibleBefore: all.filter(({ was }) => was === 'y').length,
        eligibleAfter: all.filter(({ is }) => is === 'y').length,
        unclear: all.filter(({ is }) => is === '?').length,
        enter: visible.filter(({ was, is }) => was === 'n' && is === 'y').map(({ user }) => user.id),
        leave: visible.filter(({ was, is }) => was === 'y' && is === 'n').map(({ user }) => user.id),
      });
    }
    return expected;
  });
}

function remembered(read: (id: string) => Values): (id: string | null) => Values {
  const known = new Map<string, Values>();
  return (id) => {
    if (id === null) return {};
    const values = known.get(id) ?? read(id);
    known.set(id, values);
    return values;
  };
}

const uncounted = (effect: Expected['effect']): Expected => ({
  effect,
  eligibleBefore: null,
  eligibleAfter: null,
  unclear: null,
  enter: [],
  leave: [],
});

const text = (value: Value | undefined) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);

const differing = (one: Values, other: Values) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((id) => text(one[id]) !== text(other[id]));

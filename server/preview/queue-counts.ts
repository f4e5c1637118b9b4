import { either, matcherOf, type Match, type Matcher } from '../../shared/queue-match.ts';
import type { SkillValue } from '../../shared/skill.ts';
import type { Organization, Queue, User } from '../skill-profiles/organization.ts';
import type { PossibleProfile, Staffing } from './staffing.ts';

/** Which of the agents a `SKILL_BASED` queue takes, before and after; in the order of `agents`. */
export interface QueueCount {
  queue: Queue;
  before: readonly Match[];
  after: readonly Match[];
}

/** Why nothing can be counted for a queue. */
export type Uncountable = 'not-read' | 'requirement-not-understood' | 'dynamic-skill-not-read';

/** Undefined: it can be counted. */
export function whyUncountable({ content }: Queue, organization: Organization): Uncountable | undefined {
  if (!content?.requirements) return 'not-read';
  if (!matcherOf(content.requirements, organization.skills)) return 'requirement-not-understood';
  const unread = dynamicSkillsOf(content.requirements).some((id) => !organization.dynamicSkills.has(id));
  return unread ? 'dynamic-skill-not-read' : undefined;
}

export interface Staffed {
  staffing: Staffing;
  /** By agent: the profiles of which one is effective. */
  profiles: readonly (readonly PossibleProfile[])[];
}

/** Undefined: it cannot be counted. */
export function countQueue(
  queue: Queue,
  organization: Organization,
  { agents, before, after }: { agents: readonly User[]; before: Staffed; after: Staffed },
): QueueCount | undefined {
  const requirements = queue.content?.requirements;
  const matcher = requirements && matcherOf(requirements, organization.skills);
  if (!matcher || whyUncountable(queue, organization)) return undefined;
  const dynamic = dynamicSkillsOf(requirements);
  const matchesIn = ({ staffing, profiles }: Staffed) => {
    const known = new Map<PossibleProfile, Match>();
    // Many agents, few profiles: each is matched once.
    const ofProfile = (id: PossibleProfile): Match => {
      const match = known.get(id) ?? matchOf(matcher, staffing.values(id));
      known.set(id, match);
      return match;
    };
    return agents.map((agent, at) => {
      const possible = profiles[at] ?? [];
      const own = dynamic.length === 0 ? [] : dynamicValues(agent, dynamic, organization);
      if (own.length > 0) return either(possible.map((id) => matchWith(matcher, staffing.values(id), own)));
      const [first, ...others] = possible;
      return others.length === 0 ? ofProfile(first) : either(possible.map(ofProfile));
    });
  };
  return { queue, before: matchesIn(before), after: matchesIn(after) };
}

const matchOf = (matcher: Matcher, values: Parameters<Matcher>[0] | undefined): Match =>
  values ? matcher(values) : 'unclear';

/** A skill in the profile and on the user at once: which of both counts is not published. */
function matchWith(
  matcher: Matcher,
  values: Parameters<Matcher>[0] | undefined,
  own: readonly (readonly [string, SkillValue])[],
): Match {
  if (!values) return 'unclear';
  return either([matcher(new Map([...values, ...own])), matcher(new Map([...own, ...values]))]);
}

function dynamicValues({ id }: User, skillIds: readonly string[], { dynamicSkills }: Organization) {
  return skillIds.flatMap((skillId) => {
    const value = dynamicSkills.get(skillId)?.get(id);
    return value === undefined ? [] : [[skillId, value] as const];
  });
}

const dynamicSkillsOf = (requirements: readonly { skillId: string; dynamicSkill: boolean }[]): string[] =>
  requirements.filter(({ dynamicSkill }) => dynamicSkill).map(({ skillId }) => skillId);

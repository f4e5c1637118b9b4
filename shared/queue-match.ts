import type { Skill, SkillValue } from './skill.ts';
import type { SkillValues } from './skill-values.ts';

/** One entry of a queue's `queueSkillRequirements`; `skillValue` is a text for every type of skill. */
export interface QueueSkillRequirement {
  skillId: string;
  condition: string;
  skillValue: string;
}

/** `unclear`: it is not published whether an agent without the skill matches. */
export type Match = 'yes' | 'no' | 'unclear';

/** Whether an agent with these values is offered the contacts of a queue. */
export type Matcher = (values: SkillValues) => Match;

type Operator = 'is' | 'is-not' | 'at-least' | 'at-most' | 'contains' | 'contains-not';

/** The tokens for the comparisons of a proficiency are not published, so all that were ever seen or named are taken. */
const operators: Readonly<Record<string, Operator>> = {
  IS: 'is',
  IS_NOT: 'is-not',
  '>=': 'at-least',
  GTE: 'at-least',
  GREATER_THAN_OR_EQUAL_TO: 'at-least',
  '<=': 'at-most',
  LTE: 'at-most',
  LESS_THAN_OR_EQUAL_TO: 'at-most',
  CONTAINS: 'contains',
  DOES_NOT_CONTAIN: 'contains-not',
};

/** Undefined: an operator that we do not know. */
export const operatorOf = ({ condition }: Pick<QueueSkillRequirement, 'condition'>): Operator | undefined =>
  operators[condition.trim().toUpperCase()];

/**
 * All requirements must hold. Undefined: one of them has an operator, a value or a skill that we do not know, so that nothing can be said of
 * the queue. Source: webex-api.md section 11.
 */
export function matcherOf(
  requirements: readonly QueueSkillRequirement[],
  skills: ReadonlyMap<string, Skill>,
): Matcher | undefined {
  const tests: Matcher[] = [];
  for (const requirement of requirements) {
    const skill = skills.get(requirement.skillId);
    const test = skill && testOf(skill, operatorOf(requirement), requirement.skillValue);
    if (!test) return undefined;
    tests.push((values) => test(values.get(skill.id)));
  }
  return (values) => allOf(tests.map((test) => test(values)));
}

/** What follows from several: one "no" decides. */
function allOf(matches: readonly Match[]): Match {
  if (matches.includes('no')) return 'no';
  return matches.includes('unclear') ? 'unclear' : 'yes';
}

type Test = (value: SkillValue | undefined) => Match;

function testOf(skill: Skill, operator: Operator | undefined, wanted: string): Test | undefined {
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return proficiencyTest(operator, wanted.trim() === '' ? NaN : Number(wanted));
    case 'BOOLEAN': {
      const text = wanted.trim().toLowerCase();
      return text === 'true' || text === 'false'
        ? equalityTest(operator, (value) => String(value) === text)
        : undefined;
    }
    case 'TEXT': {
      const text = wanted.toLowerCase();
      return (
        equalityTest(operator, (value) => String(value).toLowerCase() === text) ??
        containment(operator, (value) => String(value).toLowerCase().includes(text))
      );
    }
    case 'ENUM': {
      // A requirement was seen to hold the value's name; whether an id can appear is not known, so either is taken.
      const ids = skill.enumSkillValues
        .filter(({ id, name }) => [id, name].some((known) => known.toLowerCase() === wanted.toLowerCase()))
        .map(({ id }) => id);
      if (ids.length === 0) return undefined;
      const has = (value: SkillValue) => typeof value === 'object' && value.some((id) => ids.includes(id));
      return equalityTest(operator, has) ?? containment(operator, has);
    }
  }
}

function proficiencyTest(operator: Operator | undefined, wanted: number): Test | undefined {
  if (!Number.isFinite(wanted)) return undefined;
  if (operator === 'at-least') return present((value) => Number(value) >= wanted, 'no');
  if (operator === 'at-most') return present((value) => Number(value) <= wanted, 'unclear');
  return equalityTest(operator, (value) => Number(value) === wanted);
}

function equalityTest(operator: Operator | undefined, holds: (value: SkillValue) => boolean): Test | undefined {
  if (operator === 'is') return present(holds, 'no');
  return operator === 'is-not' ? present((value) => !holds(value), 'unclear') : undefined;
}

function containment(operator: Operator | undefined, holds: (value: SkillValue) => boolean): Test | undefined {
  if (operator === 'contains') return present(holds, 'no');
  return operator === 'contains-not' ? present((value) => !holds(value), 'unclear') : undefined;
}

const present =
  (holds: (value: SkillValue) => boolean, whenAbsent: Match): Test =>
  (value) =>
    value === undefined ? whenAbsent : holds(value) ? 'yes' : 'no';

/** What is certain when any of several may be the case. */
export function either(matches: readonly Match[]): Match {
  const [first, ...others] = matches;
  return first !== undefined && others.every((match) => match === first) ? first : 'unclear';
}

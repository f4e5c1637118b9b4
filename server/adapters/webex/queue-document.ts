import { z } from 'zod';
import { misfit, type Skill, type SkillValue } from '../../../shared/skill.ts';
import type { ListedQueue, QueueContent } from '../../skill-profiles/organization.ts';

export const QueueItem = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean().nullish(),
  queueRoutingType: z.string().nullish(),
  routingType: z.string().nullish(),
  version: z.number().nullish(),
  lastUpdatedTime: z.number().nullish(),
});

/** Undefined: inactive, or one whose contacts go round by other things than skills. */
export function listedQueue(item: z.output<typeof QueueItem>, stamp: string): ListedQueue | undefined {
  const { id, name, active, queueRoutingType, routingType } = item;
  if (active === false) return undefined;
  if (queueRoutingType === 'SKILL_BASED') return { id, name, queueRoutingType, stamp };
  return queueRoutingType === 'TEAM_BASED' && routingType === 'SKILLS_BASED'
    ? { id, name, queueRoutingType, stamp }
    : undefined;
}

const Requirement = z.object({
  skillId: z.string(),
  condition: z.string(),
  skillValue: z.coerce.string(),
  dynamicSkill: z.boolean().nullish(),
});

export const QueueDocument = z.object({
  queueRoutingType: z.string(),
  queueSkillRequirements: z.array(Requirement).nullish(),
  callDistributionGroups: z
    .array(z.object({ agentGroups: z.array(z.object({ teamId: z.string() })).nullish() }))
    .nullish(),
});

/** Without its requirements a queue would look like one that takes everybody, so that their absence is kept. */
export function queueContent(document: z.output<typeof QueueDocument>): QueueContent {
  const groups = (document.callDistributionGroups ?? []).flatMap(({ agentGroups }) => agentGroups ?? []);
  return {
    requirements: document.queueSkillRequirements?.map(({ dynamicSkill, ...requirement }) => ({
      ...requirement,
      dynamicSkill: dynamicSkill ?? false,
    })),
    teamIds: [...new Set(groups.map(({ teamId }) => teamId))],
  };
}

export const UserWithDynamicSkill = z.object({
  id: z.string(),
  dynamicSkill: z.object({
    textValue: z.string().nullish(),
    booleanValue: z.boolean().nullish(),
    proficiencyValue: z.number().nullish(),
    // Published as a text, answered as objects, written as ids.
    enumSkillValues: z.union([z.string(), z.array(z.union([z.string(), z.object({ id: z.string() })]))]).nullish(),
  }),
});

/** Undefined: none that fits the skill. */
export function dynamicValueOf(
  { textValue, booleanValue, proficiencyValue, enumSkillValues }: z.output<typeof UserWithDynamicSkill>['dynamicSkill'],
  skill: Skill,
): SkillValue | undefined {
  const value = {
    PROFICIENCY: proficiencyValue,
    BOOLEAN: booleanValue,
    TEXT: textValue,
    ENUM: enumIds(enumSkillValues ?? [], skill),
  }[skill.skillType];
  return value === undefined || value === null || misfit(skill, value) !== undefined ? undefined : value;
}

/** Ids, or names of the values, or one text of several with `|` between them. */
function enumIds(given: string | readonly (string | { id: string })[], { enumSkillValues }: Skill): string[] {
  const texts =
    typeof given === 'string' ? given.split('|') : given.map((one) => (typeof one === 'string' ? one : one.id));
  return texts.map((text) => enumSkillValues.find(({ id, name }) => id === text || name === text)?.id ?? text);
}

import type { SkillDifference } from '../../shared/diff.ts';
import { isAssignment, type Edit } from '../../shared/edit.ts';
import type { PreviewItem, PreviewWarning, QueueEffect, QueueReason, SkillLimit } from '../../shared/preview.ts';
import type { Rule } from '../../shared/change.ts';
import { merge, type LeftOut } from '../../shared/merge.ts';
import { operatorOf } from '../../shared/queue-match.ts';
import type { Scope } from '../identity/session.ts';
import { explain } from '../skill-profiles/editable.ts';
import { isInScope, type Organization, type Queue, type User } from '../skill-profiles/organization.ts';
import { countQueue, whyUncountable, type QueueCount, type Staffed } from './queue-counts.ts';
import { differencesOf, Staffing } from './staffing.ts';

/** Every active user of the organization, as it is and as it would be. */
interface Everybody {
  agents: readonly User[];
  inScope: readonly boolean[];
  before: Staffed;
  after: Staffed;
}

/**
 * What edits would do, in queue terms, as far as the snapshot tells. Those that will be carried out count together, and each item says what
 * comes of it; a refused one says what all would do if it were let through, and hides nothing of what the others do without it. `refusal` says
 * why an edit would be refused: of a foreign or unknown target nothing else is said. `isCarriedOut`: it is, or will be once acknowledged.
 */
export function previewEdits(
  organization: Organization,
  scope: Scope,
  edits: readonly Edit[],
  refusal: (edit: Edit) => Rule | undefined,
  isCarriedOut: (edit: Edit) => boolean,
): PreviewItem[] {
  const rules = edits.map(refusal);
  const seen = edits.filter((_, at) => rules[at] !== 'not-found');
  const carriedOut = seen.filter(isCarriedOut);
  const queues = [...organization.queues.values()].sort(byName);
  const asAsked = countTogether(organization, scope, queues, seen);
  const asCarriedOut =
    carriedOut.length === seen.length ? asAsked : countTogether(organization, scope, queues, carriedOut);

  return edits.map((edit, at): PreviewItem => {
    const target = isAssignment(edit) ? { userId: edit.userId } : { skillProfileId: edit.skillProfileId };
    const rule = rules[at];
    const refused = (outsideScope: number) => (rule ? [{ code: rule, detail: explain(rule, { outsideScope }) }] : []);
    if (rule === 'not-found') return { ...target, diff: [], agents: nobody, queues: [], warnings: refused(0) };

    const { everybody, counts } = isCarriedOut(edit) ? asCarriedOut : asAsked;
    const diff = differencesOf(edit, everybody.before.staffing, everybody.after.staffing, organization, scope);
    const reached = indexesOf(edit, everybody);
    const effects = queues.flatMap(
      (queue) => effectOn(queue, counts.get(queue.id), { organization, everybody, reached, diff }) ?? [],
    );
    const reach = agentsOf(edit, everybody, reached);
    return {
      ...target,
      diff: diff ?? [],
      ...leftOutOf(edit, organization),
      agents: reach,
      queues: effects,
      warnings: [...refused(reach.outsideScope), ...warningsOf(edit, organization, diff, effects)],
    };
  });
}

function countTogether(organization: Organization, scope: Scope, queues: readonly Queue[], edits: readonly Edit[]) {
  const agents = [...organization.users.values()].filter(({ active }) => active);
  const staffed = (staffing: Staffing) => ({ staffing, profiles: agents.map((agent) => staffing.profilesOf(agent)) });
  const everybody: Everybody = {
    agents,
    inScope: agents.map((agent) => isInScope(scope, agent)),
    before: staffed(new Staffing(organization)),
    after: staffed(new Staffing(organization, edits)),
  };
  const counts = new Map(
    queues
      .filter(({ queueRoutingType }) => queueRoutingType === 'SKILL_BASED')
      .map((queue) => [queue.id, countQueue(queue, organization, everybody)]),
  );
  return { everybody, counts };
}

function leftOutOf(edit: Edit, { skillProfiles }: Organization): { leftOut?: LeftOut[] } {
  const values = isAssignment(edit) ? undefined : skillProfiles.get(edit.skillProfileId)?.content?.values;
  const merged = values && !isAssignment(edit) ? merge(values, values, edit) : undefined;
  return merged && merged.result !== 'conflict' && merged.leftOut ? { leftOut: merged.leftOut } : {};
}

const nobody = { direct: 0, throughTeam: 0, outsideScope: 0 };

const byName = (one: Queue, other: Queue) => one.name.localeCompare(other.name, 'en');

/** Which agents an edit reaches: whose own or possible profile it edits, or the one whom it gives another. */
function indexesOf(edit: Edit, { agents, before, after }: Everybody): number[] {
  const isReached = isAssignment(edit)
    ? (at: number) => agents[at]?.id === edit.userId
    : (at: number) => [before, after].some(({ profiles }) => profiles[at]?.includes(edit.skillProfileId));
  return agents.map((_, at) => at).filter(isReached);
}

function agentsOf(edit: Edit, { agents, inScope }: Everybody, reached: readonly number[]): PreviewItem['agents'] {
  const mine = reached.filter((at) => inScope[at]);
  const direct = mine.filter((at) => isAssignment(edit) || agents[at]?.skillProfileId === edit.skillProfileId).length;
  return { direct, throughTeam: mine.length - direct, outsideScope: reached.length - mine.length };
}

interface Surroundings {
  organization: Organization;
  everybody: Everybody;
  reached: readonly number[];
  diff: SkillDifference[] | undefined;
}

/** Undefined: the edit does not touch the queue. */
function effectOn(queue: Queue, count: QueueCount | undefined, surroundings: Surroundings): QueueEffect | undefined {
  const { organization, diff } = surroundings;
  if (diff?.length === 0) return undefined;
  if (queue.queueRoutingType === 'TEAM_BASED') return effectByTeams(queue, surroundings);
  if (count) return counted(queue, count, surroundings);
  const why = whyUncountable(queue, organization);
  const touched = new Set(diff?.map(({ skillId }) => skillId));
  const isTouched = !diff || !queue.content?.requirements?.every(({ skillId }) => !touched.has(skillId));
  return why && isTouched ? uncounted(queue, 'unknown', why) : undefined;
}

function counted(queue: Queue, { before, after }: QueueCount, surroundings: Surroundings): QueueEffect | undefined {
  const { everybody, reached } = surroundings;
  const changed = reached.filter((at) => before[at] !== after[at]);
  if (changed.length === 0) return undefined;
  const moved = (from: string, to: string) =>
    changed
      .filter((at) => before[at] === from && after[at] === to && everybody.inScope[at])
      .flatMap((at) => everybody.agents[at]?.id ?? []);
  const how = (matches: readonly string[], which: string) => matches.filter((match) => match === which).length;
  const limits = limitsOf(queue, surroundings);
  return {
    id: queue.id,
    name: queue.name,
    effect: 'counted',
    eligibleBefore: how(before, 'yes'),
    eligibleAfter: how(after, 'yes'),
    unclear: how(after, 'unclear'),
    enter: moved('no', 'yes'),
    leave: moved('yes', 'no'),
    ...(limits.length > 0 && {
      reason: `It asks for ${limits.map((limit) => limitInWords(limit, surroundings)).join(' and ')}: here a higher value is weaker.`,
      reasonCode: 'higher-is-weaker' as const,
      limits,
    }),
  };
}

/** Its requirements stand in its flow, which no configuration tells; only whom it serves is certain. */
function effectByTeams(queue: Queue, { everybody, reached }: Surroundings): QueueEffect {
  const teams = new Set(reached.flatMap((at) => everybody.agents[at]?.teamIds ?? []));
  if (!queue.content) return uncounted(queue, 'unknown', 'not-read');
  const serves = queue.content.teamIds.some((id) => teams.has(id));
  return serves
    ? uncounted(queue, 'unknown', 'requirements-in-flow')
    : uncounted(queue, 'not-served', 'serves-other-teams');
}

type WhyUncounted = Exclude<QueueReason, 'higher-is-weaker'>;

const uncounted = ({ id, name }: Queue, effect: 'not-served' | 'unknown', reasonCode: WhyUncounted): QueueEffect => ({
  ...{ id, name, effect, reason: reasons[reasonCode], reasonCode },
  ...{ eligibleBefore: null, eligibleAfter: null, unclear: null },
  ...{ enter: [], leave: [] },
});

const reasons: Record<WhyUncounted, string> = {
  'not-read': 'Skilldesk has not read what this queue requires yet.',
  'requirement-not-understood': 'It has a requirement that Skilldesk does not understand.',
  'dynamic-skill-not-read': 'It requires a dynamic skill, and who has it could not be read.',
  'requirements-in-flow': 'Its skill requirements are set in its flow, which the configuration does not show.',
  'serves-other-teams': 'It sends its contacts to none of the teams of these agents.',
};

/** For a requirement of “at most” a higher value is the weaker one: said where the edit touches such a skill. */
function limitsOf({ content }: Queue, { diff }: Surroundings): SkillLimit[] {
  return (content?.requirements ?? [])
    .filter((requirement) => operatorOf(requirement) === 'at-most')
    .filter(({ skillId }) => !diff || diff.some((difference) => difference.skillId === skillId))
    .map(({ skillId, skillValue }) => ({ skillId, atMost: skillValue }));
}

const limitInWords = ({ skillId, atMost }: SkillLimit, { organization }: Surroundings) =>
  `${organization.skills.get(skillId)?.name ?? 'a skill'} of at most ${atMost}`;

function warningsOf(
  edit: Edit,
  { skillProfiles, users }: Organization,
  diff: SkillDifference[] | undefined,
  queues: readonly QueueEffect[],
): PreviewWarning[] {
  const warnings: PreviewWarning[] = queues
    .filter(({ eligibleBefore, eligibleAfter }) => eligibleBefore !== null && eligibleBefore > 0 && eligibleAfter === 0)
    .map(({ id, name, unclear }) => ({
      code: 'queue-to-nobody',
      queueId: id,
      ...(unclear && { unclear }),
      detail: unclear
        ? `Nobody would qualify for certain for ${name}; of ${unclear} agents it is not known.`
        : `Nobody would qualify for ${name}.`,
    }));
  if (!diff) {
    warnings.push({
      code: 'not-known',
      detail:
        'Which skills change cannot be told: not everything was read, his teams differ, or one of the profiles is not yours to see.',
    });
  } else if (diff.length === 0) {
    warnings.push({ code: 'no-effect', detail: 'Nothing would change.' });
  }
  const now = isAssignment(edit) ? undefined : skillProfiles.get(edit.skillProfileId)?.content?.revision;
  if (!isAssignment(edit) && !edit.restore && now !== undefined && now !== edit.revision) {
    warnings.push({ code: 'changed-since', detail: 'Somebody changed this profile after you opened it.' });
  }
  const user = isAssignment(edit) ? users.get(edit.userId) : undefined;
  if (isAssignment(edit) && user && user.skillProfileId !== edit.fromSkillProfileId) {
    warnings.push({ code: 'changed-since', detail: 'Somebody gave this agent another profile after you opened it.' });
  }
  return warnings;
}

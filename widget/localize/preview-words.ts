import { rules } from '../../shared/change.ts';
import type { PreviewItem, PreviewWarning, QueueEffect } from '../../shared/preview.ts';
import type { Names } from '../organization/names.ts';
import { isToNobody, reachedBy } from '../work/worsening.ts';
import { isTextKey } from './english.ts';
import type { Words } from './words.ts';

/** More names than these help nobody decide. */
const mostNames = 8;

/** What becomes of one queue: a line, and what there is to say about it. */
export interface QueueWords {
  title: string;
  details: string[];
  tone: 'plain' | 'warning' | 'unknown';
}

export function queueWords(effect: QueueEffect, words: Words, names: Pick<Names, 'agent' | 'skill'>): QueueWords {
  const { name: queue, eligibleBefore, eligibleAfter, unclear } = effect;
  const why = whyWords(effect, words, names);
  if (effect.effect === 'not-served')
    return { title: words.text('preview.not-served', { queue }), details: why, tone: 'plain' };
  if (effect.effect !== 'counted' || eligibleBefore === null || eligibleAfter === null)
    return { title: words.text('preview.unknown', { queue }), details: why, tone: 'unknown' };
  const named = (userIds: readonly string[]) =>
    listOfSome(
      userIds.map((id) => names.agent(id)),
      words,
    );
  return {
    title: words.count('preview.counted', eligibleAfter, {
      queue,
      before: eligibleBefore,
    }),
    details: [
      ...(effect.leave.length > 0 ? [words.text('preview.leave', { agents: named(effect.leave) })] : []),
      ...(effect.enter.length > 0 ? [words.text('preview.enter', { agents: named(effect.enter) })] : []),
      ...(unclear ? [words.count('preview.unclear', unclear)] : []),
      ...why,
    ],
    tone: isToNobody(effect) ? 'warning' : 'plain',
  };
}

/** Why it is so, in the backend's words where they are newer than this page. */
function whyWords(
  { reason, reasonCode, limits = [] }: QueueEffect,
  words: Words,
  names: Pick<Names, 'skill'>,
): string[] {
  const key = `queue.${reasonCode ?? ''}`;
  if (!isTextKey(key)) return reason === undefined ? [] : [reason];
  const said = limits.map(({ skillId, atMost }) =>
    words.text('queue.limit', { skill: names.skill(skillId), most: atMost }),
  );
  return [words.text(key, { limits: words.list(said) })];
}

/** How many agents an item reaches, and how they come to the profile. */
export function reachWords(item: PreviewItem, words: Words): string {
  const { direct, throughTeam, outsideScope } = item.agents;
  const all = reachedBy(item);
  if (all === 0) return words.text('preview.nobody');
  const agents = words.count('preview.agents', all);
  if (item.userId !== undefined && outsideScope === 0) return agents;
  const say = (key: 'preview.direct' | 'preview.through-team' | 'preview.outside', n: number) =>
    n > 0 ? [words.text(key, { n })] : [];
  const parts = [
    ...say('preview.direct', direct),
    ...say('preview.through-team', throughTeam),
    ...say('preview.outside', outsideScope),
  ];
  return words.text('preview.parts', { agents, parts: words.list(parts) });
}

/** A warning in this page's language; one that is newer than this page, in the backend's words. `mayAgree`: outside use is agreed to, not refused. */
export function warningWords(
  { code, detail, queueId, unclear = 0 }: PreviewWarning,
  item: PreviewItem,
  words: Words,
  mayAgree: boolean,
): string {
  if (code === 'queue-to-nobody') {
    const queue = item.queues.find(({ id }) => id === queueId)?.name;
    if (queue === undefined) return detail;
    return unclear > 0
      ? words.count('warning.queue-to-nobody-certain', unclear, { queue })
      : words.text('warning.queue-to-nobody', { queue });
  }
  if (code === 'outside-scope' && mayAgree) {
    const users = words.count('road.users', item.agents.outsideScope);
    return words.text('warning.outside-scope', { users });
  }
  if (rules.some((rule) => rule === code)) return words.text('warning.refused', { rule: words.rule(code) });
  return code === 'not-known' || code === 'no-effect' || code === 'changed-since'
    ? words.text(`warning.${code}`)
    : detail;
}

function listOfSome(names: readonly string[], words: Words): string {
  if (names.length <= mostNames) return words.list(names);
  const agents = words.enumeration(names.slice(0, mostNames));
  return words.count('preview.more', names.length - mostNames, { agents });
}

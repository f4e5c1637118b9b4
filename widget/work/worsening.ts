import type { ChangePreview, PreviewItem, QueueEffect } from '../../shared/preview.ts';

/** What an item of a preview does further than it was shown to do. */
export interface Worsening {
  skillProfileId?: string;
  userId?: string;
  agents?: { shown: number; now: number };
  outsideScope?: { shown: number; now: number };
  /** Queues that nobody would qualify for, and of which that was not shown. */
  queuesToNobody: string[];
}

export const reachedBy = ({ agents }: PreviewItem): number => agents.direct + agents.throughTeam + agents.outsideScope;

export const isToNobody = ({ eligibleBefore, eligibleAfter }: QueueEffect): boolean =>
  eligibleBefore !== null && eligibleBefore > 0 && eligibleAfter === 0;

/** By the measure that consent is bound to; an item that was not shown before is no worse than it was. */
export function worsenings(shown: ChangePreview | undefined, now: ChangePreview): Worsening[] {
  return now.items.flatMap((item) => {
    const { skillProfileId, userId } = item;
    const before = shown?.items.find((one) => one.skillProfileId === skillProfileId && one.userId === userId);
    if (!before) return [];
    const [agents, agentsBefore] = [reachedBy(item), reachedBy(before)];
    const [outside, outsideBefore] = [item.agents.outsideScope, before.agents.outsideScope];
    const known = new Set(before.queues.filter(isToNobody).map(({ id }) => id));
    const queuesToNobody = item.queues.filter((queue) => isToNobody(queue) && !known.has(queue.id));
    if (agents <= agentsBefore && outside <= outsideBefore && queuesToNobody.length === 0) return [];
    return [
      {
        ...(userId === undefined ? { skillProfileId: skillProfileId ?? '' } : { userId }),
        ...(agents > agentsBefore && { agents: { shown: agentsBefore, now: agents } }),
        ...(outside > outsideBefore && { outsideScope: { shown: outsideBefore, now: outside } }),
        queuesToNobody: queuesToNobody.map(({ name }) => name),
      },
    ];
  });
}

import type { PreviewItem } from '../../shared/preview.ts';

/** How far an edit goes, as it was shown: what consent is bound to. */
export interface Reach {
  agents: number;
  outsideScope: number;
  queuesToNobody: string[];
}

export const reachOf = ({ agents, queues }: PreviewItem): Reach => ({
  agents: agents.direct + agents.throughTeam + agents.outsideScope,
  outsideScope: agents.outsideScope,
  queuesToNobody: queues
    .filter(({ eligibleBefore, eligibleAfter }) => eligibleBefore !== null && eligibleBefore > 0 && eligibleAfter === 0)
    .map(({ id }) => id),
});

/** Whether an edit goes further now than what was agreed to: more agents, more of them outside the scope, or another queue to nobody. */
export const isWorse = (now: Reach, shown: Reach): boolean =>
  now.agents > shown.agents ||
  now.outsideScope > shown.outsideScope ||
  now.queuesToNobody.some((id) => !shown.queuesToNobody.includes(id));

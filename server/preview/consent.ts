import type { PreviewItem } from '../../shared/preview.ts';

/** How far an edit goes, as it was shown: what consent is bound to. */
export interface Reach {
  agents: number;
  outsideScope: number;
  /** Users and teams outside the scope that have the profile, whether they take contacts now or not. */
  outsideUse: number;
  queuesToNobody: string[];
}

export const reachOf = ({ agents, queues }: PreviewItem, outsideUse: number): Reach => ({
  agents: agents.direct + agents.throughTeam + agents.outsideScope,
  outsideScope: agents.outsideScope,
  outsideUse,
  queuesToNobody: queues
    .filter(({ eligibleBefore, eligibleAfter }) => eligibleBefore !== null && eligibleBefore > 0 && eligibleAfter === 0)
    .map(({ id }) => id),
});

/** Whether an edit goes further now than what was agreed to: more agents, more of them outside the scope, or another queue to nobody. */
export const isWorse = (now: Reach, shown: Reach): boolean =>
  now.agents > shown.agents ||
  now.outsideScope > shown.outsideScope ||
  now.outsideUse > shown.outsideUse ||
  now.queuesToNobody.some((id) => !shown.queuesToNobody.includes(id));

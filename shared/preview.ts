import type { SkillDifference } from './diff.ts';
import type { LeftOut } from './merge.ts';

/** Why nothing can be said of a queue, why it is not touched, or what a count must be read with. */
export const queueReasons = [
  'not-read',
  'requirement-not-understood',
  'dynamic-skill-not-read',
  'requirements-in-flow',
  'serves-other-teams',
  'higher-is-weaker',
] as const;
export type QueueReason = (typeof queueReasons)[number];

/** A requirement for at most so much of a skill. */
export interface SkillLimit {
  skillId: string;
  atMost: string;
}

/**
 * What one edit does to one queue. `counted`: agents were counted · `not-served`: the queue sends its contacts to none of the teams concerned ·
 * `unknown`: nobody can tell from the configuration, and `reason` says why. The numbers are null unless `counted`.
 */
export interface QueueEffect {
  id: string;
  name: string;
  effect: 'counted' | 'not-served' | 'unknown';
  /** Agents of the whole organization who qualify for certain, now and with all edits of the preview. */
  eligibleBefore: number | null;
  eligibleAfter: number | null;
  /** Agents of whom it cannot be said whether they will qualify. */
  unclear: number | null;
  /** Agents in scope who begin to qualify, and who cease to, by this edit. */
  enter: string[];
  leave: string[];
  /** In English; `reasonCode` says the same to whoever has words of his own. */
  reason?: string;
  reasonCode?: QueueReason;
  /** With `higher-is-weaker`: of what. */
  limits?: SkillLimit[];
}

/** `queue-to-nobody` says which queue, and of how many agents it is not known, if of any. */
export interface PreviewWarning {
  code: string;
  detail: string;
  queueId?: string;
  unclear?: number;
}

/** What one edit would do. `agents` counts active users by how they have the profile; an assignment reaches the one it is for. */
export interface PreviewItem {
  skillProfileId?: string;
  userId?: string;
  diff: SkillDifference[];
  /** Skills that would stay as they are, since the edit's conditions do not hold for them. */
  leftOut?: LeftOut[];
  agents: { direct: number; throughTeam: number; outsideScope: number };
  queues: QueueEffect[];
  warnings: PreviewWarning[];
}

/** What edits would do together. The id stands for what was shown to this person, for ten minutes. */
export interface ChangePreview {
  previewId: string;
  asOf: string;
  items: PreviewItem[];
}

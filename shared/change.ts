import type { SkillDifference } from './diff.ts';
import type { SkillValue } from './skill.ts';
import type { LeftOut, SkillConflict } from './merge.ts';

export const finalOutcomes = [
  'verified',
  'unchanged',
  'conflict',
  'refused',
  'failed',
  'not-effective',
  'superseded',
  'stopped',
] as const;
export const openOutcomes = ['scheduled', 'pending', 'sent', 'in-doubt'] as const;
export const outcomes = [...finalOutcomes, ...openOutcomes] as const;

export type Outcome = (typeof outcomes)[number];
export type FinalOutcome = (typeof finalOutcomes)[number];

export const isFinal = (outcome: Outcome): outcome is FinalOutcome => finalOutcomes.some((final) => final === outcome);

/** A Change that no person made: the end of a lease, or what somebody did at Webex around Skilldesk. */
export const vias = ['lease-end', 'elsewhere'] as const;
export type Via = (typeof vias)[number];

/** Why an item was refused or failed, or what an open one waits for. */
export const rules = [
  'not-found',
  'outside-scope',
  'unused-profile',
  'no-skill-profile-permission',
  'no-reskill-permission',
  'stage',
  'protected-skill',
  'last-skill',
  'too-many-agents',
  'rights-lost',
  'paused',
  'lease-ended',
  'older-database',
  'webex-refused',
  'webex-busy',
  'webex-unavailable',
  'webex-answer-invalid',
  'needs-reauthorization',
  'organization-not-connected',
] as const;
export type Rule = (typeof rules)[number];

/** What stood in the way. For values: each touched skill, and the revision to base the next edit on. For an assignment: the three profiles. */
export interface Conflict {
  revision?: string;
  skills: SkillConflict[];
  assignment?: { base: string | null; theirs: string | null; mine: string | null };
}

/** One edit of a Change and what became of it. An assignment's `diff` is what that person gains and loses by it. */
export interface ChangeItem {
  skillProfileId?: string;
  userId?: string;
  /** A team that was given another profile at Webex: Skilldesk itself never does that. */
  teamId?: string;
  /** The profile was deleted at Webex, and had this name. */
  deleted?: { name: string };
  fromSkillProfileId?: string | null;
  toSkillProfileId?: string | null;
  outcome: Outcome;
  rule?: Rule;
  diff: SkillDifference[];
  /** Of a profile, before its begin: what its skills are to be, null to be taken out, or how much more (or less). What that changes is known then. */
  asked?: ({ skillId: string; value: SkillValue | null } | { skillId: string; add: number })[];
  conflict?: Conflict;
  /** Skills that stayed as they were: the edit's conditions did not hold for them, or somebody changed them since what is undone. */
  leftOut?: LeftOut[];
  trackingId?: string;
  /** By id, as they were called when it was asked for: the profile or agent, the skills with their choices, the teams in scope. */
  names?: Record<string, string>;
  /** Whom it reached then: active agents, teams in scope, and how many others. */
  reached?: { agents: number; teams: string[]; otherTeams: number };
}

/**
 * What is wrong with the end of a lease: `superseded` somebody changed a value since, which was left · `failed` it was not carried out ·
 * `in-doubt` nobody knows yet · `late` by 5 minutes. Open until `takenAt`.
 */
export interface Incident {
  code: 'superseded' | 'failed' | 'in-doubt' | 'late';
  takenAt?: string;
}

/** What one person did in one step. Times are ISO 8601 in UTC. */
export interface Change {
  id: string;
  actor: { id: string; name: string; email: string };
  reason: string;
  /** Of a Change `via` elsewhere this is when it was noticed: when it was made, and by whom, nobody tells us. */
  createdAt: string;
  via?: Via;
  /** The Change that this one takes back. */
  reverts?: string;
  /** The newest Change that took this one back, or a part of it. */
  revertedBy?: string;
  /** When it is to begin; absent: at once. */
  startsAt?: string;
  /** When Skilldesk puts it back by itself; absent: never. */
  until?: string;
  /** Whose the end is: the id and the name of a person. */
  owner?: string;
  ownerName?: string;
  /** When its end began: nothing of it can be moved any more. */
  endedAt?: string;
  /** Something about its end that somebody is to look at. */
  incident?: Incident;
  /** Each move of the end or the owner, oldest first; null is "for good". */
  terms: {
    at: string;
    actor: string;
    actorName: string;
    until: string | null;
    owner: string;
    ownerName: string;
  }[];
  items: ChangeItem[];
}

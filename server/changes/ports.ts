import type { Conflict, Outcome, Rule, Via } from '../../shared/change.ts';
import type { SkillDifference } from '../../shared/diff.ts';
import type { Edit } from '../../shared/edit.ts';
import type { LeftOut } from '../../shared/merge.ts';
import type { Skill, SkillValue } from '../../shared/skill.ts';
import type { SkillValues, SkillWithValue } from '../../shared/skill-values.ts';
import type { Session } from '../identity/session.ts';
import type { AsOfThen } from './as-of-then.ts';
import type { Ending } from './reversal-edit.ts';
import type { ListedProfile } from '../skill-profiles/organization.ts';

/** What stands at Webex now. */
export interface Standing {
  version: number | undefined;
  values: SkillValues;
  /** Of an agent: the teams that he is in now. */
  teamIds?: string[];
  /** The document as Webex sent it, for the adapter that writes it back whole. */
  document?: unknown;
  listed?: ListedProfile;
}

export type WriteAnswer = Pick<Standing, 'version' | 'values'> & { trackingId: string | undefined };

/** Something at Webex that an edit can change. Methods throw UpstreamError. */
export interface WriteTarget {
  /** Read fresh; undefined when it is not there. */
  read(id: string, skills: ReadonlyMap<string, Skill>): Promise<Standing | undefined>;
  /** Carries out the differences and nothing else, within 15 s. */
  write(
    id: string,
    standing: Standing,
    differences: readonly SkillDifference[],
    skills: ReadonlyMap<string, Skill>,
  ): Promise<WriteAnswer>;
}

export interface WriteTargets {
  skillProfile: WriteTarget;
  user: WriteTarget;
}

export interface Actor {
  id: string;
  name: string;
  email: string;
}

/** One edit in the journal. */
export interface JournalItem {
  changeId: string;
  position: number;
  edit: Edit;
  outcome: Outcome;
  rule?: Rule | undefined;
  /** What is written: known once the merge was made, empty before. */
  differences: SkillDifference[];
  /** What the person gains and loses, for an assignment; shown instead of `differences`. */
  effect: SkillDifference[];
  conflict?: Conflict;
  leftOut?: LeftOut[];
  /** What was asked for and found so already: a lease holds that too. */
  held?: SkillDifference[];
  /** The values that the edit is based on, of a Change that may begin later than a revision is kept. */
  base?: SkillWithValue[];
  /** Users and teams outside the scope to whose use of the profile the person agreed; left out: to none. */
  acknowledged?: number;
  /** The teams that it reached when it was asked for. */
  teamIds: string[];
  /** What it was about, in the names of that time. */
  asOfThen?: AsOfThen;
  trackingId?: string;
  sentAt?: number;
  /** The version in Webex's answer to our write, when that answer had our values. */
  writtenVersion?: number;
  /** When somebody took it up again after it was stopped. */
  takenUpAt?: number;
  attempts: number;
  /** An open item is not taken up before. */
  dueAt: number;
}

/** Another profile for a team. Nobody asks Skilldesk for that: it is noticed, and taken back nowhere but at Webex. */
export interface TeamAssignment {
  teamId: string;
  fromSkillProfileId: string | null;
  toSkillProfileId: string | null;
}

export interface JournalChange {
  id: string;
  actor: Actor;
  reason: string;
  createdAt: number;
  /** With which rights and scope; checked again before each item. */
  authority: Session;
  items: JournalItem[];
  /** Of what was noticed of a team, in place of items. */
  team?: TeamAssignment;
  /** The Change that this one takes back. */
  reverts?: string;
  /** What was done to take this one back, item by item, newest first. */
  reversals: Reversal[];
  /** Who made it when no person did. */
  via?: Via;
  /** When it is to begin; left out: at once. */
  startsAt?: number;
  /** When Skilldesk puts it back; left out: never. */
  until?: number;
  /** Whose the end is. */
  owner?: Actor;
  /** Each move of the end or the owner, oldest first. */
  terms: Term[];
  /** When its end began; nothing can be moved any more. */
  endedAt?: number;
  /** When somebody took the incident of its end. */
  takenAt?: number;
}

/** One move of a lease: who set which end and owner. */
export interface Term {
  at: number;
  actor: Actor;
  /** Undefined: for good. */
  until: number | undefined;
  owner: Actor;
}

/** One item of a Change that takes another back. */
export interface Reversal {
  changeId: string;
  /** The profile or user. */
  target: string;
  outcome: Outcome;
  via?: Via;
  /** Some fields were left as they were. */
  leftSomething: boolean;
}

export interface WritingNow {
  /** An administrator's decision that nothing is written: what was saved waits. */
  closedBy: Rule | undefined;
  /** What was open then may have been carried out since, and more: this database took the place of a newer one. */
  unsureUntil: number | undefined;
}

/** Never older than the moment it is asked. */
export interface Writing {
  now(): Promise<WritingNow>;
}

/** What an item becomes; members left out stay as they are, and an undefined `rule` is taken away. */
export type Progress = Partial<
  Omit<
    JournalItem,
    'changeId' | 'position' | 'edit' | 'rule' | 'acknowledged' | 'takenUpAt' | 'teamIds' | 'base' | 'asOfThen'
  >
> & {
  rule?: Rule | undefined;
};

/** A profile's or user's claim: the lock of one process, by the database's clock. */
export interface Claim {
  target: string;
  owner: string;
}

/** An item on its road, under this claim. */
export type Travelling = JournalItem & { claim?: Claim };

export interface Recorded {
  /** As it stands then, where a claim was given back. */
  change?: JournalChange | undefined;
}

export interface ChangeFilter {
  skillProfileId?: string | undefined;
  userId?: string | undefined;
  actor?: string | undefined;
  outcome?: Outcome | undefined;
  /** A skill that an item named, or that an assignment changed for the agent. */
  skillId?: string | undefined;
  /** A team that an item reached. */
  teamId?: string | undefined;
  /** Whether it is not over: an item is on its way, a lease has not ended, or nobody has taken the incident of its end. */
  open?: boolean | undefined;
  from?: number | undefined;
  to?: number | undefined;
  before?: Position | undefined;
}

/** Of a Change among the others, newest first. */
export interface Position {
  createdAt: number;
  id: string;
}

/** With `next` there may be more behind it, also where there are fewer than asked for. */
export interface JournalPage {
  changes: JournalChange[];
  next: Position | undefined;
}

export interface IdempotencyKey {
  path: string;
  key: string;
  bodyHash: string;
}

/** What a lease gave one field, or gave back to it when it ended. */
export interface ValueByLease {
  skillId: string;
  value: SkillValue | null;
}

export interface TakenUp {
  item: JournalItem | undefined;
  /** Another item on the same target was sent, and nobody knows yet what became of it. */
  isBehindUnsettled: boolean;
}

export interface ChangeJournal {
  /**
   * The Change that this key made before, as it stands.
   * @throws AppError `idempotency-key-reused` when the key belongs to another body
   */
  made(personId: string, key: IdempotencyKey): Promise<JournalChange | undefined>;
  /**
   * Commits the intent, or finds the Change that the same key made before. Where `allowed` fails nothing is committed; it has been begun before, so
   * that it needs no connection that this one holds.
   * @throws AppError `idempotency-key-reused` when the key belongs to another body; and what `allowed` fails with
   */
  intend(change: JournalChange, key: IdempotencyKey, allowed?: Promise<void>): Promise<JournalChange>;
  read(changeId: string): Promise<JournalChange | undefined>;
  /** One item as it stands now. */
  item(of: Pick<JournalItem, 'changeId' | 'position'>): Promise<JournalItem | undefined>;
  /** Newest first, at most `limit`. */
  list(filter: ChangeFilter, limit: number): Promise<JournalPage>;
  /** Changes with an open item that is due. */
  due(): Promise<string[]>;
  /** True when the claim is ours from now on, for `milliseconds`. */
  claim(claim: Claim, milliseconds: number): Promise<boolean>;
  release(claim: Claim): Promise<void>;
  /** As `claim`, and how things stand from then on for an item; undefined when somebody else has the claim. */
  takeUp(claim: Claim, milliseconds: number, item: JournalItem): Promise<TakenUp | undefined>;
  /** As `release`, and the Change as it stands then. */
  leave(claim: Claim, changeId: string): Promise<JournalChange | undefined>;
  /** Commits `sent` only while the claim is still ours, and renews it for `milliseconds`; false when it is not. */
  markSent(item: JournalItem, claim: Claim, milliseconds: number, progress: Progress): Promise<boolean>;
  /**
   * Commits progress of an item that is open and still as `item` says; undefined, and nothing written, when another process moved it on. With
   * `seen`, the snapshot learns in the same transaction what was read of the target, and its revision may be the base of an edit. With its outcome
   * an item gives back the claim under which it travels.
   */
  record(item: Travelling, progress: Progress, seen?: Standing): Promise<Recorded | undefined>;
  /** What taking this Change back does, by now, to each field of the target that it holds or held as a lease. */
  endings(changeId: string, target: string): Promise<Map<string, Ending>>;
  /** What leases gave the fields of a target, or gave them back, since a moment. */
  valuesByLeases(target: string, since: number): Promise<ValueByLease[]>;
  /** Ends those of these items of one Change that still are as they say; answers how many. Recorded with who did it. */
  stop(items: readonly JournalItem[], by: Actor): Promise<number>;
  /** Opens those of these items of one Change that still are stopped, as if just asked for, or scheduled again for `startsAt`; answers how many. Recorded with who did it. */
  reopen(items: readonly JournalItem[], by: Actor, startsAt?: number): Promise<number>;
}

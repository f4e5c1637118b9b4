import type { SkillDifference } from '../../shared/diff.ts';
import type { Skill } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { ListedProfile, Organization } from '../skill-profiles/organization.ts';
import type { Claim } from './ports.ts';

/** What can be changed around us: a profile's values, and the one value of a user and of a team, the profile that is assigned. */
export type WatchedKind = 'skill-profile' | 'user' | 'team';

export interface Watched {
  kind: WatchedKind;
  id: string;
}

/** What the history accounts for: the values before its first Change of this object, and every Change since. */
export interface AccountedState extends Watched {
  /** Of a profile, for the day on which it is gone. */
  name: string;
  values: SkillValues;
  /** Webex's version and time of the newest reading that is in it; see `orderOf`. */
  stamp: string;
  /** When it last moved. */
  at: number;
  /** How often it moved: what was decided on an older one is not carried out. */
  number: number;
}

/** One object as it was read by its id. */
export interface Sighting extends Watched {
  values: SkillValues;
  stamp: string;
  /** When the reading began. */
  readAt: number;
  /** Of a profile. */
  listed?: ListedProfile;
}

/** Reads by id, no faster than the snapshot is read. Throws UpstreamError. */
export interface SightingSource {
  /** Undefined: it is not there. */
  read(watched: Watched, skills: ReadonlyMap<string, Skill>): Promise<Sighting | undefined>;
}

/** What was found that the history does not account for. */
export interface Noticed {
  before: AccountedState;
  /** Undefined: a profile that was deleted. */
  now: Sighting | undefined;
  differences: SkillDifference[];
  organization: Organization;
}

export interface ElsewhereJournal {
  /** All, some at a time. */
  accounted(): AsyncIterable<AccountedState[]>;
  accountedOf(watched: Watched): Promise<AccountedState | undefined>;
  /** What is seen for the first time is accounted for as it is; what is known already stays. */
  begin(states: readonly Omit<AccountedState, 'at' | 'number'>[]): Promise<void>;
  /** Profiles and users to which something of ours is on its way, or may still be: nobody can say whose a value is. */
  targetsOnTheRoad(): Promise<ReadonlySet<string>>;
  /** Takes in what a version of Skilldesk wrote that does not account for its writes; false where there is nothing. */
  adoptOwnWrites(watched: Watched, organization: Organization): Promise<boolean>;
  /**
   * Journals it as a Change, in one transaction with the audit record, the snapshot and the new state. False, and nothing written, when the
   * claim is not held any more, something of ours is on its way, or the state has moved since it was read.
   */
  record(noticed: Noticed, claim: Claim): Promise<boolean>;
}

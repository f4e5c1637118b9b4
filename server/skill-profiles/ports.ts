import type { Skill } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type {
  DynamicSkillValues,
  ListedProfile,
  ListedQueue,
  Organization,
  ProfileContent,
  QueueContent,
  SupervisorProfile,
  Team,
  User,
} from './organization.ts';

/** The organization's configuration at Webex, read with the admin token. Every method throws UpstreamError. */
export interface OrganizationSource {
  /** The values of ENUM skills come one call each, so those in `known` with an unchanged stamp are taken from it. */
  listSkills(known: ReadonlyMap<string, StampedSkill>): Promise<StampedSkill[]>;
  listTeams(): Promise<Team[]>;
  listUsers(): Promise<User[]>;
  listSkillProfiles(): Promise<ListedProfile[]>;
  /** The active ones that skills decide over. */
  listQueues(): Promise<ListedQueue[]>;
  /** The rights come one call each, so those in `known` with an unchanged stamp are taken from it. Undefined: Webex does not show them to us. */
  listSupervisorProfiles(known: ReadonlyMap<string, SupervisorProfile>): Promise<SupervisorProfile[] | undefined>;
  /** Undefined: the queue is not there any more. */
  readQueue(id: string): Promise<QueueContent | undefined>;
  /** Undefined: an answer that we do not understand. */
  readDynamicSkill(skill: Skill): Promise<DynamicSkillValues | undefined>;
  /** Undefined: the profile is not there, or no longer. Somebody who waits for it does not stand in line with the snapshot's readings. */
  readSkillProfile(
    id: string,
    skills: ReadonlyMap<string, Skill>,
    somebodyWaits: boolean,
  ): Promise<{ listed: ListedProfile; values: SkillValues } | undefined>;
}

export interface StampedSkill extends Skill {
  stamp: string;
}

/** The snapshot in the database, for every process. */
export interface SnapshotStore {
  /** Undefined: nothing was read yet. The same object as long as nothing was saved. */
  load(): Promise<Organization | undefined>;
  knownSkills(): Promise<ReadonlyMap<string, StampedSkill>>;
  /** Those that need not be read again. */
  knownSupervisorProfiles(): Promise<ReadonlyMap<string, SupervisorProfile>>;
  /** In place of all that were known. */
  saveSupervisorProfiles(profiles: readonly SupervisorProfile[], readAt: number): Promise<void>;
  /**
   * The lists of a reading that began at `asOf`. What is known of a profile stays; one whose stamp is another becomes stale. What was
   * learned of an entity after `asOf` is newer than the lists, and stays as well.
   */
  saveLists(lists: {
    asOf: number;
    skills: StampedSkill[];
    teams: Team[];
    users: User[];
    skillProfiles: ListedProfile[];
    queues: ListedQueue[];
  }): Promise<void>;
  /** A reading that began at `readAt`; nothing is saved when something newer is known. */
  saveSkillProfile(listed: ListedProfile, content: ProfileContent, readAt: number): Promise<void>;
  removeSkillProfile(id: string): Promise<void>;
  saveQueue(id: string, content: QueueContent, readAt: number): Promise<void>;
  /** In place of all that were known. */
  saveDynamicSkills(values: ReadonlyMap<string, DynamicSkillValues>, readAt: number): Promise<void>;
  /** All content becomes stale, so that it is read again whatever Webex's versions say. */
  markAllStale(): Promise<void>;
}

/** The content behind every revision that was handed out, kept for seven days after it was last handed out. */
export interface RevisionStore {
  keep(skillProfileId: string, content: { revision: string; values: SkillValues }): Promise<void>;
  /** The seven days begin anew. */
  handOut(revisions: readonly { skillProfileId: string; revision: string }[]): Promise<void>;
  content(skillProfileId: string, revision: string): Promise<SkillValues | undefined>;
  prune(): Promise<void>;
}

/** `changed` and `policy` are others whenever something is that a list is made of; `asOf` is how young it is. */
export interface Beat {
  changed: number;
  asOf: number;
  policy: number;
}

export interface Beats {
  /** Not older than half a second, and newer than whatever this process has written. Undefined before the first reading. */
  now(): Promise<Beat | undefined>;
  /** As `now` would answer without asking anybody; undefined where it would have to. */
  atHand(): Beat | undefined;
}

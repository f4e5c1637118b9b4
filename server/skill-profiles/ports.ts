import type { Skill } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { ListedProfile, Organization, SkillProfile, Team, User } from './organization.ts';

/** The organization's configuration at Webex, read with the admin token. Every method throws UpstreamError. */
export interface OrganizationSource {
  /** The values of ENUM skills come one call each, so those in `known` with an unchanged stamp are taken from it. */
  listSkills(known: ReadonlyMap<string, StampedSkill>): Promise<StampedSkill[]>;
  listTeams(): Promise<Team[]>;
  listUsers(): Promise<User[]>;
  listSkillProfiles(): Promise<ListedProfile[]>;
  /** Undefined: the profile is not there, or no longer. */
  readSkillProfile(
    id: string,
    skills: ReadonlyMap<string, Skill>,
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
  /** The lists of one reading; profiles whose stamp did not change keep their content, others lose it until they are read. */
  saveLists(lists: {
    asOf: number;
    skills: StampedSkill[];
    teams: Team[];
    users: User[];
    skillProfiles: ListedProfile[];
  }): Promise<void>;
  saveSkillProfile(profile: Required<SkillProfile>): Promise<void>;
  removeSkillProfile(id: string): Promise<void>;
  /** Every stamp is forgotten, so that the next lists leave all content unread: it is read again whatever Webex's versions say. */
  forgetStamps(): Promise<void>;
}

/** The content behind every revision that was handed out, kept for seven days after it was last handed out. */
export interface RevisionStore {
  keep(skillProfileId: string, content: { revision: string; values: SkillValues }): Promise<void>;
  /** The seven days begin anew. */
  handOut(revisions: readonly { skillProfileId: string; revision: string }[]): Promise<void>;
  content(skillProfileId: string, revision: string): Promise<SkillValues | undefined>;
  prune(): Promise<void>;
}

/** What every stored thing of an organization carries. Times are epoch milliseconds. */
export interface Stored {
  organizationId: string;
  id: string;
  version: number;
  createdTime: number;
  lastUpdatedTime: number;
}

export type SkillType = 'PROFICIENCY' | 'BOOLEAN' | 'TEXT' | 'ENUM';

export interface EnumSkillValue extends Stored {
  name: string;
  skillId: string;
}

export interface Skill extends Stored {
  name: string;
  description: string;
  serviceLevelThreshold: number;
  active: boolean;
  dynamicSkill: boolean;
  skillType: SkillType;
  enumSkillValues: EnumSkillValue[];
}

export interface ActiveSkill extends Stored {
  skillId: string;
  proficiencyValue?: number;
  booleanValue?: boolean;
  textValue?: string;
}

export interface ActiveEnumSkill extends Stored {
  enumSkillValueId: string;
}

export interface SkillProfile extends Stored {
  name: string;
  description: string;
  activeSkills: ActiveSkill[];
  activeEnumSkills: ActiveEnumSkill[];
}

interface Site extends Stored {
  name: string;
  active: boolean;
}

/** Members are not stored here: `userIds` of an answer is computed from the users' `teamIds`. */
export interface Team extends Stored {
  name: string;
  description: string;
  teamType: 'AGENT' | 'CAPACITY';
  teamStatus: 'IN_SERVICE' | 'NOT_AVAILABLE';
  active: boolean;
  siteId: string;
  skillProfileId?: string;
  desktopLayoutId?: string;
  rankQueuesForTeam: boolean;
  dbId: string;
}

export interface AssignedDynamicSkill {
  id: string;
  skillId: string;
  textValue?: string;
  booleanValue?: boolean;
  proficiencyValue?: number;
  enumSkillValues?: string[];
}

export interface User extends Stored {
  firstName: string;
  lastName: string;
  email: string;
  ciUserId: string;
  userProfileId: string;
  contactCenterEnabled: boolean;
  active: boolean;
  siteId: string;
  teamIds: string[];
  skillProfileId?: string;
  /** "The teamId to look for to load the desktop layout when a supervisor logs in to desktop." */
  preferredSupervisorTeamId?: string;
  agentProfileId: string;
  multimediaProfileId?: string;
  /** Webex's own spelling. */
  deafultDialledNumber?: string;
  timezone?: string;
  dbId: string;
  userLevelSummariesInclusion: 'INCLUDED' | 'EXCLUDED';
  userLevelAutoCSATInclusion: 'INCLUDED' | 'EXCLUDED';
  dynamicSkills: AssignedDynamicSkill[];
  skillProfileUpdatedBy?: string;
  skillProfileUpdatedTime?: number;
  dynamicSkillsUpdatedBy?: string;
  dynamicSkillsUpdatedTime?: number;
}

type ProfileType = 'ADMINISTRATOR' | 'ADMINISTRATOR_ONLY' | 'SUPERVISOR' | 'PREMIUM_AGENT' | 'STANDARD_AGENT';
export type AccessLevel = 'SPECIFIC' | 'ALL' | 'PROVISIONED_VALUE' | 'NONE';

export interface Permission {
  id: string;
  name: string;
  access: 'EDIT' | 'VIEW' | 'NONE' | 'ENABLED' | 'DISABLED';
}

export interface Resource {
  name: string;
  accessLevel: AccessLevel;
  ids: string[];
}

interface ResourceCollection {
  id: string;
  name: string;
  resources: Resource[];
}

export interface UserProfile extends Stored {
  name: string;
  description: string;
  profileType: ProfileType;
  active: boolean;
  permissionAccessLevel: AccessLevel;
  resourceAccessLevel: AccessLevel;
  permissions: Permission[];
  resourceCollections: ResourceCollection[];
  defaultResourceCollectionId?: string;
}

export interface SkillRequirement {
  id: string;
  skillId: string;
  condition: string;
  /** For an ENUM skill the value's name; the switch `enumRequirementValue` may answer its id. */
  skillValue: string;
  weight?: number;
}

export interface ContactServiceQueue extends Stored {
  name: string;
  description: string;
  queueType: 'INBOUND' | 'OUTBOUND';
  channelType: 'TELEPHONY' | 'EMAIL' | 'CHAT' | 'SOCIAL_CHANNEL';
  active: boolean;
  serviceLevelThreshold: number;
  routingType: 'LONGEST_AVAILABLE_AGENT' | 'SKILLS_BASED' | 'CIRCULAR' | 'LINEAR';
  skillBasedRoutingType?: 'LONGEST_AVAILABLE_AGENT' | 'BEST_AVAILABLE_AGENT';
  queueRoutingType: 'TEAM_BASED' | 'SKILL_BASED' | 'AGENT_BASED';
  queueSkillRequirements: SkillRequirement[];
  callDistributionGroups: { order: number; duration: number; agentGroups: { teamId: string }[] }[];
  agents: { id: string; ciUserId: string }[];
}

/** Who gets it stands in the teams. */
export interface DesktopLayout extends Stored {
  name: string;
  description: string;
  editedBy: string;
  jsonFileName: string;
  /** The layout itself, as text. */
  jsonFileContent: string;
  global: boolean;
  status: boolean;
  defaultJsonModified: boolean;
  validated: boolean;
  modifiedTime: number;
  systemDefault: boolean;
}

/** The live state of one organization; every map is keyed by `id`. */
export interface Organization {
  id: string;
  name: string;
  skills: Map<string, Skill>;
  skillProfiles: Map<string, SkillProfile>;
  sites: Map<string, Site>;
  teams: Map<string, Team>;
  users: Map<string, User>;
  userProfiles: Map<string, UserProfile>;
  queues: Map<string, ContactServiceQueue>;
  layouts: Map<string, DesktopLayout>;
}

import { stableId } from './seeded-generator.ts';
import type {
  ContactServiceQueue,
  DesktopLayout,
  Organization,
  Permission,
  Resource,
  Skill,
  SkillProfile,
  SkillRequirement,
  SkillType,
  Stored,
  Team,
  User,
  UserProfile,
} from './organization.ts';

const createdTime = Date.UTC(2023, 2, 21, 10, 10);
const agentProfileId = stableId('agent-profile', 'Default');

/** The value of a skill in a profile: a number, a flag, a text, or names of enum values. */
export type SkillValue = number | boolean | string | readonly string[];

/** Proficiency `>=`/`<=`, or `IS`/`IS_NOT` for the others. */
export type Requirement = readonly [skill: string, condition: string, value: string, weight?: number];

/** The id of something by its kind and name; the same in every organization that is built here. */
export const idOf = (
  kind: 'skill' | 'skill-profile' | 'site' | 'team' | 'user' | 'user-profile' | 'queue' | 'layout',
  name: string,
) => stableId(kind, name);
export const ciUserIdOf = (name: string): string => stableId('ci-user', name);
export const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@velocity.example`;

function add<T extends Stored>(among: Map<string, T>, entity: T): T {
  if (among.has(entity.id)) throw new Error(`There is already something with the id ${entity.id}.`);
  among.set(entity.id, entity);
  return entity;
}

/** Puts an organization together in the contact center's own words. */
export class OrganizationBuilder {
  readonly organization: Organization;

  constructor(name: string) {
    this.organization = {
      id: stableId('organization', name),
      name,
      skills: new Map(),
      skillProfiles: new Map(),
      sites: new Map(),
      teams: new Map(),
      users: new Map(),
      userProfiles: new Map(),
      queues: new Map(),
      layouts: new Map(),
    };
  }

  site(name: string): void {
    add(this.organization.sites, { ...this.#stored(idOf('site', name)), name, active: true });
  }

  skill(
    name: string,
    skillType: SkillType,
    more: { values?: readonly string[]; dynamic?: boolean; active?: boolean } = {},
  ): Skill {
    const id = idOf('skill', name);
    return add(this.organization.skills, {
      ...this.#stored(id),
      name,
      description: `${name} of an agent`,
      serviceLevelThreshold: 30,
      active: more.active ?? true,
      dynamicSkill: more.dynamic ?? false,
      skillType,
      enumSkillValues: (more.values ?? []).map((value) => ({
        ...this.#stored(stableId('enum-skill-value', name, value)),
        name: value,
        skillId: id,
      })),
    });
  }

  skillProfile(name: string, description: string, values: Readonly<Record<string, SkillValue>>): SkillProfile {
    const id = idOf('skill-profile', name);
    const profile: SkillProfile = {
      ...this.#stored(id, 3),
      name,
      description,
      activeSkills: [],
      activeEnumSkills: [],
    };
    for (const [skillName, value] of Object.entries(values)) {
      const skill = this.organization.skills.get(idOf('skill', skillName));
      if (!skill) throw new Error(`There is no skill ${skillName}.`);
      const entry = this.#stored(stableId('active-skill', name, skillName));
      if (typeof value === 'number')
        profile.activeSkills.push({ ...entry, skillId: skill.id, proficiencyValue: value });
      else if (typeof value === 'boolean')
        profile.activeSkills.push({ ...entry, skillId: skill.id, booleanValue: value });
      else if (typeof value === 'string') profile.activeSkills.push({ ...entry, skillId: skill.id, textValue: value });
      else {
        const ids = value.map((valueName) => skill.enumSkillValues.find((one) => one.name === valueName)?.id ?? '');
        const entries = ids.map((valueId) => this.#stored(stableId('active-enum-skill', name, valueId)));
        profile.activeEnumSkills.push(
          ...entries.map((each, index) => ({ ...each, enumSkillValueId: ids[index] ?? '' })),
        );
      }
    }
    return add(this.organization.skillProfiles, profile);
  }

  team(name: string, site: string, skillProfile?: string): Team {
    return add(this.organization.teams, {
      ...this.#stored(idOf('team', name)),
      name,
      description: `The ${name} team`,
      teamType: 'AGENT',
      teamStatus: 'IN_SERVICE',
      active: true,
      siteId: idOf('site', site),
      ...(skillProfile === undefined ? {} : { skillProfileId: idOf('skill-profile', skillProfile) }),
      rankQueuesForTeam: false,
      dbId: stableId('team-db', name),
    });
  }

  layout(name: string, content: string, more: { global?: boolean; teams?: readonly string[] } = {}): DesktopLayout {
    const id = idOf('layout', name);
    for (const team of more.teams ?? []) {
      const stored = this.organization.teams.get(idOf('team', team));
      if (!stored) throw new Error(`There is no team ${team}.`);
      this.organization.teams.set(stored.id, { ...stored, desktopLayoutId: id });
    }
    return add(this.organization.layouts, {
      ...this.#stored(id),
      name,
      description: `${name} of the desktop`,
      editedBy: 'System',
      jsonFileName: 'Desktop Layout.json',
      jsonFileContent: content,
      global: more.global ?? false,
      status: true,
      defaultJsonModified: false,
      validated: true,
      modifiedTime: createdTime,
      systemDefault: more.global ?? false,
    });
  }

  userProfile(
    name: string,
    profileType: UserProfile['profileType'],
    access:
      'ALL' | { permissions: Readonly<Record<string, Permission['access']>>; resources: readonly Resource[] | 'ALL' },
  ): UserProfile {
    const id = idOf('user-profile', name);
    const collectionId = stableId('resource-collection', name);
    const resources = access === 'ALL' || access.resources === 'ALL' ? null : [...access.resources];
    const permissions = access === 'ALL' ? [] : Object.entries(access.permissions);
    return add(this.organization.userProfiles, {
      ...this.#stored(id),
      name,
      description: `${name} user profile`,
      profileType,
      active: true,
      permissionAccessLevel: access === 'ALL' ? 'ALL' : 'SPECIFIC',
      resourceAccessLevel: resources ? 'SPECIFIC' : 'ALL',
      permissions: permissions.map(([permission, level]) => ({
        id: stableId('permission', permission),
        name: permission,
        access: level,
      })),
      resourceCollections: resources ? [{ id: collectionId, name: `${name} resources`, resources }] : [],
      ...(resources ? { defaultResourceCollectionId: collectionId } : {}),
    });
  }

  user(
    name: string,
    userProfile: string,
    site: string,
    teams: readonly string[],
    more: { skillProfile?: string; active?: boolean; contactCenterEnabled?: boolean } = {},
  ): User {
    const [firstName = '', ...rest] = name.split(' ');
    return add(this.organization.users, {
      ...this.#stored(idOf('user', name), 1),
      firstName,
      lastName: rest.join(' '),
      email: emailOf(name),
      ciUserId: ciUserIdOf(name),
      userProfileId: idOf('user-profile', userProfile),
      contactCenterEnabled: more.contactCenterEnabled ?? true,
      active: more.active ?? true,
      siteId: idOf('site', site),
      teamIds: teams.map((team) => idOf('team', team)),
      ...(more.skillProfile === undefined ? {} : { skillProfileId: idOf('skill-profile', more.skillProfile) }),
      agentProfileId,
      deafultDialledNumber: '+35315550100',
      timezone: 'Europe/Dublin',
      dbId: stableId('user-db', name),
      userLevelSummariesInclusion: 'INCLUDED',
      userLevelAutoCSATInclusion: 'INCLUDED',
      dynamicSkills: [],
    });
  }

  /** A queue that reaches every agent whose skills match all requirements. */
  skillBasedQueue(name: string, requirements: readonly Requirement[], bestAvailable = false): ContactServiceQueue {
    return this.#queue(name, {
      queueRoutingType: 'SKILL_BASED',
      routingType: 'SKILLS_BASED',
      skillBasedRoutingType: bestAvailable ? 'BEST_AVAILABLE_AGENT' : 'LONGEST_AVAILABLE_AGENT',
      queueSkillRequirements: requirements.map(([skill, condition, skillValue, weight]): SkillRequirement => ({
        id: stableId('requirement', name, skill, condition),
        skillId: idOf('skill', skill),
        condition,
        skillValue,
        ...(weight === undefined ? {} : { weight }),
      })),
    });
  }

  /** `SKILLS_BASED` here means: requirements stand in the flow, where no configuration call shows them. */
  teamBasedQueue(
    name: string,
    teams: readonly string[],
    routingType: ContactServiceQueue['routingType'],
  ): ContactServiceQueue {
    const agentGroups = teams.map((team) => ({ teamId: idOf('team', team) }));
    return this.#queue(name, {
      queueRoutingType: 'TEAM_BASED',
      routingType,
      callDistributionGroups: [{ order: 1, duration: 0, agentGroups }],
    });
  }

  agentBasedQueue(name: string, agents: readonly string[]): ContactServiceQueue {
    return this.#queue(name, {
      queueRoutingType: 'AGENT_BASED',
      routingType: 'LONGEST_AVAILABLE_AGENT',
      agents: agents.map((agent) => ({ id: idOf('user', agent), ciUserId: ciUserIdOf(agent) })),
    });
  }

  #queue(
    name: string,
    routing: Partial<ContactServiceQueue> & Pick<ContactServiceQueue, 'queueRoutingType' | 'routingType'>,
  ): ContactServiceQueue {
    return add(this.organization.queues, {
      ...this.#stored(idOf('queue', name)),
      name,
      description: `Contacts for ${name}`,
      queueType: 'INBOUND',
      channelType: 'TELEPHONY',
      active: true,
      serviceLevelThreshold: 60,
      queueSkillRequirements: [],
      callDistributionGroups: [],
      agents: [],
      ...routing,
    });
  }

  #stored(id: string, version = 0): Stored {
    return { organizationId: this.organization.id, id, version, createdTime, lastUpdatedTime: createdTime };
  }
}

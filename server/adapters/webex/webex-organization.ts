import { z } from 'zod';
import { skillTypes, type Skill } from '../../../shared/skill.ts';
import type { SkillValues } from '../../../shared/skill-values.ts';
import type {
  DynamicSkillValues,
  ListedProfile,
  ListedQueue,
  QueueContent,
  SupervisorProfile,
  Team,
  User,
} from '../../skill-profiles/organization.ts';
import { roleOf } from '../../identity/rights.ts';
import type { OrganizationSource, StampedSkill } from '../../skill-profiles/ports.ts';
import { failedAs } from '../../upstream-error.ts';
import { GranularAccess, userProfileOf } from './contact-center-user.ts';
import { flag, list } from './left-out.ts';
import {
  dynamicValueOf,
  listedQueue,
  QueueDocument,
  QueueItem,
  queueContent,
  UserWithDynamicSkill,
} from './queue-document.ts';
import { SkillProfileDocument, valuesOf } from './skill-profile-document.ts';
import type { AdminWebex, WebexAnswer, WebexCall } from './webex-http.ts';
import { readAllPages } from './webex-pages.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const idOrNull = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const Stamped = z.object({ id: z.string(), version: z.number().nullish(), lastUpdatedTime: z.number().nullish() });

const SkillItem = z.object({
  ...Stamped.shape,
  name: z.string(),
  description: text,
  skillType: z
    .string()
    .transform((type) => type.toUpperCase())
    .pipe(z.enum(skillTypes)),
  active: z
    .boolean()
    .nullish()
    .transform((active) => active ?? true),
  enumSkillValues: z.array(z.object({ id: z.string(), name: z.string() })).nullish(),
});

const TeamItem = z.object({ id: z.string(), name: z.string(), skillProfileId: idOrNull });

const UserItem = z.object({
  id: z.string(),
  ciUserId: text,
  firstName: text,
  lastName: text,
  email: text,
  teamIds: list(z.string()),
  skillProfileId: idOrNull,
  userProfileId: idOrNull,
  active: flag,
  contactCenterEnabled: flag,
});

const UserProfileItem = z.object({ ...Stamped.shape, profileType: z.string() });

const ProfileItem = z.object({ ...Stamped.shape, name: z.string(), description: text });

/** Reads the organization's configuration, no faster than the budget for polling lets it. */
export class WebexOrganization implements OrganizationSource {
  readonly #webex: AdminWebex;
  readonly #root: string;

  constructor(webex: AdminWebex, organizationId: string) {
    this.#webex = webex;
    this.#root = `/organization/${organizationId}`;
  }

  async listSkills(known: ReadonlyMap<string, StampedSkill>): Promise<StampedSkill[]> {
    const items = await readAllPages(this.#call, `${this.#root}/v2/skill`, {}, SkillItem);
    return Promise.all(
      items.map(async (item) => {
        const stamp = stampOf(item);
        const { id, name, description, skillType, active } = item;
        const before = known.get(id);
        if (before?.stamp === stamp) return before;
        // Lists leave arrays out, or say that they may.
        const values = skillType === 'ENUM' ? (await this.#readSkill(id)).enumSkillValues : [];
        return { id, name, description, skillType, active, stamp, enumSkillValues: values ?? [] };
      }),
    );
  }

  listTeams(): Promise<Team[]> {
    return readAllPages(this.#call, `${this.#root}/v2/team`, {}, TeamItem);
  }

  async listUsers(): Promise<User[]> {
    const items = await readAllPages(this.#call, `${this.#root}/v2/user`, {}, UserItem);
    return items.map(({ firstName, lastName, email, ...user }) => ({
      ...user,
      name: `${firstName} ${lastName}`.trim() || email || user.id,
    }));
  }

  async listSkillProfiles(): Promise<ListedProfile[]> {
    return (await readAllPages(this.#call, `${this.#root}/v2/skill-profile`, {}, ProfileItem)).map(listed);
  }

  async readSkillProfile(
    id: string,
    skills: ReadonlyMap<string, Skill>,
    somebodyWaits: boolean,
  ): Promise<{ listed: ListedProfile; values: SkillValues } | undefined> {
    try {
      const call: WebexCall = {
        method: 'GET',
        path: `${this.#root}/skill-profile/${id}`,
        query: { includeSkillDetails: true },
      };
      const { body } = await this.#webex.read(call, SkillProfileDocument, somebodyWaits ? 'person' : 'poll');
      return { listed: listed(body), values: valuesOf(body, skills) };
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async listQueues(): Promise<ListedQueue[]> {
    const items = await readAllPages(this.#call, `${this.#root}/v2/contact-service-queue`, {}, QueueItem);
    return items.flatMap((item) => listedQueue(item, stampOf(item)) ?? []);
  }

  async readQueue(id: string): Promise<QueueContent | undefined> {
    try {
      const call = { method: 'GET', path: `${this.#root}/contact-service-queue/${id}` } as const;
      return queueContent((await this.#call(call, QueueDocument)).body);
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async readDynamicSkill(skill: Skill): Promise<DynamicSkillValues | undefined> {
    const path = `${this.#root}/user/by-dynamic-skill-id/${skill.id}`;
    const users = await readAllPages(this.#call, path, {}, UserWithDynamicSkill);
    const values = users.map(({ id, dynamicSkill }) => [id, dynamicValueOf(dynamicSkill, skill)] as const);
    const known = values.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const]));
    return known.length === values.length ? new Map(known) : undefined;
  }

  async listSupervisorProfiles(
    known: ReadonlyMap<string, SupervisorProfile>,
  ): Promise<SupervisorProfile[] | undefined> {
    const path = `${this.#root}/v3/user-profile`;
    try {
      const items = (await readAllPages(this.#call, path, {}, UserProfileItem)).filter((item) => roleOf(item));
      const profiles = await Promise.all(
        items.map(async (item) => {
          const stamp = stampOf(item);
          const before = known.get(item.id);
          return before?.stamp === stamp ? before : this.#readSupervisorProfile(item.id, stamp);
        }),
      );
      return profiles.filter((profile) => profile !== undefined);
    } catch (error) {
      if (failedAs(error, 'refused') || failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  /** Undefined: it was deleted since it was listed. */
  async #readSupervisorProfile(id: string, stamp: string): Promise<SupervisorProfile | undefined> {
    try {
      const path = `${this.#root}/v3/user-profile/${id}`;
      return { id, stamp, ...userProfileOf((await this.#call({ method: 'GET', path }, GranularAccess)).body) };
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async #readSkill(id: string): Promise<z.output<typeof SkillItem>> {
    return (await this.#call({ method: 'GET', path: `${this.#root}/skill/${id}` }, SkillItem)).body;
  }

  readonly #call = <Schema extends z.ZodType>(
    call: WebexCall,
    schema: Schema,
  ): Promise<WebexAnswer<z.output<Schema>>> => this.#webex.read(call, schema, 'poll');
}

/** Webex's `version` is not trusted alone. */
export const stampOf = ({
  version,
  lastUpdatedTime,
}: {
  version?: number | null | undefined;
  lastUpdatedTime?: number | null | undefined;
}) => `${version ?? '?'}@${lastUpdatedTime ?? '?'}`;

export const listed = (item: {
  id: string;
  name: string;
  description?: string | undefined;
  version?: number | null | undefined;
  lastUpdatedTime?: number | null | undefined;
}): ListedProfile => ({ id: item.id, name: item.name, description: item.description ?? '', stamp: stampOf(item) });

import type { Transaction } from 'kysely';
import type { Skill, SkillValue } from '../../../shared/skill.ts';
import { listSkillValues, skillValues, type SkillWithValue } from '../../../shared/skill-values.ts';
import type {
  DynamicSkillValues,
  ListedProfile,
  ListedQueue,
  Organization,
  ProfileContent,
  Queue,
  QueueContent,
  SkillProfile,
  SupervisorProfile,
  Team,
  User,
} from '../../skill-profiles/organization.ts';
import type { SnapshotStore, StampedSkill } from '../../skill-profiles/ports.ts';
import type { Database } from './database.ts';
import { inPortions } from './in-portions.ts';
import type { EntityKind, Tables } from './tables.ts';

/** Their content is not in the lists. */
const readApart = new Set<EntityKind>(['skill-profile', 'queue']);

interface Entity {
  id: string;
  stamp: string;
  body: unknown;
}

/** The snapshot by rows, with a counter that tells every process whether the copy in its memory still holds. */
export class DatabaseSnapshot implements SnapshotStore {
  readonly #database: Database;
  readonly #organizationId: string;
  readonly #saved: () => void;
  #copy: { changed: number; organization: Promise<Organization> } | undefined;

  /** `saved` is called after each commit of its own. */
  constructor(database: Database, organizationId: string, saved: () => void = () => undefined) {
    this.#database = database;
    this.#organizationId = organizationId;
    this.#saved = saved;
  }

  async load(): Promise<Organization | undefined> {
    const state = await this.#database
      .selectFrom('snapshots')
      .select(['as_of', 'changed'])
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    if (!state) return undefined;
    if (this.#copy?.changed === state.changed) return this.#copy.organization;
    // Whoever asks meanwhile waits for the same reading: all of it is read, and many ask at once.
    const organization = this.#readEntities().then((entities) => ({ asOf: state.as_of, ...entities }));
    const copy = { changed: state.changed, organization };
    this.#copy = copy;
    organization.catch(() => {
      if (this.#copy === copy) this.#copy = undefined;
    });
    return organization;
  }

  async knownSkills(): Promise<ReadonlyMap<string, StampedSkill>> {
    const skills = (await this.#rows('skill'))
      .filter(({ is_stale }) => is_stale === 0)
      .map(({ body, stamp }) => ({ ...(JSON.parse(body) as Skill), stamp }));
    return new Map(skills.map((skill) => [skill.id, skill]));
  }

  async knownSupervisorProfiles(): Promise<ReadonlyMap<string, SupervisorProfile>> {
    const profiles = (await this.#rows('user-profile'))
      .filter(({ is_stale }) => is_stale === 0)
      .map(({ body }) => JSON.parse(body) as SupervisorProfile);
    return new Map(profiles.map((profile) => [profile.id, profile]));
  }

  async saveSupervisorProfiles(profiles: readonly SupervisorProfile[], readAt: number): Promise<void> {
    const entities = profiles.map((body) => ({ id: body.id, stamp: body.stamp, body }));
    await this.#transaction(async (transaction) => {
      await this.#replace(transaction, 'user-profile', entities, readAt);
      await this.#count(transaction);
    });
  }

  async saveLists(lists: Parameters<SnapshotStore['saveLists']>[0]): Promise<void> {
    const { asOf } = lists;
    const entities: [EntityKind, Entity[]][] = [
      ['skill', lists.skills.map(({ stamp, ...body }) => ({ id: body.id, stamp, body }))],
      ['team', lists.teams.map((body) => ({ id: body.id, stamp: '', body }))],
      ['user', lists.users.map((body) => ({ id: body.id, stamp: '', body }))],
      ['skill-profile', lists.skillProfiles.map((body) => ({ id: body.id, stamp: body.stamp, body }))],
      ['queue', lists.queues.map((body) => ({ id: body.id, stamp: body.stamp, body }))],
    ];
    await this.#transaction(async (transaction) => {
      for (const [kind, rows] of entities) await this.#replace(transaction, kind, rows, asOf);
      await transaction
        .insertInto('snapshots')
        .values({ organization_id: this.#organizationId, as_of: asOf, changed: 1 })
        .onConflict((conflict) =>
          conflict
            .column('organization_id')
            .doUpdateSet(({ eb }) => ({ as_of: asOf, changed: eb('snapshots.changed', '+', 1) })),
        )
        .execute();
    });
  }

  async saveQueue(id: string, content: QueueContent, readAt: number): Promise<void> {
    await this.#transaction(async (transaction) => {
      await transaction
        .updateTable('snapshot_entities')
        .set({ content: JSON.stringify(content), is_stale: 0, learned_at: readAt })
        .where('organization_id', '=', this.#organizationId)
        .where('kind', '=', 'queue')
        .where('id', '=', id)
        .execute();
      await this.#count(transaction);
    });
  }

  async saveDynamicSkills(values: ReadonlyMap<string, DynamicSkillValues>, readAt: number): Promise<void> {
    const entities = [...values].map(([id, byUser]) => ({ id, stamp: '', body: { id, values: [...byUser] } }));
    await this.#transaction(async (transaction) => {
      await this.#replace(transaction, 'dynamic-skill', entities, readAt);
      await this.#count(transaction);
    });
  }

  async saveSkillProfile(listed: ListedProfile, content: ProfileContent, readAt: number): Promise<void> {
    await this.#transaction(async (transaction) => {
      const row = await this.#of(transaction, 'skill-profile')
        .select('learned_at')
        .where('id', '=', listed.id)
        .executeTakeFirst();
      if (row && row.learned_at > readAt) return;
      await this.learnSkillProfile(transaction, listed, content, readAt);
    });
  }

  /** Within somebody else's transaction: what was just read of a profile. Where that is what is known, no copy need be read again. */
  async learnSkillProfile(
    transaction: Transaction<Tables>,
    listed: ListedProfile,
    content: ProfileContent,
    learnedAt: number,
  ): Promise<void> {
    const row = {
      stamp: listed.stamp,
      body: JSON.stringify(listed),
      content: JSON.stringify({ revision: content.revision, values: listSkillValues(content.values) }),
      is_stale: 0,
      learned_at: learnedAt,
    };
    const { numUpdatedRows } = await transaction
      .updateTable('snapshot_entities')
      .set({ learned_at: learnedAt })
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', 'skill-profile')
      .where('id', '=', listed.id)
      .where('stamp', '=', row.stamp)
      .where('body', '=', row.body)
      .where('content', '=', row.content)
      .where('is_stale', '=', row.is_stale)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    await transaction
      .insertInto('snapshot_entities')
      .values({ organization_id: this.#organizationId, kind: 'skill-profile', id: listed.id, ...row })
      .onConflict((conflict) => conflict.columns(['organization_id', 'kind', 'id']).doUpdateSet(row))
      .execute();
    await this.#count(transaction);
  }

  /** Within somebody else's transaction: the profile that was just read of a user. */
  async learnAssignment(
    transaction: Transaction<Tables>,
    userId: string,
    skillProfileId: string | null,
    learnedAt: number,
  ): Promise<void> {
    const row = await this.#of(transaction, 'user').select('body').where('id', '=', userId).executeTakeFirst();
    if (!row) return;
    const body = JSON.stringify({ ...(JSON.parse(row.body) as User), skillProfileId } satisfies User);
    await transaction
      .updateTable('snapshot_entities')
      .set({ body, learned_at: learnedAt })
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', 'user')
      .where('id', '=', userId)
      .execute();
    await this.#count(transaction);
  }

  async removeSkillProfile(id: string): Promise<void> {
    await this.#transaction(async (transaction) => {
      await transaction
        .deleteFrom('snapshot_entities')
        .where('organization_id', '=', this.#organizationId)
        .where('kind', '=', 'skill-profile')
        .where('id', '=', id)
        .execute();
      await this.#count(transaction);
    });
  }

  async markAllStale(): Promise<void> {
    await this.#database
      .updateTable('snapshot_entities')
      .set({ is_stale: 1 })
      .where('organization_id', '=', this.#organizationId)
      .execute();
  }

  async #transaction(work: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> {
    await this.#database.transaction().execute(work);
    this.#saved();
  }

  async #replace(
    transaction: Transaction<Tables>,
    kind: EntityKind,
    entities: readonly Entity[],
    asOf: number,
  ): Promise<void> {
    const before = new Map((await this.#of(transaction, kind).selectAll().execute()).map((row) => [row.id, row]));
    await transaction
      .deleteFrom('snapshot_entities')
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', kind)
      .execute();
    const newer = [...before.values()].filter(({ learned_at }) => learned_at > asOf);
    const listed = entities.map(({ id, stamp, body }): Tables['snapshot_entities'] => {
      const known = before.get(id);
      return {
        organization_id: this.#organizationId,
        kind,
        id,
        stamp,
        body: JSON.stringify(body),
        content: known?.content ?? null,
        is_stale: !readApart.has(kind) ? 0 : known?.stamp === stamp ? known.is_stale : 1,
        learned_at: known?.learned_at ?? 0,
      };
    });
    const rows = [...new Map([...listed, ...newer].map((row) => [row.id, row])).values()];
    for (const portion of inPortions(rows)) await transaction.insertInto('snapshot_entities').values(portion).execute();
  }

  async #count(transaction: Transaction<Tables>): Promise<void> {
    await transaction
      .updateTable('snapshots')
      .set(({ eb }) => ({ changed: eb('changed', '+', 1) }))
      .where('organization_id', '=', this.#organizationId)
      .execute();
  }

  async #readEntities(): Promise<Omit<Organization, 'asOf'>> {
    const [skills, teams, users, profiles, queues, dynamicSkills, supervisorProfiles] = await Promise.all([
      this.#rows('skill'),
      this.#rows('team'),
      this.#rows('user'),
      this.#rows('skill-profile'),
      this.#rows('queue'),
      this.#rows('dynamic-skill'),
      this.#rows('user-profile'),
    ]);
    const bodies = <Body extends { id: string }>(rows: { body: string }[]) =>
      new Map(rows.map(({ body }) => JSON.parse(body) as Body).map((body) => [body.id, body]));
    return {
      skills: bodies<Skill>(skills),
      teams: bodies<Team>(teams),
      users: bodies<User>(users),
      skillProfiles: new Map(profiles.map(profileOf).map((profile) => [profile.id, profile])),
      queues: new Map(queues.map(queueOf).map((queue) => [queue.id, queue])),
      dynamicSkills: new Map(dynamicSkills.map(dynamicSkillOf)),
      supervisorProfiles: bodies<SupervisorProfile>(supervisorProfiles),
    };
  }

  #rows(kind: EntityKind) {
    return this.#of(this.#database, kind).select(['stamp', 'body', 'content', 'is_stale']).execute();
  }

  #of(database: Database | Transaction<Tables>, kind: EntityKind) {
    return database
      .selectFrom('snapshot_entities')
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', kind);
  }
}

function profileOf(row: { body: string; content: string | null; is_stale: number }): SkillProfile {
  const profile = { ...(JSON.parse(row.body) as ListedProfile), stale: row.is_stale === 1 };
  if (row.content === null) return profile;
  const { revision, values } = JSON.parse(row.content) as { revision: string; values: SkillWithValue[] };
  return { ...profile, content: { revision, values: skillValues(values) } };
}

function queueOf(row: { body: string; content: string | null; is_stale: number }): Queue {
  const queue = { ...(JSON.parse(row.body) as ListedQueue), stale: row.is_stale === 1 };
  return row.content === null ? queue : { ...queue, content: JSON.parse(row.content) as QueueContent };
}

function dynamicSkillOf({ body }: { body: string }): [string, DynamicSkillValues] {
  const { id, values } = JSON.parse(body) as { id: string; values: [string, SkillValue][] };
  return [id, new Map(values)];
}

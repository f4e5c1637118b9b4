import { sql, type Compilable, type Transaction } from 'kysely';
import { listSkillValues } from '../../../shared/skill-values.ts';
import type { Skill } from '../../../shared/skill.ts';
import type {
  DynamicSkillValues,
  ListedProfile,
  Organization,
  ProfileContent,
  QueueContent,
  SupervisorProfile,
  User,
} from '../../skill-profiles/organization.ts';
import type { SnapshotStore, StampedSkill } from '../../skill-profiles/ports.ts';
import type { Database } from './database.ts';
import { compareEntities, writeCompared, type Entity } from './compare-entities.ts';
import { laidOver, noEntities, type Entities, type EntityRow } from './snapshot-rows.ts';
import type { EntityKind, Tables } from './tables.ts';
import { together } from './together.ts';

/** What this process has read, and how far the snapshot was then. */
interface Copy {
  /** By the clock of the process, which nobody sets. */
  lookedAt: number;
  asOf: number;
  changed: number;
  traced: number;
  entities: Promise<Entities>;
  organization: Promise<Organization>;
}

/** In milliseconds. */
const aMoment = 1_000;
/** So many are read by each who asks; more by one for all. */
const fewRows = 50;

/** The snapshot by rows, with a counter that tells every process whether the copy in its memory still holds. */
export class DatabaseSnapshot implements SnapshotStore {
  readonly #database: Database;
  readonly #organizationId: string;
  readonly #saved: () => void;
  #copy: Copy | undefined;

  /** `saved` is called after each commit of its own. */
  constructor(database: Database, organizationId: string, saved: () => void = () => undefined) {
    this.#database = database;
    this.#organizationId = organizationId;
    this.#saved = saved;
  }

  async load(): Promise<Organization | undefined> {
    const known = this.#copy;
    // What has changed is asked for with whether anything has: it may be newer than that says, and is read again with the next.
    const [[state], rows] = await together(this.#database, [
      this.#database
        .selectFrom('snapshots')
        .select(['as_of', 'changed', 'traced'])
        .where('organization_id', '=', this.#organizationId),
      ...(known ? [this.#changedSince(known.changed).limit(fewRows)] : []),
    ]);
    if (!state) return undefined;
    const before = this.#copy;
    const { changed, traced, as_of: asOf } = state;
    const isSame = before?.changed === changed;
    const lookedAt = performance.now();
    if (isSame && before.asOf === asOf) {
      before.lookedAt = lookedAt;
      return before.organization;
    }
    // Whoever asks meanwhile waits for the same reading.
    const entities = isSame ? before.entities : this.#entities(known, state, rows);
    const organization = entities.then((all) => ({ asOf, ...all }));
    const copy = { lookedAt, asOf, changed, traced, entities, organization };
    this.#copy = copy;
    organization.catch(() => {
      if (this.#copy === copy) this.#copy = undefined;
    });
    return organization;
  }

  /** At most a second old, for names and numbers of a record. */
  async recent(): Promise<Organization | undefined> {
    const copy = this.#copy;
    if (copy && performance.now() - copy.lookedAt <= aMoment) return copy.organization;
    return this.load();
  }

  /** `before` with what has changed since; all anew, where something was taken away or the rows do not tell. */
  async #entities(
    before: Copy | undefined,
    now: Pick<Copy, 'changed' | 'traced'>,
    rows: readonly EntityRow[] | undefined,
  ): Promise<Entities> {
    const isTraced = before && rows && now.changed - before.changed === now.traced - before.traced;
    if (!isTraced) return laidOver(noEntities, await this.#changedSince(-1).execute());
    const all = rows.length < fewRows ? rows : await this.#changedSince(before.changed).execute();
    return laidOver(await before.entities, all);
  }

  #changedSince(changed: number) {
    return this.#database
      .selectFrom('snapshot_entities')
      .select(['kind', 'id', 'body', 'content', 'is_stale'])
      .where('organization_id', '=', this.#organizationId)
      .where('changed_in', '>', changed);
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
      await this.#hold(transaction);
      await this.#replace(transaction, readAt, [['user-profile', entities]]);
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
      await transaction
        .insertInto('snapshots')
        .values({ organization_id: this.#organizationId, as_of: asOf, changed: 0, traced: 0 })
        .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ as_of: asOf }))
        .execute();
      await this.#replace(transaction, asOf, entities);
    });
  }

  async saveQueue(id: string, content: QueueContent, readAt: number): Promise<void> {
    await this.#transaction(async (transaction) => {
      const changed_in = await this.#count(transaction);
      await transaction
        .updateTable('snapshot_entities')
        .set({ content: JSON.stringify(content), is_stale: 0, learned_at: readAt, changed_in })
        .where('organization_id', '=', this.#organizationId)
        .where('kind', '=', 'queue')
        .where('id', '=', id)
        .execute();
    });
  }

  async saveDynamicSkills(values: ReadonlyMap<string, DynamicSkillValues>, readAt: number): Promise<void> {
    const entities = [...values].map(([id, byUser]) => ({ id, stamp: '', body: { id, values: [...byUser] } }));
    await this.#transaction(async (transaction) => {
      await this.#hold(transaction);
      await this.#replace(transaction, readAt, [['dynamic-skill', entities]]);
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

  /**
   * Within somebody else's transaction, and behind what he wants carried out: what was just read of a profile. Where that is what is known, no
   * copy need be read again.
   */
  async learnSkillProfile(
    transaction: Transaction<Tables>,
    listed: ListedProfile,
    content: ProfileContent,
    learnedAt: number,
    ...before: Compilable[]
  ): Promise<void> {
    const row = rowOf(listed, content, learnedAt);
    const unchanged = transaction
      .updateTable('snapshot_entities')
      .set({ learned_at: learnedAt })
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', 'skill-profile')
      .where('id', '=', listed.id)
      .where('stamp', '=', row.stamp)
      .where('body', '=', row.body)
      .where('content', '=', row.content)
      .where('is_stale', '=', row.is_stale)
      .returning('id');
    const answers = await together(transaction, [...before, unchanged]);
    if (answers.at(-1)?.length === 0)
      await together(transaction, this.otherSkillProfile(transaction, listed, content, learnedAt));
  }

  /** Statements for the same, where it is known to be other than before. */
  otherSkillProfile(
    transaction: Transaction<Tables>,
    listed: ListedProfile,
    content: ProfileContent,
    learnedAt: number,
  ): readonly Compilable[] {
    this.#isToBeLookedAt();
    const ofOrganization = transaction.selectFrom('snapshots').where('organization_id', '=', this.#organizationId);
    const changed_in = sql<number>`coalesce(${ofOrganization.select('changed')}, 0)`;
    const changed = { ...rowOf(listed, content, learnedAt), changed_in };
    return [
      this.#counted(transaction),
      transaction
        .insertInto('snapshot_entities')
        .values({ organization_id: this.#organizationId, kind: 'skill-profile', id: listed.id, ...changed })
        .onConflict((conflict) => conflict.columns(['organization_id', 'kind', 'id']).doUpdateSet(changed)),
    ];
  }

  /** Within somebody else's transaction: the profile that was just read of a user. */
  async learnAssignment(
    transaction: Transaction<Tables>,
    userId: string,
    skillProfileId: string | null,
    learnedAt: number,
  ): Promise<void> {
    this.#isToBeLookedAt();
    const changed_in = await this.#count(transaction);
    const row = await this.#of(transaction, 'user').select('body').where('id', '=', userId).executeTakeFirst();
    if (!row) return;
    const body = JSON.stringify({ ...(JSON.parse(row.body) as User), skillProfileId } satisfies User);
    await transaction
      .updateTable('snapshot_entities')
      .set({ body, learned_at: learnedAt, changed_in })
      .where('organization_id', '=', this.#organizationId)
      .where('kind', '=', 'user')
      .where('id', '=', userId)
      .execute();
  }

  #isToBeLookedAt(): void {
    if (this.#copy) this.#copy.lookedAt = -Infinity;
  }

  async removeSkillProfile(id: string): Promise<void> {
    await this.#transaction(async (transaction) => {
      await this.#countUntraced(transaction);
      await transaction
        .deleteFrom('snapshot_entities')
        .where('organization_id', '=', this.#organizationId)
        .where('kind', '=', 'skill-profile')
        .where('id', '=', id)
        .execute();
    });
  }

  async markAllStale(): Promise<void> {
    await this.#transaction(async (transaction) => {
      const changed_in = await this.#count(transaction);
      await transaction
        .updateTable('snapshot_entities')
        .set({ is_stale: 1, changed_in })
        .where('organization_id', '=', this.#organizationId)
        .execute();
    });
  }

  async #transaction(work: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> {
    await this.#database.transaction().execute(work);
    this.#saved();
  }

  /** Writes what is other than before, and takes away what is not there any more. Where that is nothing, nobody's copy or list is made anew. */
  async #replace(
    transaction: Transaction<Tables>,
    asOf: number,
    lists: readonly [EntityKind, readonly Entity[]][],
  ): Promise<void> {
    const compared = await compareEntities(transaction, this.#organizationId, asOf, lists);
    if (compared.gone.length === 0 && compared.other.length === 0) return;
    const changedIn = await this.#count(transaction);
    if (compared.gone.length > 0) await this.#countUntraced(transaction);
    await writeCompared(transaction, this.#organizationId, compared, changedIn);
  }

  /** Until the transaction ends nobody else writes: what is compared stays as it is. */
  async #hold(transaction: Transaction<Tables>): Promise<void> {
    await transaction
      .updateTable('snapshots')
      .set((eb) => ({ changed: eb.ref('changed') }))
      .where('organization_id', '=', this.#organizationId)
      .execute();
  }

  /**
   * One change more, and its number, which the rows that it changes bear; counted before they are written, so that of two who write one waits
   * for the other, and who sees the number sees the rows.
   */
  async #count(transaction: Transaction<Tables>): Promise<number> {
    const row = await this.#counted(transaction).executeTakeFirst();
    return row?.changed ?? 0;
  }

  #counted(transaction: Transaction<Tables>) {
    return transaction
      .updateTable('snapshots')
      .set(({ eb }) => ({ changed: eb('changed', '+', 1), traced: eb('traced', '+', 1) }))
      .where('organization_id', '=', this.#organizationId)
      .returning('changed');
  }

  /** One change more that no row tells of: something is taken away. */
  async #countUntraced(transaction: Transaction<Tables>): Promise<void> {
    await transaction
      .updateTable('snapshots')
      .set(({ eb }) => ({ changed: eb('changed', '+', 1) }))
      .where('organization_id', '=', this.#organizationId)
      .execute();
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

const rowOf = (listed: ListedProfile, { revision, values }: ProfileContent, learnedAt: number) => ({
  stamp: listed.stamp,
  body: JSON.stringify(listed),
  content: JSON.stringify({ revision, values: listSkillValues(values) }),
  is_stale: 0,
  learned_at: learnedAt,
});

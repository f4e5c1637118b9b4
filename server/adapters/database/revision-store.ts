import type { Transaction } from 'kysely';
import { listSkillValues, skillValues, type SkillValues, type SkillWithValue } from '../../../shared/skill-values.ts';
import type { Clock } from '../../clock.ts';
import type { RevisionStore } from '../../skill-profiles/ports.ts';
import type { ProfileContent } from '../../skill-profiles/organization.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const hour = 60 * 60_000;
const keptFor = 7 * 24 * hour;

export class DatabaseRevisions implements RevisionStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async keep(skillProfileId: string, content: ProfileContent): Promise<void> {
    await revisionKept(this.#database, skillProfileId, content, this.#clock.now()).execute();
  }

  async handOut(revisions: readonly { skillProfileId: string; revision: string }[]): Promise<void> {
    const now = this.#clock.now();
    if (revisions.length === 0) return;
    await this.#database
      .updateTable('revisions')
      .set({ handed_out_at: now })
      // A list is read far more often than seven days need to be counted: once an hour is exact enough.
      .where('handed_out_at', '<', now - hour)
      .where((eb) =>
        eb(
          eb.refTuple('skill_profile_id', 'revision'),
          'in',
          revisions.map(({ skillProfileId, revision }) => eb.tuple(skillProfileId, revision)),
        ),
      )
      .execute();
  }

  async content(skillProfileId: string, revision: string): Promise<SkillValues | undefined> {
    const row = await this.#database
      .selectFrom('revisions')
      .select('content')
      .where('skill_profile_id', '=', skillProfileId)
      .where('revision', '=', revision)
      .where('handed_out_at', '>', this.#clock.now() - keptFor - hour)
      .executeTakeFirst();
    return row && skillValues(JSON.parse(row.content) as SkillWithValue[]);
  }

  async prune(): Promise<void> {
    await this.#database
      .deleteFrom('revisions')
      .where('handed_out_at', '<=', this.#clock.now() - keptFor - hour)
      .execute();
  }
}

/** A statement that keeps what was read, handed out at `handed_out_at`; also for somebody else's transaction. */
export const revisionKept = (
  database: Database | Transaction<Tables>,
  skillProfileId: string,
  { revision, values }: ProfileContent,
  handed_out_at: number,
) =>
  database
    .insertInto('revisions')
    .values({
      skill_profile_id: skillProfileId,
      revision,
      content: JSON.stringify(listSkillValues(values)),
      handed_out_at,
    })
    .onConflict((conflict) => conflict.columns(['skill_profile_id', 'revision']).doUpdateSet({ handed_out_at }));

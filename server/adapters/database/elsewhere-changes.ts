import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { withDifferences, type SkillDifference } from '../../../shared/diff.ts';
import { isAssignment, targetOf, type Edit } from '../../../shared/edit.ts';
import { sameValue } from '../../../shared/skill.ts';
import { elsewhereEntry } from '../../changes/audit-entries.ts';
import { asOfThen } from '../../changes/as-of-then.ts';
import type { AccountedState, Noticed, Watched } from '../../changes/elsewhere-ports.ts';
import { editOf, elsewhereActor, latestStamp } from '../../changes/elsewhere-states.ts';
import { authorityOfNobody } from '../../changes/nobody.ts';
import type { JournalChange, JournalItem, Standing } from '../../changes/ports.ts';
import type { Clock } from '../../clock.ts';
import { holdersOfProfiles, type Organization } from '../../skill-profiles/organization.ts';
import { teamsReached } from '../../skill-profiles/editable.ts';
import { AccountedStates, type Move } from './accounted-states.ts';
import type { Recorder } from './audit-trail.ts';
import { insertionsOf } from './change-rows.ts';
import type { Tables } from './tables.ts';
import { together } from './together.ts';

/** An item with its outcome. */
export type Ended = Pick<JournalItem, 'changeId' | 'position' | 'edit' | 'outcome' | 'differences' | 'writtenVersion'>;

/** An outcome may find something before the organization was ever read. */
type Found = Omit<Noticed, 'organization'> & { organization: Organization | undefined };

/** The Changes that nobody made through Skilldesk, and the states that the history accounts for: both move in the transaction of whoever moves them. */
export class ElsewhereChanges {
  readonly states: AccountedStates;
  readonly #organizationId: string;
  readonly #clock: Clock;

  constructor(organizationId: string, clock: Clock) {
    this.states = new AccountedStates(organizationId);
    this.#organizationId = organizationId;
    this.#clock = clock;
  }

  /** Journals what was noticed, with its record. What is accounted for is the caller's to move. */
  async insert(transaction: Transaction<Tables>, { append }: Recorder, noticed: Found): Promise<void> {
    const change = this.#changeOf(noticed);
    await together(transaction, insertionsOf(transaction, change));
    await append(elsewhereEntry(change, noticed.organization));
  }

  /**
   * Accounts for what an item wrote, `before` being what is accounted for; its row is the caller's to mark, and the answered move to carry out.
   * Where a touched skill was not as it is accounted for when the item found it, somebody else had changed it before, which nobody could notice
   * any more: that is journaled now.
   */
  async accountFor(
    transaction: Transaction<Tables>,
    recorder: Recorder,
    item: Ended,
    seen: Standing | undefined,
    organization: Organization | undefined,
    before: AccountedState | undefined,
  ): Promise<Move | undefined> {
    const { edit, differences } = item;
    if ((item.outcome !== 'verified' && item.outcome !== 'superseded') || differences.length === 0) return undefined;
    const at = this.#clock.now();
    const watched = watchedOf(edit);
    const stamp = stampOf(item, seen);
    if (!before) {
      const name = seen?.listed?.name ?? '';
      if (seen && item.outcome === 'verified')
        await this.states.begin(transaction, [{ ...watched, name, stamp, values: seen.values }], at);
      return undefined;
    }
    const gap = gapBetween(before, differences);
    if (gap.length > 0) {
      const found = { ...watched, values: withDifferences(before.values, gap), stamp, readAt: at };
      await this.insert(transaction, recorder, { before, now: found, differences: gap, organization });
    }
    const values = withDifferences(before.values, differences);
    return { before, to: { ...before, values, stamp: latestStamp(stamp, before.stamp) }, at };
  }

  #changeOf({ before, now, differences, organization }: Found): JournalChange {
    const id = randomUUID();
    const createdAt = Math.round(this.#clock.now());
    const edit = editOf({ before, now, differences });
    const change = {
      id,
      actor: elsewhereActor,
      reason: '',
      createdAt,
      authority: authorityOfNobody({ id, createdAt, actor: elsewhereActor }, this.#organizationId),
      via: 'elsewhere' as const,
      items: [],
      reversals: [],
      terms: [],
    };
    if ('teamId' in edit) return { ...change, team: edit };
    const grounds = organization && { organization, holders: holdersOfProfiles(organization) };
    const item: JournalItem = {
      changeId: id,
      position: 0,
      edit,
      outcome: 'verified',
      differences,
      effect: [],
      attempts: 0,
      dueAt: createdAt,
      teamIds: grounds ? teamsReached(grounds, edit) : [],
      ...(grounds && { asOfThen: asOfThen(grounds, edit, differences) }),
    };
    return { ...change, items: [item] };
  }
}

/** What is accounted for where this is edited. */
export const watchedOf = (edit: Edit): Watched => ({
  kind: isAssignment(edit) ? 'user' : 'skill-profile',
  id: targetOf(edit),
});

/** What somebody changed and our own write covered before it was noticed. */
const gapBetween = ({ values }: AccountedState, differences: readonly SkillDifference[]): SkillDifference[] =>
  differences
    .map(({ skillId, before, after }) => ({ skillId, before: values.get(skillId) ?? null, after: before, ours: after }))
    // Seen before its outcome was known, when nothing was accounted for yet.
    .filter(({ before, after, ours }) => !sameValue(before, after) && !sameValue(before, ours))
    .map(({ skillId, before, after }) => ({ skillId, before, after }));

/** Of the reading that showed our values; of one that did not, the version that had them. */
function stampOf({ outcome, writtenVersion }: Ended, seen: Standing | undefined): string {
  if (outcome === 'superseded' || !seen) return `${writtenVersion ?? '?'}@?`;
  return seen.listed?.stamp ?? `${seen.version ?? '?'}@?`;
}

import type { Transaction } from 'kysely';
import { isFinal, type Outcome, type Rule } from '../../../shared/change.ts';
import { isAssignment, type Edit } from '../../../shared/edit.ts';
import type { AsOfThen } from '../../changes/as-of-then.ts';
import type { Actor, JournalChange, JournalItem, Progress, TeamAssignment, Term } from '../../changes/ports.ts';
import type { Tables } from './tables.ts';

type ItemRow = Tables['change_items'];

export function progressColumns(progress: Progress): Partial<ItemRow> {
  const { outcome, dueAt, attempts, sentAt, writtenVersion, trackingId, differences, effect } = progress;
  const { conflict, leftOut, held } = progress;
  return {
    ...(outcome !== undefined && { outcome, is_open: isFinal(outcome) ? 0 : 1 }),
    ...('rule' in progress && { rule: progress.rule ?? null }),
    ...(dueAt !== undefined && { due_at: Math.round(dueAt) }),
    ...(attempts !== undefined && { attempts }),
    ...(sentAt !== undefined && { sent_at: sentAt }),
    ...(writtenVersion !== undefined && { written_version: writtenVersion }),
    ...(trackingId !== undefined && { tracking_id: trackingId }),
    ...(differences !== undefined && { differences: JSON.stringify(differences) }),
    ...(effect !== undefined && { effect: JSON.stringify(effect) }),
    ...(conflict !== undefined && { conflict: JSON.stringify(conflict) }),
    ...(held !== undefined && { held: JSON.stringify(held) }),
    ...(leftOut !== undefined && { left_out: JSON.stringify(leftOut) }),
  };
}

function changeRow(change: JournalChange): Tables['changes'] {
  const { id, actor, reason, createdAt, authority, reverts, via, startsAt, until, owner } = change;
  return {
    id,
    organization_id: authority.organizationId,
    actor_id: actor.id,
    actor: JSON.stringify(actor),
    reason,
    created_at: createdAt,
    authority: JSON.stringify(authority),
    reverts: reverts ?? null,
    via: via ?? null,
    starts_at: startsAt ?? null,
    until: until ?? null,
    owner: owner ? JSON.stringify(owner) : null,
    ended_at: null,
    taken_at: null,
    is_over: null,
  };
}

export const changeOf = (row: Tables['changes']): Omit<JournalChange, 'items' | 'team' | 'reversals' | 'terms'> => ({
  id: row.id,
  actor: JSON.parse(row.actor) as JournalChange['actor'],
  reason: row.reason,
  createdAt: row.created_at,
  authority: JSON.parse(row.authority) as JournalChange['authority'],
  ...(row.reverts !== null && { reverts: row.reverts }),
  ...(row.via !== null && { via: row.via as NonNullable<JournalChange['via']> }),
  ...(row.starts_at !== null && { startsAt: row.starts_at }),
  ...(row.until !== null && { until: row.until }),
  ...(row.owner !== null && { owner: JSON.parse(row.owner) as Actor }),
  ...(row.ended_at !== null && { endedAt: row.ended_at }),
  ...(row.taken_at !== null && { takenAt: row.taken_at }),
});

function itemRow(item: JournalItem): ItemRow {
  const { edit } = item;
  return {
    change_id: item.changeId,
    position: item.position,
    skill_profile_id: isAssignment(edit) ? null : edit.skillProfileId,
    user_id: isAssignment(edit) ? edit.userId : null,
    edit: JSON.stringify(edit),
    outcome: item.outcome,
    is_open: isFinal(item.outcome) ? 0 : 1,
    due_at: item.dueAt,
    attempts: item.attempts,
    sent_at: item.sentAt ?? null,
    written_version: item.writtenVersion ?? null,
    rule: item.rule ?? null,
    tracking_id: item.trackingId ?? null,
    differences: JSON.stringify(item.differences),
    effect: JSON.stringify(item.effect),
    conflict: item.conflict ? JSON.stringify(item.conflict) : null,
    left_out: item.leftOut ? JSON.stringify(item.leftOut) : null,
    acknowledged: item.acknowledged ?? null,
    team_ids: JSON.stringify(item.teamIds),
    taken_up_at: item.takenUpAt ?? null,
    base: item.base ? JSON.stringify(item.base) : null,
    held: item.held ? JSON.stringify(item.held) : null,
    as_of_then: item.asOfThen ? JSON.stringify(item.asOfThen) : null,
    accounted: null,
    made_at: null,
  };
}

/** In the place of an item, so that the history is searched in one table. */
const teamRow = (changeId: string, team: TeamAssignment): ItemRow => ({
  ...itemRow({
    changeId,
    position: 0,
    edit: { skillProfileId: '', revision: '', set: [], remove: [] },
    outcome: 'verified',
    differences: [],
    effect: [],
    attempts: 0,
    dueAt: 0,
    teamIds: [team.teamId],
  }),
  skill_profile_id: null,
  edit: JSON.stringify(team),
});

const isTeam = (row: ItemRow) => row.skill_profile_id === null && row.user_id === null;

/** The rows of one Change. */
export function itemsOf(rows: readonly ItemRow[]): Pick<JournalChange, 'items' | 'team'> {
  const team = rows.find(isTeam);
  return {
    items: rows.filter((row) => !isTeam(row)).map(itemOf),
    ...(team && { team: JSON.parse(team.edit) as TeamAssignment }),
  };
}

function itemOf(row: ItemRow): JournalItem {
  return {
    changeId: row.change_id,
    position: row.position,
    edit: JSON.parse(row.edit) as Edit,
    outcome: row.outcome as Outcome,
    ...(row.rule !== null && { rule: row.rule as Rule }),
    differences: JSON.parse(row.differences) as JournalItem['differences'],
    effect: JSON.parse(row.effect) as JournalItem['effect'],
    ...(row.conflict !== null && { conflict: JSON.parse(row.conflict) as NonNullable<JournalItem['conflict']> }),
    ...(row.left_out !== null && { leftOut: JSON.parse(row.left_out) as NonNullable<JournalItem['leftOut']> }),
    ...(row.acknowledged !== null && { acknowledged: row.acknowledged }),
    teamIds: JSON.parse(row.team_ids) as string[],
    ...(row.tracking_id !== null && { trackingId: row.tracking_id }),
    ...(row.base !== null && { base: JSON.parse(row.base) as NonNullable<JournalItem['base']> }),
    ...(row.as_of_then !== null && { asOfThen: JSON.parse(row.as_of_then) as AsOfThen }),
    ...(row.held !== null && { held: JSON.parse(row.held) as NonNullable<JournalItem['held']> }),
    ...(row.taken_up_at !== null && { takenUpAt: row.taken_up_at }),
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.written_version !== null && { writtenVersion: row.written_version }),
    attempts: row.attempts,
    dueAt: row.due_at,
  };
}

export const termOf = ({ at, actor, until, owner }: Tables['change_terms']): Term => ({
  at,
  actor: JSON.parse(actor) as Actor,
  until: until ?? undefined,
  owner: JSON.parse(owner) as Actor,
});

/** Statements for the rows of a new Change. */
export function insertionsOf(transaction: Transaction<Tables>, change: JournalChange) {
  const rows = [...change.items.map(itemRow), ...(change.team ? [teamRow(change.id, change.team)] : [])];
  // What was noticed elsewhere is what the history accounts for from the beginning.
  const accounted = change.via === 'elsewhere' ? 1 : null;
  return [
    transaction.insertInto('changes').values(changeRow(change)),
    ...rows.map((row) =>
      transaction.insertInto('change_items').values({ ...row, accounted, made_at: change.createdAt }),
    ),
  ];
}

import { randomUUID } from 'node:crypto';
import type { Tables } from '../../server/adapters/database/tables.ts';
import { chainedText } from '../../server/audit/chain.ts';
import type { AuditAction, AuditHead } from '../../server/audit/ports.ts';
import type { Organization } from '../simulator/organization.ts';

type Filled = 'changes' | 'change_items' | 'change_terms' | 'lease_fields' | 'audit_records';
export type Portion = { [Table in Filled]: Tables[Table][] };

/** What makes records: a supervisor as the history names him, and by his pseudonym. */
interface Person {
  id: string;
  name: string;
  email: string;
  pseudonym: string;
}

export interface History {
  organization: Organization;
  people: readonly Person[];
  head: AuditHead;
  keyId: string;
  macOf: (text: string) => string;
  /** How many audit records, about: four a Change, one that it was accepted and one of each item. */
  records: number;
  now: number;
}

const day = 24 * 60 * 60_000;
/** The history is so long, however many records it has. */
export const historyDays = 365;
/** So often, whatever the size: what hardly anybody did, what is open, and what was stopped and may still go on. */
export const timesRare = 20;
const changesAtOnce = 500;

/** Rows as a year of work leaves them, oldest first; the last of each list of the organization and of the people is rare. */
export function* historyRows({ organization, people, head, keyId, macOf, records, now }: History): Generator<Portion> {
  const total = Math.floor(records / 4);
  const ids = {
    profiles: [...organization.skillProfiles.keys()],
    users: [...organization.users.keys()],
    teams: [...organization.teams.keys()],
    skills: [...organization.skills.keys()],
  };
  const begin = now - historyDays * day;
  const step = Math.floor((historyDays * day) / (total + 1));
  const rareEvery = Math.max(2, Math.floor(total / timesRare));
  const chain = { ...head };
  let portion = emptyPortion();
  let leaseBefore: Tables['changes'] | undefined;

  const record = (at: number, actor: string, action: AuditAction, body: object) => {
    const seq = chain.seq + 1;
    const text = JSON.stringify(body);
    const link = { organizationId: organization.id, seq, at, actor, action, body: text, keyId, previous: chain.mac };
    const mac = macOf(chainedText(link));
    const { organizationId: organization_id, keyId: chain_key, ...rest } = link;
    portion.audit_records.push({ ...rest, organization_id, chain_key, mac });
    Object.assign(chain, { seq, mac });
  };

  for (let at = 0; at < total; at += 1) {
    const isRare = at % rareEvery === Math.floor(rareEvery / 2);
    const of = (all: readonly string[], which: number): string =>
      (isRare ? all.at(-1) : all[which % (all.length - 1)]) ?? '';
    const createdAt = begin + (at + 1) * step;
    const { pseudonym, ...actor } = (isRare ? people.at(-1) : people[at % (people.length - 1)]) as Person;
    const isLease = at % 5 === 0 || isRare;
    const reverts = !isLease && at % 5 === 1 ? leaseBefore : undefined;
    const change = changeRow(organization.id, actor, createdAt, ids);
    if (isLease)
      Object.assign(change, { until: isRare ? now + 30 * day : createdAt, ended_at: isRare ? null : createdAt });
    if (reverts) Object.assign(change, { reverts: reverts.id, via: 'lease-end' });
    leaseBefore = isLease && !isRare ? change : undefined;
    portion.changes.push(change);
    if (at % 10 === 0) portion.change_terms.push(termRow(change));
    const made = { changeId: change.id, reason: change.reason };
    const items = [1, 3, 5][at % 3] ?? 1;
    if (isRare) record(createdAt, pseudonym, 'policy-changed', { version: at });
    else record(createdAt, pseudonym, 'change-accepted', { ...made, items });
    for (let position = 0; position < items; position += 1) {
      const which = at * 7 + position;
      const isAssignment = position > 0 ? false : isRare ? Math.floor(at / rareEvery) % 2 === 0 : at % 10 === 9;
      // A Change has each profile once.
      const target = isAssignment
        ? of(ids.users, which)
        : position > 0
          ? (ids.profiles[which % 90] ?? '')
          : of(ids.profiles, which);
      const skillId = of(ids.skills, which);
      const outcome =
        at % rareEvery === 2 ? 'stopped' : !reverts && (at * 31 + position) % 33 === 0 ? 'failed' : 'verified';
      const teamIds = [of(ids.teams, which), of(ids.teams, which + 1)];
      portion.change_items.push(itemRow(change, { position, isAssignment, target, skillId, outcome, teamIds }));
      if (isRare) portion.lease_fields.push(fieldRow(change.id, target, skillId));
      const subject = { id: target, name: organization.skillProfiles.get(target)?.name ?? null };
      const skills = [{ id: skillId, name: organization.skills.get(skillId)?.name, before: 3, after: 4 }];
      const reached = { agents: 12, teams: teamIds.map((id) => ({ id, name: organization.teams.get(id)?.name })) };
      record(createdAt + position, pseudonym, 'change-outcome', {
        ...{ ...made, position, outcome, skillProfile: subject, skills, reached },
      });
    }
    if (at % changesAtOnce === changesAtOnce - 1 || at === total - 1) {
      yield portion;
      portion = emptyPortion();
    }
  }
}

const emptyPortion = (): Portion => ({
  changes: [],
  change_items: [],
  change_terms: [],
  lease_fields: [],
  audit_records: [],
});

function changeRow(
  organization_id: string,
  actor: Omit<Person, 'pseudonym'>,
  created_at: number,
  ids: { teams: readonly string[]; profiles: readonly string[] },
): Tables['changes'] {
  const teamIds = ids.teams.slice(0, 5);
  const scope = { teamIds, teams: [], skillProfileIds: ids.profiles.slice(0, 10), profileAccess: 'all' };
  const authority = {
    id: randomUUID(),
    organizationId: organization_id,
    person: { ...actor, role: 'supervisor' },
    rights: { values: true, assignments: true },
    scope,
    fingerprint: 'bench',
    expiresAt: created_at,
  };
  return {
    id: randomUUID(),
    organization_id,
    actor_id: actor.id,
    actor: JSON.stringify(actor),
    reason: 'Christmas season: more calls about returns than anybody thought',
    created_at,
    authority: JSON.stringify(authority),
    ...{ reverts: null, via: null, starts_at: null, until: null, owner: null, ended_at: null, taken_at: null },
    is_over: null,
  };
}

interface Item {
  position: number;
  isAssignment: boolean;
  target: string;
  skillId: string;
  outcome: string;
  teamIds: string[];
}

function itemRow(
  { id, created_at }: Tables['changes'],
  { position, isAssignment, target, skillId, outcome, teamIds }: Item,
): Tables['change_items'] {
  const differences = [{ skillId, before: 3, after: 4 }];
  const values = { skillProfileId: target, revision: 'a'.repeat(43), set: [{ skillId, value: 4 }], remove: [] };
  const assignment = { userId: target, fromSkillProfileId: null, toSkillProfileId: null };
  return {
    change_id: id,
    position,
    skill_profile_id: isAssignment ? null : target,
    user_id: isAssignment ? target : null,
    edit: JSON.stringify(isAssignment ? assignment : values),
    outcome,
    ...{ is_open: 0, due_at: created_at, attempts: 1, sent_at: created_at, written_version: 7, rule: null },
    tracking_id: `ROUTER_${id}`,
    differences: JSON.stringify(differences),
    effect: JSON.stringify(isAssignment ? differences : []),
    ...{ conflict: null, left_out: null, acknowledged: null, taken_up_at: null, base: null, held: null },
    team_ids: JSON.stringify(teamIds),
    as_of_then: JSON.stringify({ skillProfiles: {}, users: {}, teams: {}, skills: { [skillId]: 'Skill' }, agents: 12 }),
    accounted: 1,
    made_at: created_at,
  };
}

const termRow = ({ id, created_at, actor, until }: Tables['changes']): Tables['change_terms'] => ({
  ...{ change_id: id, number: 0, at: created_at, actor, until, owner: actor },
});

/** Without one, the server would find that there is nothing to put back, and end the lease. */
const fieldRow = (change_id: string, target: string, skill_id: string): Tables['lease_fields'] => ({
  ...{ change_id, target, skill_id, number: 0, value: '4', restores: '3', state: 'open', left_at: null },
});

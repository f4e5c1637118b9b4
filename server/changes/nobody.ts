import type { Actor, JournalChange } from './ports.ts';

/** With which a Change is journaled that no person asked for: it lets nobody do anything. */
export const authorityOfNobody = (
  { id, createdAt, actor }: Pick<JournalChange, 'id' | 'createdAt'> & { actor: Actor },
  organizationId: string,
): JournalChange['authority'] => ({
  id,
  organizationId,
  person: { ...actor, role: 'administrator' },
  rights: { values: false, assignments: false },
  scope: { teamIds: [], teams: [], skillProfileIds: [], profileAccess: [] },
  fingerprint: '',
  expiresAt: createdAt,
});

import type { AuditHead, AuditRecord, Person } from './ports.ts';

/** Where the first record is chained to. */
export const noRecord: AuditHead = { seq: 0, mac: '' };

/** What a record's MAC is made of: everything that it says, where it stands, and what stood before. The body is a text in it, so no two ways of writing JSON matter. */
export const chainedText = (record: Omit<AuditRecord, 'mac'>): string =>
  JSON.stringify([
    'skilldesk-audit-1',
    record.organizationId,
    record.seq,
    record.at,
    record.actor,
    record.action,
    record.body,
    record.keyId,
    record.previous,
  ]);

/** What a pseudonym is made of. The salt is forgotten with the name, so that nobody can try names until one fits. */
export const pseudonymText = (organizationId: string, salt: string, { id, name, email }: Person): string =>
  JSON.stringify(['skilldesk-person-1', organizationId, salt, id, name, email]);

const pseudonymPrefix = 'person:';

export const pseudonymOf = (mac: string): string => pseudonymPrefix + mac.slice(0, 32);
export const isPseudonym = (text: unknown): text is string =>
  typeof text === 'string' && text.startsWith(pseudonymPrefix);

/** As an operator writes it down: `SEQ:MAC`. */
export const headText = ({ seq, mac }: AuditHead): string => `${seq}:${mac}`;

export function parseHead(text: string): AuditHead | undefined {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64}|)$/.exec(text) ?? [];
  return seq === undefined || mac === undefined ? undefined : { seq: Number(seq), mac };
}

export const sameHead = (one: AuditHead, other: AuditHead): boolean => one.seq === other.seq && one.mac === other.mac;

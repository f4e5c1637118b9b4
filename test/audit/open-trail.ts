import { DatabaseAuditTrail } from '../../server/adapters/database/audit-trail.ts';
import type { Database } from '../../server/adapters/database/database.ts';
import { Keyring } from '../../server/adapters/vault/keyring.ts';
import { systemClock, type Clock } from '../../server/clock.ts';
import { Secret } from '../../server/secret.ts';

const keyring = new Keyring([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1).toString('base64')) }]);

/** The audit trail of an organization, in a database that has no vault otherwise. */
export const openTrail = (
  database: Database,
  organizationId: string,
  clock: Clock = systemClock,
): Promise<DatabaseAuditTrail> =>
  DatabaseAuditTrail.open({ database, clock, log: { info: () => undefined } }, keyring, organizationId);

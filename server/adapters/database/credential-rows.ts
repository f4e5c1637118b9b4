import type { Credential, CredentialKind, CredentialState, FailureClass } from '../../admin-token/ports.ts';
import type { Tables } from './tables.ts';

type Row = Tables['credentials'];

/** No failure is on record. */
export const healthy = { failure_class: null, failure_code: null, failure_tracking_id: null, failed_at: null };

/** How a row begins. */
export const unused = {
  ...healthy,
  claim_owner: null,
  claim_until: null,
  attempt_started: null,
  next_refresh_at: null,
  dead_version: null,
  warned_days: null,
  activated_at: null,
  probed_at: null,
  forced_renewals: 0,
  forced_at: null,
  forced_version: null,
};

/** A row without what is sealed in it. */
export function described(row: Row): Omit<Credential, 'clientSecret' | 'tokens'> {
  return {
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind as CredentialKind,
    source: row.source as Credential['source'],
    fingerprint: row.fingerprint,
    clientId: row.client_id ?? undefined,
    applicationId: row.application_id ?? undefined,
    state: row.state as CredentialState,
    version: row.version,
    nextRefreshAt: row.next_refresh_at ?? undefined,
    forcedRenewals: row.forced_renewals,
    notBefore: row.not_before,
    failures: row.failures,
    failure:
      row.failure_class === null
        ? undefined
        : {
            class: row.failure_class as FailureClass,
            code: row.failure_code ?? '',
            trackingId: row.failure_tracking_id ?? undefined,
            at: row.failed_at ?? 0,
          },
    deadVersion: row.dead_version ?? undefined,
    warnedDays: row.warned_days ?? undefined,
    createdAt: row.created_at,
  };
}

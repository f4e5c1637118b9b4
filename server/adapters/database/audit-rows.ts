import type { AuditAction, AuditRecord } from '../../audit/ports.ts';
import type { Tables } from './tables.ts';

export const rowOf = ({ organizationId, keyId, ...record }: AuditRecord): Tables['audit_records'] => ({
  ...record,
  organization_id: organizationId,
  chain_key: keyId,
});

export const recordOf = ({ organization_id, chain_key, action, ...row }: Tables['audit_records']): AuditRecord => ({
  ...row,
  organizationId: organization_id,
  keyId: chain_key,
  action: action as AuditAction,
});

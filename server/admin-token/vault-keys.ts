import type { AuditTrail } from '../audit/ports.ts';
import type { VaultKeeper } from './ports.ts';

export interface VaultStatus {
  /** The first seals. `isGiven` false: something needs it and it is not in VAULT_KEYS. */
  keys: { id: string; isGiven: boolean; seals: number; mayGo: boolean }[];
}

/** Which key seals how much, and which may be taken out of VAULT_KEYS. */
export async function vaultStatus({ vault }: { vault: VaultKeeper }): Promise<VaultStatus> {
  const counts = await vault.sealedBy();
  const ids = [...new Set([...vault.keyIds, ...counts.keys()])];
  return {
    keys: ids.map((id) => {
      const seals = counts.get(id) ?? 0;
      return { id, isGiven: vault.keyIds.includes(id), seals, mayGo: id !== vault.keyIds[0] && seals === 0 };
    }),
  };
}

/** Brings everything sealed under the first key. Killed half-way it goes on where it was: each credential is a step of its own. */
export async function rotateVault({
  vault,
  audit,
}: {
  vault: VaultKeeper;
  audit: Pick<AuditTrail, 'append'>;
}): Promise<VaultStatus & { rewrapped: number }> {
  const outdated = await vault.outdated();
  for (const id of outdated) await vault.rewrap(id);
  const body = { rewrapped: outdated.length, firstKey: vault.keyIds[0] };
  await audit.append({ action: 'vault-rotated', actor: 'operator', body });
  return { ...(await vaultStatus({ vault })), rewrapped: outdated.length };
}

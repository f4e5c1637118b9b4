import type { Rung, TokenState, VaultKeeper } from '../../admin-token/ports.ts';
import type { OrganizationControl } from '../../admin-token/stop-ports.ts';
import type { DatabaseFigures, Figures } from '../database/figures.ts';

/** What stands at the moment it is asked for. */
export interface Standing extends Omit<Figures, 'tokens' | 'snapshotAt' | 'now'> {
  state: TokenState;
  tokens: {
    role: 'admin' | 'token-manager';
    rung: Rung;
    /** In seconds; undefined: nobody said. */
    accessEndsIn: number | undefined;
    refreshEndsIn: number | undefined;
  }[];
  vault: { keyId: string; rows: number; isGiven: boolean }[];
  budgetLeft: number;
  isPaused: boolean;
  /** Not by an administrator: the database is not the one that it was. */
  pausedByItself: boolean;
  /** In seconds; undefined: the organization was never read. */
  snapshotAge: number | undefined;
}

interface Sources {
  figures: DatabaseFigures;
  vault: VaultKeeper;
  control: OrganizationControl;
  budget: { left(): Promise<number> };
  access: { readonly state: TokenState };
}

/** Asks the database and the budget; opens nothing that is sealed. */
export async function standingOf({ figures, vault, control, budget, access }: Sources): Promise<Standing> {
  // One after the other: a scrape must not take every connection of the pool.
  const { tokens, snapshotAt, now, ...counted } = await figures.read();
  const sealed = await vault.sealedBy();
  const { pausedAt, pausedBecause } = await control.standing();
  const secondsTo = (at: number | null) => (at === null ? undefined : Math.round((at - now) / 1000));
  return {
    ...counted,
    state: access.state,
    tokens: tokens.map(({ kind, rung, accessExpiresAt, refreshExpiresAt }) => ({
      role: kind === 'token-manager' ? kind : 'admin',
      rung: rung as Rung,
      accessEndsIn: secondsTo(accessExpiresAt),
      refreshEndsIn: secondsTo(refreshExpiresAt),
    })),
    vault: [...sealed].map(([keyId, rows]) => ({ keyId, rows, isGiven: vault.keyIds.includes(keyId) })),
    budgetLeft: await budget.left(),
    isPaused: pausedAt !== undefined,
    pausedByItself: pausedBecause !== undefined,
    snapshotAge: snapshotAt === undefined ? undefined : Math.max(0, Math.round((now - snapshotAt) / 1000)),
  };
}

import { VaultError } from '../../admin-token/vault-error.ts';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, type Place } from '../vault/sealing-key.ts';

export const sealedJson = (keyring: Keyring, place: Place, value: unknown): string =>
  keyring.first.seal(place, JSON.stringify(value));

/** For what lives for hours at most: what cannot be opened, since its key is gone or somebody else made it, is not there. */
export function openedJson(keyring: Keyring, place: Place, sealed: string): unknown {
  try {
    return JSON.parse(keyring.key(keyIdOf(place, sealed), place.table).open(place, sealed));
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}

import { VaultError } from '../../admin-token/vault-error.ts';
import type { VaultKey } from '../../vault-keys.ts';
import { SealingKey } from './sealing-key.ts';

/** The keys that seal the keys of credentials and those that sign sessions: the first seals, all open. */
export class Keyring {
  readonly first: SealingKey;
  readonly #keys: ReadonlyMap<string, SealingKey>;

  constructor(keys: readonly VaultKey[]) {
    const made = keys.map(({ id, key }) => new SealingKey(id, Buffer.from(key.reveal(), 'base64')));
    const [first] = made;
    if (!first) throw new Error('A keyring needs a key.');
    this.first = first;
    this.#keys = new Map(made.map((key) => [key.id, key]));
  }

  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** @throws VaultError `key-unknown` */
  key(id: string, what: string): SealingKey {
    const key = this.#keys.get(id);
    if (!key) throw new VaultError('key-unknown', `key ${id}, ${what}`);
    return key;
  }
}

import type { Clock } from '../clock.ts';
import type { SigningKey, SigningKeyStore } from './ports.ts';
import { longestSession } from './session.ts';

const minute = 60_000;
const signsFor = 30 * 24 * 60 * minute;
/** Between the making of a key and its first use: by then every replica has read it. */
const announcedFor = 10 * minute;
/** How long after its successor's first use a key still verifies. */
const verifiesOnFor = longestSession + minute;
const shortestReload = 10_000;

/** The keys that sign sessions: one signs, the one before it still verifies, and its successor is known before it is used. */
export class SigningKeys {
  readonly #store: SigningKeyStore;
  readonly #clock: Clock;
  #keys: readonly SigningKey[] = [];
  #reloadedAt = -Infinity;
  #reloading: Promise<void> | undefined;

  constructor(store: SigningKeyStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * For the start and for a timer: makes the next key in time, and removes what nothing can be signed with any more. Replicas that do so
   * at once make one key.
   * @throws VaultError
   */
  async keep(): Promise<void> {
    await this.#load();
    const now = this.#clock.now();
    const newest = this.#keys.at(-1);
    if (!newest) await this.#store.add(1, now);
    else if (now >= newest.signsFrom + signsFor - announcedFor)
      await this.#store.add(newest.generation + 1, now + announcedFor);
    const signer = this.#signer();
    if (signer && now >= signer.signsFrom + verifiesOnFor) await this.#store.removeBefore(signer.generation);
    await this.#load();
  }

  /** The key that signs now. */
  current(): SigningKey {
    const signer = this.#signer();
    if (!signer) throw new Error('There is no key to sign with: the keys were not read.');
    return signer;
  }

  /** The key of this id; one that is not known is looked for in the database, at most once in ten seconds. */
  async find(id: string): Promise<SigningKey | undefined> {
    const known = this.#known(id);
    if (known) return known;
    await this.#reload();
    return this.#known(id);
  }

  /** RFC 7517, of the public keys. */
  published() {
    const keys = this.#keys.map(({ id, publicKey }) => {
      const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
      return { kty, crv, x, y, kid: id, use: 'sig', alg: 'ES256' };
    });
    return { keys };
  }

  #reload(): Promise<void> {
    if (this.#reloading) return this.#reloading;
    const now = this.#clock.now();
    if (now - this.#reloadedAt < shortestReload) return Promise.resolve();
    this.#reloadedAt = now;
    this.#reloading = this.#load().finally(() => (this.#reloading = undefined));
    return this.#reloading;
  }

  async #load(): Promise<void> {
    this.#keys = await this.#store.list();
  }

  #known(id: string): SigningKey | undefined {
    return this.#keys.find((key) => key.id === id);
  }

  /** Were the first key of all announced, there would be none to sign until then. */
  #signer(): SigningKey | undefined {
    const now = this.#clock.now();
    return this.#keys.findLast(({ signsFrom }) => signsFrom <= now) ?? this.#keys[0];
  }
}

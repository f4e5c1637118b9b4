import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { VaultError } from '../../admin-token/vault-error.ts';

/** Where a value belongs. What was sealed for one place opens at no other. */
export interface Place {
  table: string;
  organizationId: string;
  credentialId: string;
  field: string;
  version: number;
}

const form = 'sd1';
const cipher = 'aes-256-gcm';
const keyLength = 32;
const ivLength = 12;
/** Given on both sides: Node would accept a tag of four bytes. */
const authTagLength = 16;

/** A key that seals as `sd1.<kid>.<iv>.<ciphertext>.<tag>`. Its bytes never leave it, except sealed by another. */
export class SealingKey {
  readonly id: string;
  readonly #bytes: Buffer;

  constructor(id: string, bytes: Buffer) {
    if (bytes.length !== keyLength) throw new Error(`A key has ${keyLength} bytes.`);
    this.id = id;
    this.#bytes = bytes;
  }

  static fresh(id: string): SealingKey {
    return new SealingKey(id, randomBytes(keyLength));
  }

  seal(place: Place, text: string): string {
    return this.#seal(place, Buffer.from(text));
  }

  /** @throws VaultError when it is not sealed, incomplete, or was not sealed by this key for this place */
  open(place: Place, sealed: string): string {
    return this.#open(place, sealed).toString();
  }

  /** Seals another key with this one. */
  wrap(place: Place, key: SealingKey): string {
    return this.#seal(place, key.#bytes);
  }

  unwrap(place: Place, sealed: string, id: string): SealingKey {
    return new SealingKey(id, this.#open(place, sealed));
  }

  #seal(place: Place, plain: Buffer): string {
    const iv = randomBytes(ivLength);
    const sealing = createCipheriv(cipher, this.#bytes, iv, { authTagLength }).setAAD(associated(place));
    const sealed = Buffer.concat([sealing.update(plain), sealing.final()]);
    return [form, this.id, ...[iv, sealed, sealing.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
  }

  #open(place: Place, text: string): Buffer {
    const { keyId, iv, sealed, tag } = parts(place, text);
    if (keyId !== this.id) throw new VaultError('key-unknown', `key ${keyId}, ${nameOf(place)}`);
    try {
      const opening = createDecipheriv(cipher, this.#bytes, iv, { authTagLength })
        .setAAD(associated(place))
        .setAuthTag(tag);
      return Buffer.concat([opening.update(sealed), opening.final()]);
    } catch {
      throw new VaultError('misplaced', nameOf(place));
    }
  }
}

/** Which key a sealed value needs. */
export const keyIdOf = (place: Place, sealed: string): string => parts(place, sealed).keyId;

function parts(place: Place, text: string) {
  const [prefix, keyId, ...encoded] = text.split('.');
  if (prefix !== form || keyId === undefined) throw new VaultError('not-sealed', nameOf(place));
  const [iv, sealed, tag, ...more] = encoded.map((part) => Buffer.from(part, 'base64url'));
  if (iv?.length !== ivLength || !sealed || tag?.length !== authTagLength || more.length > 0) {
    throw new VaultError('cut', nameOf(place));
  }
  return { keyId, iv, sealed, tag };
}

const associated = ({ table, organizationId, credentialId, field, version }: Place) =>
  Buffer.from(JSON.stringify([form, table, organizationId, credentialId, field, version]));

const nameOf = ({ table, credentialId, field, version }: Place) =>
  `${table}.${field} of ${credentialId}, version ${version}`;

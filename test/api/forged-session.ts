import { createPrivateKey, createPublicKey, randomUUID, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keyring } from '../../server/adapters/vault/keyring.ts';
import { openSigningKey } from '../../server/adapters/database/signing-key-store.ts';
import type { Tables } from '../../server/adapters/database/tables.ts';
import { parseVaultKeys } from '../../server/vault-keys.ts';
import type { Skilldesk, Supervisor } from './skilldesk.ts';

type Json = Record<string, unknown>;

/** The key that a running Skilldesk signs with, taken out of its vault: so that a forgery has one fault and no other. */
export function signingKeyOf({ folder }: Skilldesk): { id: string; privateKey: KeyObject; publicKey: KeyObject } {
  const keys = parseVaultKeys(readFileSync(join(folder, 'vault.key'), 'utf8').trim(), (fault) => {
    throw new Error(fault);
  });
  const database = new DatabaseSync(join(folder, 'skilldesk.db'), { readOnly: true });
  const row = database.prepare('select * from signing_keys').get() as unknown as Tables['signing_keys'];
  database.close();
  return openSigningKey(new Keyring(keys), row);
}

const encoded = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;

/** A session's token, and what a forger makes of it. */
export class SessionForge {
  readonly key: ReturnType<typeof signingKeyOf>;
  readonly token: string;
  readonly header: Json;
  readonly claims: Json;

  constructor(skilldesk: Skilldesk, { session }: Supervisor) {
    this.key = signingKeyOf(skilldesk);
    this.token = session.token;
    const [header, claims] = session.token.split('.');
    this.header = decoded(header);
    this.claims = decoded(claims);
  }

  get now(): number {
    return Math.floor(Date.now() / 1000);
  }

  get publicPem(): string {
    return this.key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** Members that are undefined are left out; a string is taken as the JSON it should be. */
  write(header: Json | string, claims: unknown, signature: (input: string) => Buffer = this.signed()): string {
    const input = `${encoded(header)}.${encoded(claims)}`;
    return `${input}.${signature(input).toString('base64url')}`;
  }

  withHeader(change: Json): string {
    return this.write({ ...this.header, ...change }, this.claims);
  }

  withClaims(change: Json): string {
    return this.write(this.header, { ...this.claims, jti: randomUUID(), ...change });
  }

  /** ES256 with the true key, unless another is given. */
  signed(key: KeyObject = this.key.privateKey, hash = 'sha256'): (input: string) => Buffer {
    return (input) => sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  }
}

/** An own pair of a forger's. */
export const publicJwkOf = (privateKey: KeyObject) =>
  createPublicKey(createPrivateKey(pemOf(privateKey))).export({ format: 'jwk' });

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' });

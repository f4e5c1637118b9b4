import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '../../admin-token/vault-error.ts';
import type { Log } from '../../log.ts';
import { parseVaultKeys, type VaultKey } from '../../vault-keys.ts';
import { Keyring } from './keyring.ts';
import type { Place } from './sealing-key.ts';

/** What the database knows of the keys that its contents need. */
export interface KeyRecord {
  /** How much each key seals. */
  inUse(): Promise<ReadonlyMap<string, number>>;
  /** A known text, sealed by each key that was ever used. */
  checks(): Promise<ReadonlyMap<string, string>>;
  /** Kept unless there is one already. */
  addCheck(keyId: string, sealed: string): Promise<void>;
}

/**
 * The keys of the vault, proven to be the right ones before anything is written with them.
 * @throws VaultError when a key is missing or wrong
 */
export async function openKeyring(
  { vaultKeys, databaseUrl }: { vaultKeys: readonly VaultKey[] | undefined; databaseUrl: string },
  record: KeyRecord,
  log: Pick<Log, 'warn'>,
): Promise<Keyring> {
  const inUse = await record.inUse();
  const checks = await record.checks();
  const keyring = new Keyring(vaultKeys ?? keysOfFile(keyFileBeside(databaseUrl), inUse.size + checks.size > 0, log));
  for (const keyId of inUse.keys()) keyring.key(keyId, `which seals ${inUse.get(keyId) ?? 0} values`);
  for (const [keyId, sealed] of checks) prove(keyring, keyId, sealed);
  for (const keyId of keyring.ids) {
    if (!checks.has(keyId)) await record.addCheck(keyId, keyring.key(keyId, 'check').seal(placeOfCheck(keyId), known));
  }
  // Two replicas may have come at once, each with a key of its own under the same id: the second one to write learns it here.
  for (const [keyId, sealed] of await record.checks()) prove(keyring, keyId, sealed);
  return keyring;
}

const known = 'Skilldesk';
const placeOfCheck = (keyId: string): Place => ({
  table: 'vault_keys',
  organizationId: '',
  credentialId: keyId,
  field: 'check_value',
  version: 0,
});

function prove(keyring: Keyring, keyId: string, sealed: string): void {
  if (!keyring.ids.includes(keyId)) return;
  try {
    keyring.key(keyId, 'check').open(placeOfCheck(keyId), sealed);
  } catch {
    throw new VaultError('key-wrong', `key ${keyId}`);
  }
}

function keyFileBeside(databaseUrl: string): string {
  if (!databaseUrl.startsWith('file:')) throw new VaultError('keys-missing', 'VAULT_KEYS');
  return join(dirname(databaseUrl.slice('file:'.length)), 'vault.key');
}

function keysOfFile(file: string, isKeyNeeded: boolean, log: Pick<Log, 'warn'>): VaultKey[] {
  if (!existsSync(file)) {
    if (isKeyNeeded) throw new VaultError('keys-missing', file);
    makeKeyFile(file, log);
  }
  const faults: string[] = [];
  const keys = parseVaultKeys(readFileSync(file, 'utf8').trim(), (fault) => faults.push(fault));
  if (faults.length > 0) throw new VaultError('key-file-invalid', file);
  return keys;
}

function makeKeyFile(file: string, log: Pick<Log, 'warn'>): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `k1:${randomBytes(32).toString('base64')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  log.warn(
    { file },
    'a key for the vault was made beside the database: whoever copies both can read the tokens. Give VAULT_KEYS to keep them apart, and keep a copy of the key.',
  );
}

/** Why the vault does not open, each with what to do. Closed: a command may switch over it. */
const explanations = {
  'keys-missing':
    'The database holds sealed tokens, but no key was given. Give the key in VAULT_KEYS, or put the key file back. Nothing was changed, and no new key was made: it could not open what is there.',
  'key-file-invalid':
    'The key file beside the database cannot be read as “kid:base64(32 bytes)”. Put the right file back, or give the key in VAULT_KEYS. Nothing was changed.',
  'key-unknown': 'Something is sealed with a key that was not given. Add it to VAULT_KEYS. Nothing was changed.',
  'key-wrong':
    'A key of this id was given before, and it was another one. Give the right key in VAULT_KEYS, or the new key under a new id. Nothing was changed.',
  'not-sealed':
    'A value of the vault is not sealed. Skilldesk never stores such a value, so somebody else wrote it: restore a backup or connect again.',
  cut: 'A sealed value of the vault is incomplete. Restore a backup or connect again.',
  misplaced:
    'A sealed value of the vault was altered, or was moved to another row, field or version. Restore a backup or connect again.',
} as const;

export type VaultFault = keyof typeof explanations;

/** The vault cannot be opened or read. Holds no secret; nothing is ever overwritten because of it. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly fault: VaultFault;

  /** `what` names the key or the place, never a value. */
  constructor(fault: VaultFault, what: string) {
    super(`${explanations[fault]} (${what})`);
    this.fault = fault;
  }
}

import { Secret } from './secret.ts';

/** A key of the vault as it is written down: `kid:base64(32 bytes)`. */
export interface VaultKey {
  id: string;
  key: Secret;
}

/** What a key that seals tokens calls itself; no key of the ring may. */
export const dataKeyId = 'data';

/** The keys in `text`, comma-separated; what is wrong with it goes to `complain`, without a value of it. */
export function parseVaultKeys(text: string, complain: (fault: string) => void): VaultKey[] {
  const ids = new Set<string>();
  return text.split(',').map((entry, at) => {
    const nth = `key ${at + 1}`;
    const [id = '', ...rest] = entry.trim().split(':');
    const encoded = rest.join(':');
    const isNamed = /^[A-Za-z0-9_-]{1,32}$/.test(id) && id !== dataKeyId;
    if (!isNamed) complain(`${nth} has no valid id: write kid:base64, the kid of 1 to 32 letters, digits, - or _`);
    else if (ids.has(id)) complain(`${nth} has the same id as one before it: ${id}`);
    ids.add(id);
    const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
    if (!isBase64 || Buffer.from(encoded, 'base64').length !== 32) {
      complain(`${nth}${isNamed ? ` (${id})` : ''} is not 32 bytes in base64: make one with openssl rand -base64 32`);
    }
    return { id, key: new Secret(encoded) };
  });
}

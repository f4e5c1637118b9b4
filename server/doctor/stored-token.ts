import type { CredentialStore } from '../admin-token/ports.ts';
import type { TokenToExamine } from './ports.ts';

/** The token in use, with what is known of it; undefined when there is none. */
export async function storedToken({
  store,
}: {
  store: Pick<CredentialStore, 'inUse'>;
}): Promise<TokenToExamine | undefined> {
  const inUse = await store.inUse('admin');
  const token = inUse?.tokens?.accessToken;
  if (!inUse?.tokens || !token) return undefined;
  const { scopes, accessExpiresAt: expiresAt, refreshExpiresAt } = inUse.tokens;
  return { token, source: inUse.kind, scopes, expiresAt, refreshExpiresAt };
}

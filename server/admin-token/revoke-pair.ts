import type { ClientCredential, StoredTokens } from './ports.ts';
import type { TokenRevoker } from './stop-ports.ts';

/** What became of tokens that were obtained and must not be kept. */
export const revocationFates = {
  revoked: 'The tokens that Webex gave were revoked again.',
  failed:
    'The tokens that Webex gave could not be revoked again: an administrator of that organization should end them in Control Hub.',
} as const;

/** Tells Webex once, refresh token first, that both are over. */
export async function revokePair(
  revoker: TokenRevoker,
  client: ClientCredential,
  tokens: Pick<StoredTokens, 'accessToken' | 'refreshToken'> | undefined,
): Promise<keyof typeof revocationFates> {
  const { refreshToken, accessToken } = tokens ?? {};
  const isRefreshOver = !refreshToken || (await revoker.revoke(client, refreshToken, 'refresh_token'));
  const isAccessOver = !accessToken || (await revoker.revoke(client, accessToken, 'access_token'));
  return isRefreshOver && isAccessOver ? 'revoked' : 'failed';
}

import type { Credential, StoredTokens, TokenState } from './ports.ts';

export function lives(tokens: StoredTokens | undefined, now: number, reserve = 0): boolean {
  if (!tokens?.accessToken) return false;
  return tokens.accessExpiresAt === undefined || tokens.accessExpiresAt - reserve > now;
}

export function stateOf(credential: Credential | undefined, now: number): TokenState {
  if (!credential) return 'not-connected';
  switch (credential.state) {
    case 'locked':
      return 'locked';
    case 'needs-reauthorization':
    case 'refused':
      return 'needs-reauthorization';
    case 'pending':
    case 'standby':
      return 'pending';
    case 'active':
    case 'replaced':
      if (!lives(credential.tokens, now)) return 'expired';
      return credential.failure ? 'degraded' : 'active';
  }
}

/** When a JWT says it ends; an opaque token says nothing. Not verified: a hint for a person, or what makes a session shorter. */
export function endOfJwt(token: string): number | undefined {
  const [, claims] = token.split('.');
  if (claims === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const exp = typeof parsed === 'object' && parsed !== null && 'exp' in parsed ? parsed.exp : undefined;
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

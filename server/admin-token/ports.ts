import type { Secret } from '../secret.ts';

/** One access token and what may renew it. Times are milliseconds of the epoch. */
export interface TokenPair {
  accessToken: Secret;
  refreshToken: Secret | undefined;
  obtainedAt: number;
  /** Undefined: whoever gave the token did not say. */
  accessExpiresAt: number | undefined;
  refreshExpiresAt: number | undefined;
}

export interface ClientCredential {
  clientId: string;
  clientSecret: Secret;
}

export interface TokenEndpoint {
  /**
   * Trades a refresh token for a new pair; the old refresh token stays in the pair when none came back.
   * @throws UpstreamError `refused` when Webex says that the grant is dead, anything else when it may live
   */
  refresh(client: ClientCredential, refreshToken: Secret): Promise<TokenPair>;
}

/** Keeps the organization's tokens. */
export interface TokenVault {
  load(): Promise<TokenPair | undefined>;
  save(pair: TokenPair): Promise<void>;
}

export type TokenState = 'not-connected' | 'active' | 'degraded' | 'expired' | 'needs-reauthorization';

/** The only way to the organization's admin token, for the adapter that calls Webex. */
export interface AdminAccess {
  readonly state: TokenState;
  /** @throws AppError `organization-not-connected`, `needs-reauthorization` or `webex-unavailable` */
  token(): Promise<Secret>;
  /** After a 401: another token than `refused`, obtained once however many ask. */
  renew(refused: Secret): Promise<Secret>;
}

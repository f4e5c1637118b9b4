import { stableId } from './seeded-generator.ts';
import type { Switches } from './switches.ts';

export type TokenKind = 'service-app' | 'integration' | 'direct' | 'desktop' | 'token-manager';

/** What one consent allows; all its tokens carry this. */
export interface Grant {
  kind: TokenKind;
  clientId: string;
  scopes: readonly string[];
  /** `null` for a machine account. */
  ciUserId: string | null;
  organizationId: string;
}

export interface AccessToken extends Grant {
  token: string;
  expiresAt: number;
  /** From then on refused; `null` = not revoked. */
  endsAt: number | null;
}

interface RefreshToken extends Grant {
  token: string;
  expiresAt: number;
  family: string;
  /** It was exchanged for a newer one. */
  replaced: boolean;
  dead: boolean;
}

export interface TokenPair {
  accessToken: string;
  expiresIn: number;
  refreshToken: string;
  refreshTokenExpiresIn: number;
  scopes: readonly string[];
}

const refreshTokenLifeSeconds = 7_776_000;

/** Issues, finds and ends Webex tokens. */
export class TokenStore {
  readonly #switches: Switches;
  readonly #now: () => number;
  readonly #accessTokenLifeSeconds: number;
  readonly #access = new Map<string, AccessToken & { family: string }>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #labels = new Map<string, string>();
  #issued = 0;

  constructor(switches: Switches, now: () => number, accessTokenLifeSeconds: number) {
    this.#switches = switches;
    this.#now = now;
    this.#accessTokenLifeSeconds = accessTokenLifeSeconds;
  }

  /** Adds a secret that was configured, and gives it back. */
  configure(label: string, secret: string): string {
    this.#labels.set(secret, label);
    return secret;
  }

  /** Every secret so far, with a name for it that tells nothing. */
  labels(): ReadonlyMap<string, string> {
    return this.#labels;
  }

  issueAccessToken(grant: Grant, lifeSeconds = this.#accessTokenLifeSeconds, family = ''): string {
    return this.#issue(this.#newToken(`${grant.kind}-access-token`, grant.organizationId), grant, lifeSeconds, family);
  }

  /** The newer form, a JWT: whoever holds it can read when it ends. Nobody can check its signature here. */
  issueJwt(grant: Grant, lifeSeconds: number): string {
    const exp = this.#now() / 1000 + lifeSeconds;
    const claims = { realm: grant.organizationId, cis_uuid: grant.ciUserId, user_type: 'user', exp };
    const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const label = `${grant.kind}-jwt ${++this.#issued}`;
    const token = [...parts, `CANARY-${stableId('token', label)}`].join('.');
    return this.#issue(this.configure(label, token), grant, lifeSeconds, '');
  }

  /** A first pair, for a consent that was just given. */
  issuePair(grant: Grant): TokenPair {
    const refreshToken = this.#newToken(`${grant.kind}-refresh-token`, grant.organizationId);
    this.#refresh.set(refreshToken, {
      ...grant,
      token: refreshToken,
      family: refreshToken,
      replaced: false,
      dead: false,
      expiresAt: this.#now() + refreshTokenLifeSeconds * 1000,
    });
    return this.#pair(grant, refreshToken);
  }

  /** `null` when the refresh token is unknown, dead, expired or another client's. */
  refresh(token: string, clientId: string): TokenPair | null {
    const known = this.#refresh.get(token);
    if (known?.clientId !== clientId) return null;
    if (known.replaced && this.#switches.refreshTokenRotation === 'rotates-and-revokes-family') {
      this.#endFamily(known.family);
    }
    if (known.dead || known.replaced || known.expiresAt <= this.#now()) return null;

    if (this.#switches.refreshEndsOldAccessToken === 'yes') this.#endAccessTokens(known.family);
    if (this.#switches.refreshTokenClock === 'sliding') {
      known.expiresAt = this.#now() + refreshTokenLifeSeconds * 1000;
    }
    if (this.#switches.refreshTokenRotation === 'none') return this.#pair(known, token);

    const successor = this.#newToken(`${known.kind}-refresh-token`, known.organizationId);
    this.#refresh.set(successor, { ...known, token: successor });
    known.replaced = true;
    return this.#pair(known, successor);
  }

  /** The token as it stands now, or `null` when it is unknown, expired or revoked. */
  find(token: string): AccessToken | null {
    const known = this.#access.get(token);
    if (!known) return null;
    const end = Math.min(known.expiresAt, known.endsAt ?? Infinity);
    return end <= this.#now() ? null : known;
  }

  /** Whose token it is or was. */
  describe(token: string): AccessToken | undefined {
    return this.#access.get(token);
  }

  expire(token: string): void {
    const known = this.#access.get(token);
    if (known) known.endsAt = this.#now();
  }

  /** RFC 7009: an unknown token is no error. */
  revoke(token: string): void {
    const access = this.#access.get(token);
    if (access) access.endsAt = this.#now() + this.#switches.revocationLag;
    const refresh = this.#refresh.get(token);
    if (refresh) this.#endFamily(refresh.family);
  }

  /** Access tokens of every kind but the desktop's; refresh tokens go on working. */
  revokeAdminAccessTokens(): void {
    for (const known of this.#access.values()) if (known.kind !== 'desktop') known.endsAt = this.#now();
  }

  /** Ends both tokens of every pair of this client. */
  endPairsOf(clientId: string): void {
    for (const known of this.#refresh.values()) if (known.clientId === clientId) this.#endFamily(known.family);
  }

  #issue(token: string, grant: Grant, lifeSeconds: number, family: string): string {
    this.#access.set(token, { ...grant, token, family, endsAt: null, expiresAt: this.#now() + lifeSeconds * 1000 });
    return token;
  }

  #pair(grant: Grant, refreshToken: string): TokenPair {
    const refresh = this.#refresh.get(refreshToken);
    if (!refresh) throw new Error('A pair needs its refresh token.');
    const { kind, clientId, scopes, ciUserId, organizationId } = grant;
    return {
      accessToken: this.issueAccessToken(
        { kind, clientId, scopes, ciUserId, organizationId },
        undefined,
        refresh.family,
      ),
      expiresIn: this.#accessTokenLifeSeconds,
      refreshToken,
      refreshTokenExpiresIn: Math.floor((refresh.expiresAt - this.#now()) / 1000),
      scopes,
    };
  }

  #endAccessTokens(family: string): void {
    const endsAt = this.#now() + this.#switches.revocationLag;
    for (const known of this.#access.values()) if (known.family === family) known.endsAt ??= endsAt;
  }

  #endFamily(family: string): void {
    this.#endAccessTokens(family);
    for (const known of this.#refresh.values()) if (known.family === family) known.dead = true;
  }

  /** The middle part is the identity cluster, not a region; the last one is the organization. */
  #newToken(label: string, organizationId: string): string {
    const number = ++this.#issued;
    const random = Buffer.from(stableId('token', organizationId, number)).toString('base64url');
    const token = `CANARY-${label}-${random}_PF84_${organizationId}`;
    return this.configure(`${label} ${number}`, token);
  }
}

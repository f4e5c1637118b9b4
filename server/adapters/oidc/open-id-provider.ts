import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type AuthorizationCodeGrantChecks,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client';
import type { Clock } from '../../clock.ts';
import { recentFor } from '../../console/console-session.ts';
import type { IdentityProvider, VerifiedSignIn } from '../../console/ports.ts';
import { SignInError } from '../../console/sign-in-error.ts';
import type { SignInSecrets } from '../../console/sign-in-transaction.ts';
import type { SsoSettings } from '../../console/sso-settings.ts';
import type { VerifiedToken } from '../../identity/ports.ts';
import { Secret } from '../../secret.ts';
import { isLoopback } from '../../unsafe-settings.ts';
import { checkedClaims, type IdTokenClaims } from './checked-claims.ts';
import { outgoingFetch } from './outgoing-fetch.ts';
import { signInErrorOf } from './sign-in-error-of.ts';
import { isWebexIssuer, keysOfWebexIssuer } from './webex-issuer.ts';

interface Parts {
  redirectUri: string;
  /** Where a browser goes that has signed out. */
  signedOutUri: string;
  organizationId: string;
  /** Whose token this is, as Webex says. */
  webexPerson: (accessToken: Secret) => Promise<VerifiedToken>;
  clock: Clock;
  fetch?: CustomFetch;
}

interface Known {
  metadata: ServerMetadata;
  until: number;
}

// Deprecated so that it stands out: it is for issuers of this machine alone.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const overHttp: (configuration: Configuration) => void = allowInsecureRequests;
/** In seconds. */
const patience = 10;
const knownFor = 60 * 60_000;

/** Any provider of OpenID Connect, and Webex, whose tokens name the issuer of a region. What a provider says of itself is asked when it is needed, and again when that failed. */
export class OpenIdProvider implements IdentityProvider {
  readonly #parts: Parts;
  readonly #fetch: CustomFetch;
  readonly #known = new Map<string, Known>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#fetch = parts.fetch ?? outgoingFetch;
  }

  async signInPage(settings: SsoSettings, { state, nonce, verifier }: SignInSecrets, fresh: boolean): Promise<string> {
    const configuration = this.#configured(settings, await this.#metadata(settings));
    const scope = isWebexIssuer(settings.issuer) ? 'openid email profile spark:people_read' : 'openid email profile';
    return buildAuthorizationUrl(configuration, {
      response_type: 'code',
      redirect_uri: this.#parts.redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(fresh && { max_age: '0' }),
    }).href;
  }

  async verify(
    settings: SsoSettings,
    query: string,
    { state, nonce, verifier }: SignInSecrets,
    fresh: boolean,
  ): Promise<VerifiedSignIn> {
    const callback = new URL(`${this.#parts.redirectUri}${query}`);
    const metadata = await this.#metadata(settings);
    const checks: AuthorizationCodeGrantChecks = {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
      ...(fresh && { maxAge: recentFor / 1000 }),
    };
    const verified = isWebexIssuer(settings.issuer)
      ? this.#verifyWebex(settings, metadata, callback, checks)
      : exchange(this.#configured(settings, metadata), callback, checks);
    const { claims: found, accessToken } = await verified.catch((error: unknown) => {
      throw signInErrorOf(error) ?? new SignInError('sign-in-refused', 'the answer proves nothing');
    });
    const now = this.#parts.clock.now();
    const claims = checkedClaims(found, settings.clientId, now);
    return {
      issuer: claims.iss,
      subject: claims.sub,
      claims: isWebexIssuer(settings.issuer) ? await this.#ofOurOrganization(claims, accessToken) : claims,
      authenticatedAt: claims.auth_time === undefined ? undefined : Math.min(claims.auth_time * 1000, now),
    };
  }

  async signOutPage(settings: SsoSettings): Promise<string | undefined> {
    try {
      const metadata = await this.#metadata(settings);
      if (!metadata.end_session_endpoint) return undefined;
      const page = { post_logout_redirect_uri: this.#parts.signedOutUri };
      return buildEndSessionUrl(this.#configured(settings, metadata), page).href;
    } catch {
      return undefined;
    }
  }

  /** @throws SignInError */
  async #metadata({ issuer, clientId }: SsoSettings): Promise<ServerMetadata> {
    const known = this.#known.get(issuer);
    if (known && known.until > this.#parts.clock.now()) return known.metadata;
    const at = isWebexIssuer(issuer) ? new URL(`${issuer}/.well-known/openid-configuration`) : new URL(issuer);
    const found = await discovery(at, clientId, undefined, None(), {
      [customFetch]: this.#fetch,
      timeout: patience,
      ...(isOfThisMachine(issuer) && { execute: [overHttp] }),
    }).catch((error: unknown) => {
      const away = signInErrorOf(error);
      throw away?.problem === 'provider-unavailable'
        ? away
        : new SignInError('provider-misconfigured', `no usable OpenID configuration at ${at.host}`);
    });
    const metadata = { ...found.serverMetadata() };
    const isMeant = isWebexIssuer(issuer)
      ? isWebexIssuer(metadata.issuer)
      : // A provider for everybody has an issuer with a gap: whose people that would be, nobody could say.
        new URL(metadata.issuer).href === new URL(issuer).href;
    if (!isMeant) throw new SignInError('provider-misconfigured', `${at.host} is another issuer than the settings say`);
    this.#known.set(issuer, { metadata, until: this.#parts.clock.now() + knownFor });
    return metadata;
  }

  #configured(
    { issuer, clientId, clientSecret }: SsoSettings,
    metadata: ServerMetadata,
    fetch: CustomFetch = this.#fetch,
  ) {
    const ways = metadata.token_endpoint_auth_methods_supported;
    const secret = clientSecret.reveal();
    const authentication =
      ways === undefined || ways.includes('client_secret_basic') ? ClientSecretBasic(secret) : ClientSecretPost(secret);
    const configuration = new Configuration(metadata, clientId, undefined, authentication);
    configuration.timeout = patience;
    configuration[customFetch] = fetch;
    // Else a signature is not looked at: the connection would be believed instead.
    enableNonRepudiationChecks(configuration);
    if (isOfThisMachine(issuer)) overHttp(configuration);
    return configuration;
  }

  /** The code is exchanged once; the same answer is then verified as that of the region which its ID token names, by the keys of that region's host. */
  async #verifyWebex(
    settings: SsoSettings,
    metadata: ServerMetadata,
    callback: URL,
    checks: AuthorizationCodeGrantChecks,
  ): Promise<Exchanged> {
    let answer: Response | undefined;
    const keeping: CustomFetch = async (url, options) => {
      const response = await this.#fetch(url, options);
      if (url === metadata.token_endpoint) answer = response.clone();
      return response;
    };
    const asCentral = { ...metadata, jwks_uri: keysOfWebexIssuer(settings.issuer) };
    try {
      return await exchange(this.#configured(settings, asCentral, keeping), callback, checks);
    } catch (error) {
      const issuer = answer?.ok ? await issuerIn(answer.clone()) : undefined;
      const again = answer;
      if (!again || !isWebexIssuer(issuer) || issuer === metadata.issuer) throw error;
      const regional = { ...metadata, issuer, jwks_uri: keysOfWebexIssuer(issuer) };
      delete regional.authorization_response_iss_parameter_supported;
      const replaying: CustomFetch = (url, options) =>
        url === metadata.token_endpoint ? Promise.resolve(again) : this.#fetch(url, options);
      const withoutIssuer = new URL(callback);
      withoutIssuer.searchParams.delete('iss');
      return await exchange(this.#configured(settings, regional, replaying), withoutIssuer, checks);
    }
  }

  /** Everybody at Webex has this issuer, so whose people they are decides. */
  async #ofOurOrganization(claims: IdTokenClaims, accessToken: Secret) {
    const person = await this.#parts.webexPerson(accessToken).catch(() => {
      throw new SignInError('provider-unavailable', 'Webex does not say of which organization the person is');
    });
    if (person.organizationId !== this.#parts.organizationId) {
      throw new SignInError('other-organization', 'a person of another organization');
    }
    return { ...claims, name: person.name, email: person.email, email_verified: true };
  }
}

interface Exchanged {
  claims: unknown;
  accessToken: Secret;
}

async function exchange(
  configuration: Configuration,
  callback: URL,
  checks: AuthorizationCodeGrantChecks,
): Promise<Exchanged> {
  const tokens = await authorizationCodeGrant(configuration, callback, { ...checks });
  return { claims: tokens.claims(), accessToken: new Secret(tokens.access_token, 'brought') };
}

const isOfThisMachine = (issuer: string) => isLoopback(new URL(issuer).hostname) && issuer.startsWith('http:');

/** Not believed: it says which issuer's keys to ask, of those that are allowed. */
async function issuerIn(answer: Response): Promise<unknown> {
  try {
    const { id_token } = (await answer.json()) as { id_token: string };
    return (JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { iss?: unknown }).iss;
  } catch {
    return undefined;
  }
}

import type { ClientCredential, TokenPair } from '../admin-token/ports.ts';
import type { Probed } from '../doctor/sighting.ts';
import type { Secret } from '../secret.ts';

/** What every way in ends with; custody keeps it pending until its probe has passed. */
export interface CandidateCredential extends ClientCredential {
  kind: 'service-app' | 'integration' | 'token-manager';
  /** Of a Service App: by which new pairs are minted. */
  applicationId?: string | undefined;
  /** Without an access token: it is still to be obtained by the refresh token. */
  tokens: Omit<TokenPair, 'accessToken'> & { accessToken: Secret | undefined };
  /** Undefined: the answer did not say. */
  scopes?: readonly string[] | undefined;
}

export interface ConsentRequest {
  clientId: string;
  redirectUri: string;
  scopes: readonly string[];
  state: string;
  /** S256 of the verifier that only we know. */
  challenge: string;
}

export interface GivenTokens {
  tokens: TokenPair;
  scopes: readonly string[] | undefined;
}

/** Where Webex gives tokens. The methods that call it answer a refusal as a sighting and never throw for one. */
export interface AuthorizationServer {
  consentUrl(request: ConsentRequest): string;
  exchangeCode(
    client: ClientCredential,
    given: { code: string; redirectUri: string; verifier: Secret },
  ): Promise<Probed<GivenTokens>>;
  /** A fresh pair for a Service App that Control Hub has authorized for the organization. */
  mint(
    app: ClientCredential & { applicationId: string; organizationId: string },
    managerToken: Secret,
  ): Promise<Probed<GivenTokens>>;
}

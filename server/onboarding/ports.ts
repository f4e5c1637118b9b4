import type { ConnectReport } from '../../shared/admin-api.ts';
import type { ClientCredential, TokenPair } from '../admin-token/ports.ts';
import type { Initiator } from '../audit/ports.ts';
import type { Probed } from '../doctor/sighting.ts';
import type { Secret } from '../secret.ts';
import type { ConsentAttempt, ConsentKind } from './consent.ts';

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

/** Somebody at the console, and the session in which he is: what begins in one browser must end in it. */
export interface Applicant {
  by: Initiator;
  /** The id of his console session, which opens nothing. */
  sessionId: string;
}

/** An attempt by consent that somebody began at the console. */
export interface KeptAttempt {
  id: string;
  applicant: Applicant;
  attempt: ConsentAttempt;
  client: ClientCredential;
  expiresAt: number;
}

/** Attempts that wait for their browser, sealed, for all replicas. */
export interface ConsentAttempts {
  keep(kept: KeptAttempt): Promise<void>;
  /** The one with this state, for the first who asks in the session that began it, and in time. */
  take(state: string, sessionId: string): Promise<KeptAttempt | undefined>;
  end(id: string, report: ConnectReport): Promise<void>;
  /** How one of this session stands; undefined when there is none. */
  find(
    id: string,
    sessionId: string,
  ): Promise<{ kind: ConsentKind; expiresAt: number; report: ConnectReport | undefined } | undefined>;
  prune(): Promise<void>;
}

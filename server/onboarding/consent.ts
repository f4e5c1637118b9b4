import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ClientCredential } from '../admin-token/ports.ts';
import { revocationFates, revokePair } from '../admin-token/revoke-pair.ts';
import type { TokenRevoker } from '../admin-token/stop-ports.ts';
import { readTokenForm } from '../doctor/token-form.ts';
import { Secret } from '../secret.ts';
import { ConnectError, consentFaults, faultOf } from './connect-faults.ts';
import type { AuthorizationServer, CandidateCredential, GivenTokens } from './ports.ts';

/** As little as the work needs: a scope that the app was not registered with makes Webex refuse the whole consent. */
export const consentScopes = {
  integration: ['cjp:config_read', 'cjp:config_write'],
  'token-manager': ['spark:applications_token'],
} as const;

export interface ConsentPorts {
  server: AuthorizationServer;
  revoker: TokenRevoker;
  organizationId: string;
}

export type ConsentKind = keyof typeof consentScopes;

/** One attempt to get a person's consent, from its link to its answer. Lives in memory, for one answer only. */
export interface ConsentAttempt {
  kind: ConsentKind;
  redirectUri: string;
  state: Secret;
  verifier: Secret;
  /** Where the person goes to consent. */
  url: string;
}

export function beginConsent(
  server: AuthorizationServer,
  kind: ConsentKind,
  clientId: string,
  redirectUri: string,
): ConsentAttempt {
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = server.consentUrl({ clientId, redirectUri, scopes: consentScopes[kind], state, challenge });
  return { kind, redirectUri, state: new Secret(state), verifier: new Secret(verifier), url };
}

/**
 * The code in the address that the browser was sent back to.
 * @throws ConnectError for a refusal, a foreign state, or what is no answer at all
 */
export function codeIn(attempt: ConsentAttempt, answer: URLSearchParams): string {
  const once = (name: string) =>
    answer.getAll(name).length > 1 ? fail(attempt, 'unreadable-answer') : answer.get(name);
  // The state is looked at first: what is not ours tells us nothing, not even a refusal.
  if (!sameText(once('state') ?? '', attempt.state.reveal())) return fail(attempt, 'foreign-state');
  const error = once('error');
  if (error !== null) return fail(attempt, consentFaults[error] ?? 'unknown');
  return once('code') || fail(attempt, 'unreadable-answer');
}

/**
 * The code in what a person pasted: the whole address, or the code alone, which PKCE binds to this attempt.
 * @throws ConnectError as `codeIn`
 */
export function codeInPasted(attempt: ConsentAttempt, pasted: string): string {
  const text = pasted.trim();
  if (URL.canParse(text)) return codeIn(attempt, new URL(text).searchParams);
  if (text.includes('code=') || text.includes('error='))
    return codeIn(attempt, new URLSearchParams(text.replace(/^\?/, '')));
  return /^[\w.~+/=-]{8,4096}$/.test(text) ? text : fail(attempt, 'unreadable-answer');
}

/**
 * Trades the code for tokens of the right organization.
 * @throws ConnectError
 */
export async function completeConsent(
  ports: ConsentPorts,
  attempt: ConsentAttempt,
  client: ClientCredential,
  code: string,
): Promise<CandidateCredential> {
  const { redirectUri, verifier, kind } = attempt;
  const answer = await ports.server.exchangeCode(client, { code, redirectUri, verifier });
  if (!answer.ok) {
    const about = { redirectUri, scopes: consentScopes[kind], host: answer.seen.host };
    throw new ConnectError(faultOf('code', answer.seen), about);
  }
  return candidateOf(ports, kind, client, answer.found);
}

/**
 * What is handed to custody. Tokens for another organization are given back to Webex.
 * @throws ConnectError when the tokens are visibly not what is needed
 */
export async function candidateOf(
  { revoker, organizationId }: ConsentPorts,
  kind: CandidateCredential['kind'],
  { clientId, clientSecret }: ClientCredential,
  { tokens, scopes }: GivenTokens,
): Promise<CandidateCredential> {
  if (!tokens.refreshToken) throw new ConnectError('no-refresh-token');
  // A hint only, read and not verified: custody's probe decides. But it can say at once what went wrong.
  const form = readTokenForm(tokens.accessToken.reveal());
  if (form.organizationId !== undefined && form.organizationId !== organizationId.toLowerCase()) {
    const fate = await revokePair(revoker, { clientId, clientSecret }, tokens);
    throw new ConnectError('wrong-organization', { fate: revocationFates[fate] });
  }
  return { kind, clientId, clientSecret, tokens, scopes };
}

function fail(attempt: ConsentAttempt, fault: ConstructorParameters<typeof ConnectError>[0]): never {
  throw new ConnectError(fault, { redirectUri: attempt.redirectUri, scopes: consentScopes[attempt.kind] });
}

const sameText = (one: string, other: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};

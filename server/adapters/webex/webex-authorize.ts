import { z } from 'zod';
import type { ClientCredential, TokenEndpoint } from '../../admin-token/ports.ts';
import type { Clock } from '../../clock.ts';
import type { Probed } from '../../doctor/sighting.ts';
import type { AuthorizationServer, ConsentRequest, GivenTokens } from '../../onboarding/ports.ts';
import { Secret } from '../../secret.ts';
import { observeWebex } from './webex-observation.ts';
import type { WebexCall } from './webex-http.ts';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
});

const deadline = 45_000;

/** Consent and first tokens, at webexapis.com. */
export class WebexAuthorize implements AuthorizationServer, TokenEndpoint {
  readonly #webexUrl: string;
  readonly #clock: Clock;

  constructor(webexUrl: string, clock: Clock) {
    this.#webexUrl = webexUrl;
    this.#clock = clock;
  }

  consentUrl({ clientId, redirectUri, scopes, state, challenge }: ConsentRequest): string {
    const query = Object.entries({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    // Webex wants %20 between scopes, which URLSearchParams would write as +.
    return `${this.#webexUrl}/v1/authorize?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
  }

  exchangeCode(
    client: ClientCredential,
    { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: Secret },
  ): Promise<Probed<GivenTokens>> {
    const form = { code, redirect_uri: redirectUri, code_verifier: verifier.reveal() };
    return this.#ask(
      formCall({ grant_type: 'authorization_code', ...clientFields(client), ...form }),
      undefined,
      undefined,
    );
  }

  exchangeRefreshToken(client: ClientCredential, refreshToken: Secret): Promise<Probed<GivenTokens>> {
    const form = { grant_type: 'refresh_token', ...clientFields(client), refresh_token: refreshToken.reveal() };
    return this.#ask(formCall(form), undefined, refreshToken);
  }

  mint(
    app: ClientCredential & { applicationId: string; organizationId: string },
    managerToken: Secret,
  ): Promise<Probed<GivenTokens>> {
    const organization = Buffer.from(`ciscospark://us/ORGANIZATION/${app.organizationId}`).toString('base64');
    const call: WebexCall = {
      method: 'POST',
      path: `/v1/applications/${encodeURIComponent(app.applicationId)}/token`,
      body: {
        clientId: app.clientId,
        clientSecret: app.clientSecret.reveal(),
        targetOrgId: organization.replaceAll('=', ''),
      },
      deadline,
    };
    return this.#ask(call, managerToken, undefined);
  }

  /** `kept`: the refresh token that goes on when no new one comes back. */
  async #ask(call: WebexCall, token: Secret | undefined, kept: Secret | undefined): Promise<Probed<GivenTokens>> {
    const obtainedAt = this.#clock.now();
    const answer = await observeWebex(this.#webexUrl, call, token, TokenAnswer);
    if (!answer.ok) return answer;
    const { access_token, refresh_token, expires_in, refresh_token_expires_in, scope } = answer.found;
    const end = (seconds: number | undefined) => (seconds === undefined ? undefined : obtainedAt + seconds * 1000);
    const tokens = {
      accessToken: new Secret(access_token),
      refreshToken: refresh_token === undefined ? kept : new Secret(refresh_token),
      obtainedAt,
      accessExpiresAt: end(expires_in),
      refreshExpiresAt: end(refresh_token_expires_in),
    };
    return { ok: true, found: { tokens, scopes: scope?.split(' ').filter((name) => name !== '') } };
  }
}

const formCall = (form: Record<string, string>): WebexCall => ({
  method: 'POST',
  path: '/v1/access_token',
  form,
  deadline,
});

const clientFields = ({ clientId, clientSecret }: ClientCredential) => ({
  client_id: clientId,
  client_secret: clientSecret.reveal(),
});

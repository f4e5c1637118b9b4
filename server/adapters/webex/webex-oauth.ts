import { z } from 'zod';
import type { ClientCredential, TokenEndpoint, TokenPair } from '../../admin-token/ports.ts';
import type { Clock } from '../../clock.ts';
import { Secret } from '../../secret.ts';
import { callWebex } from './webex-http.ts';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});

export class WebexOauth implements TokenEndpoint {
  readonly #webexUrl: string;
  readonly #clock: Clock;

  constructor(webexUrl: string, clock: Clock) {
    this.#webexUrl = webexUrl;
    this.#clock = clock;
  }

  async refresh({ clientId, clientSecret }: ClientCredential, refreshToken: Secret): Promise<TokenPair> {
    const obtainedAt = this.#clock.now();
    const { body } = await callWebex(
      this.#webexUrl,
      {
        method: 'POST',
        path: '/v1/access_token',
        form: {
          grant_type: 'refresh_token',
          client_id: clientId,
          client_secret: clientSecret.reveal(),
          refresh_token: refreshToken.reveal(),
        },
        deadline: 45_000,
      },
      undefined,
      TokenAnswer,
    );
    const end = (seconds: number | undefined) => (seconds === undefined ? undefined : obtainedAt + seconds * 1000);
    return {
      accessToken: new Secret(body.access_token),
      refreshToken: body.refresh_token === undefined ? refreshToken : new Secret(body.refresh_token),
      obtainedAt,
      accessExpiresAt: end(body.expires_in),
      refreshExpiresAt: end(body.refresh_token_expires_in),
    };
  }
}

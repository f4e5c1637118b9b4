import { z } from 'zod';
import type { ClientCredential } from '../../admin-token/ports.ts';
import type { TokenHint, TokenRevoker } from '../../admin-token/stop-ports.ts';
import type { Secret } from '../../secret.ts';
import { observeWebex } from './webex-observation.ts';

/** The end of tokens, at idbroker.webex.com (RFC 7009: a token that is not known any more is answered as one that was revoked). */
export class WebexRevocation implements TokenRevoker {
  readonly #identityUrl: string;

  constructor(identityUrl: string) {
    this.#identityUrl = identityUrl;
  }

  async revoke(client: ClientCredential, token: Secret, hint: TokenHint): Promise<boolean> {
    const { ok } = await observeWebex(
      this.#identityUrl,
      {
        method: 'POST',
        path: '/idb/oauth2/v1/revoke',
        form: { token: token.reveal(), token_type_hint: hint },
        deadline: 10_000,
      },
      client,
      z.unknown(),
    );
    return ok;
  }
}

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { SessionTokens } from '../identity/ports.ts';
import type { Session } from '../identity/session.ts';

const audience = 'skilldesk';
const headerType = 'skilldesk-session+jwt';

const Claims = z.strictObject({
  iss: z.string(),
  aud: z.literal(audience),
  sub: z.string(),
  org: z.string(),
  sid: z.string(),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
});

/**
 * Signs sessions with ES256. The key lives and ends with this process: after a restart a widget exchanges its desktop token again, without
 * a word to the person.
 */
export class JwtSessionTokens implements SessionTokens {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #issuer: string;
  readonly #clock: Clock;

  constructor(issuer: string, clock: Clock) {
    this.#issuer = issuer;
    this.#clock = clock;
  }

  sign(session: Session): string {
    const claims = {
      iss: this.#issuer,
      aud: audience,
      sub: session.person.id,
      org: session.organizationId,
      sid: session.id,
      jti: randomUUID(),
      iat: Math.floor(this.#clock.now() / 1000),
      exp: Math.floor(session.expiresAt / 1000),
    } satisfies z.infer<typeof Claims>;
    return jwt.sign(claims, this.#keys.privateKey, { algorithm: 'ES256', header: { alg: 'ES256', typ: headerType } });
  }

  sessionId(token: string): string {
    try {
      const { header, payload } = jwt.verify(token, this.#keys.publicKey, {
        algorithms: ['ES256'],
        audience,
        issuer: this.#issuer,
        clockTimestamp: Math.floor(this.#clock.now() / 1000),
        maxAge: '10m',
        complete: true,
      });
      if (header.typ !== headerType) throw new TypeError('not a session');
      return Claims.parse(payload).sid;
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError)
        throw new AppError('session-expired', 'Your Skilldesk session has ended.');
      throw new AppError('session-missing', 'This is not a session of this Skilldesk.');
    }
  }
}

import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { SessionProof, SessionTokens, SigningKey } from '../identity/ports.ts';
import { longestSession, type Session } from '../identity/session.ts';

const audience = 'skilldesk';
const headerType = 'skilldesk-session+jwt';
const longestLife = longestSession / 1000;
/** By how many seconds the clocks of two replicas may differ. */
const tolerance = 30;

/** Nothing else: not `jku`, `jwk` or `x5u`, which would name a key of the caller's, and not `crit`, which asks for what we do not know. */
const Header = z.strictObject({ alg: z.literal('ES256'), typ: z.literal(headerType), kid: z.uuid() });

const Claims = z.strictObject({
  iss: z.string(),
  aud: z.literal(audience),
  sub: z.string(),
  org: z.string(),
  sid: z.uuid(),
  jti: z.uuid(),
  iat: z.number().int(),
  exp: z.number().int(),
});

interface Keys {
  current(): SigningKey;
  find(id: string): Promise<SigningKey | undefined>;
}

/** Sessions as ES256 JWTs. Rights are not in them: those stand with the session, where they can change at once. */
export class JwtSessionTokens implements SessionTokens {
  readonly #keys: Keys;
  readonly #clock: Clock;
  readonly #issuer: string;
  readonly #organizationId: string;

  constructor(keys: Keys, clock: Clock, issuer: string, organizationId: string) {
    this.#keys = keys;
    this.#clock = clock;
    this.#issuer = issuer;
    this.#organizationId = organizationId;
  }

  sign(session: Session): string {
    const claims = {
      iss: this.#issuer,
      aud: audience,
      sub: session.person.id,
      org: session.organizationId,
      sid: session.id,
      jti: randomUUID(),
      iat: this.#now(),
      exp: Math.floor(session.expiresAt / 1000),
    } satisfies z.infer<typeof Claims>;
    const { id, privateKey } = this.#keys.current();
    const header = { alg: 'ES256', typ: headerType, kid: id } satisfies z.infer<typeof Header>;
    return jwt.sign(claims, privateKey, { algorithm: 'ES256', header });
  }

  async verify(token: string): Promise<SessionProof> {
    const header = headerOf(token);
    const key = header && (await this.#keys.find(header.kid));
    if (!key) throw notOurs();
    try {
      const payload = jwt.verify(token, key.publicKey, {
        algorithms: ['ES256'],
        audience,
        issuer: this.#issuer,
        clockTimestamp: this.#now(),
        maxAge: longestLife,
      });
      const { sid, sub, org, iat, exp } = Claims.parse(payload);
      if (org !== this.#organizationId || iat > this.#now() + tolerance || exp - iat > longestLife) throw notOurs();
      return { sessionId: sid, personId: sub };
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError)
        throw new AppError('session-expired', 'Your Skilldesk session has ended.');
      throw notOurs();
    }
  }

  isSession(token: string): boolean {
    const [header = ''] = token.split('.', 1);
    return z.object({ typ: z.literal(headerType) }).safeParse(jsonOf(header)).success;
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}

const notOurs = () => new AppError('session-missing', 'This is not a session of this Skilldesk.');

/** Undefined: not a token as we write them, letter for letter. */
function headerOf(token: string): z.infer<typeof Header> | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonical)) return undefined;
  const [header, claims] = parts.slice(0, 2).map(jsonOf);
  return claims === undefined ? undefined : Header.safeParse(header).data;
}

/** Padding, and bits that mean nothing, would make several spellings of one token. */
const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;

/** Undefined: no JSON, or not as `JSON.stringify` writes it, so that no name can stand in it twice. */
function jsonOf(part: string): unknown {
  const text = Buffer.from(part, 'base64url').toString();
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

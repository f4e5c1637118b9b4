import { z } from 'zod';
import { SignInError } from '../../console/sign-in-error.ts';

const IdToken = z.looseObject({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string()).length(1)]),
  iat: z.number(),
  exp: z.number(),
  azp: z.string().optional(),
  auth_time: z.number().optional(),
});

export type IdTokenClaims = z.infer<typeof IdToken>;

/** In seconds. */
const tolerance = 30;
const oldest = 10 * 60;

/**
 * What the library leaves to us: a token for us alone, made just now and not in the future.
 * @throws SignInError
 */
export function checkedClaims(found: unknown, clientId: string, now: number): IdTokenClaims {
  const parsed = IdToken.safeParse(found);
  if (!parsed.success) throw refused(String(parsed.error.issues[0]?.path[0] ?? 'form'));
  const claims = parsed.data;
  const seconds = now / 1000;
  if (claims.azp !== undefined && claims.azp !== clientId) throw refused('azp');
  if (claims.iat > seconds + tolerance || claims.iat < seconds - oldest) throw refused('iat');
  if (claims.auth_time !== undefined && claims.auth_time > seconds + tolerance) throw refused('auth_time');
  return claims;
}

const refused = (claim: string) =>
  new SignInError('sign-in-refused', `the ID token is not for us, or not of now (${claim})`);

/** What a token's own text tells. Nothing of it is verified, so it is shown and compared, and never decides a right. */
export interface TokenForm {
  form: 'opaque' | 'jwt' | 'unknown';
  /** A bare uuid, in lower case. */
  organizationId: string | undefined;
  /** The cluster of the identity service. It is no contact-center region. */
  cluster: string | undefined;
  scopes: string[] | undefined;
  endsAt: number | undefined;
  machine: boolean | undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const nothing: Omit<TokenForm, 'form'> = {
  organizationId: undefined,
  cluster: undefined,
  scopes: undefined,
  endsAt: undefined,
  machine: undefined,
};

/** Reads `<base64>_<cluster>_<organization>` and the claims of a JWT. */
export function readTokenForm(text: string): TokenForm {
  const claims = claimsOf(text);
  if (claims) {
    return {
      form: 'jwt',
      organizationId: organizationOf(claims['realm']),
      cluster: typeof claims['cluster'] === 'string' ? claims['cluster'] : undefined,
      scopes: scopesOf(claims['scope'] ?? claims['scp']),
      endsAt: typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : undefined,
      machine: typeof claims['user_type'] === 'string' ? claims['user_type'].toLowerCase() === 'machine' : undefined,
    };
  }
  // The first part may hold underscores of its own.
  const parts = text.split('_');
  const organizationId = organizationOf(parts.at(-1));
  const cluster = parts.at(-2);
  if (parts.length >= 3 && organizationId && cluster && /^[A-Z0-9]{2,8}$/i.test(cluster)) {
    return { ...nothing, form: 'opaque', organizationId, cluster };
  }
  return { ...nothing, form: 'unknown' };
}

function claimsOf(text: string): Record<string, unknown> | undefined {
  const [header, payload, signature, ...rest] = text.split('.');
  if (!header || !payload || signature === undefined || rest.length > 0) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const organizationOf = (value: unknown): string | undefined =>
  typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined;

function scopesOf(value: unknown): string[] | undefined {
  const names = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? (value as unknown[]) : undefined;
  // The text goes into the doctor's table, so only what looks like a scope is taken from it.
  return names?.filter((name): name is string => typeof name === 'string' && /^[\w:.-]{1,80}$/.test(name));
}

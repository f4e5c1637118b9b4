import { createHash } from 'node:crypto';
import type { MappingRule } from '../../shared/console-api.ts';
import type { Secret } from '../secret.ts';

/** How people sign in: at which provider, as which client of it, and what their claims let them do. */
export interface SsoSettings {
  issuer: string;
  clientId: string;
  clientSecret: Secret;
  rules: readonly MappingRule[];
}

/** Those in force, and where they come from. */
export interface SsoInForce extends SsoSettings {
  from: 'environment' | 'database';
  /** Changes with everything that decides about roles, and not with the secret. */
  tag: string;
}

export const inForceFrom = (from: SsoInForce['from'], settings: SsoSettings): SsoInForce => {
  const { issuer, clientId, rules } = settings;
  const decisive = [issuer, clientId, rules.map(({ claim, op, value, role }) => [claim, op, value, role])];
  return {
    ...settings,
    from,
    tag: createHash('sha256').update(JSON.stringify(decisive)).digest('base64url').slice(0, 22),
  };
};

import { issuerFault } from './console/issuer.ts';
import type { SsoSettings } from './console/sso-settings.ts';
import type { ConsoleRole, MappingRule } from '../shared/console-api.ts';
import type { Secret } from './secret.ts';

const needed = [
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_ADMIN_CLAIM',
  'OIDC_ADMIN_VALUES',
] as const;
const optional = ['OIDC_OPERATOR_VALUES', 'OIDC_VIEWER_VALUES'] as const;

/** What makes no sense without the rest, by name; asked of the raw values, so that it is found beside every other fault. */
export function ssoFaults(given: Readonly<Record<string, string>>): string[] {
  const present = [...needed, ...optional].filter((name) => given[name]);
  const [first] = present;
  if (first === undefined) return [];
  const missing = needed
    .filter((name) => !given[name])
    .map((name) => `${name} is needed: people sign in to the console with all of ${needed.join(', ')}, or with none`);
  const fault = given['OIDC_ISSUER'] ? issuerFault(given['OIDC_ISSUER']) : undefined;
  return [...missing, ...(fault === undefined ? [] : [`OIDC_ISSUER ${fault.replace(/\.$/, '')}`])];
}

/** As the schema has read them. */
export interface SsoVariables {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: Secret | undefined;
  OIDC_ADMIN_CLAIM?: string | undefined;
  OIDC_ADMIN_VALUES?: string[] | undefined;
  OIDC_OPERATOR_VALUES?: string[] | undefined;
  OIDC_VIEWER_VALUES?: string[] | undefined;
}

/** How people sign in, when the environment says it. The claim may be a text or a list: no value can match as both. */
export function ssoOf(variables: SsoVariables): SsoSettings | undefined {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_ADMIN_CLAIM: claim,
  } = variables;
  if (issuer === undefined || clientId === undefined || !clientSecret || claim === undefined) return undefined;
  const rules = (role: ConsoleRole, values: readonly string[] = []): MappingRule[] =>
    values.flatMap((value) => (['includes', 'equals'] as const).map((op) => ({ claim, op, value, role })));
  return {
    ...{ issuer, clientId, clientSecret },
    rules: [
      ...rules('admin', variables.OIDC_ADMIN_VALUES),
      ...rules('operator', variables.OIDC_OPERATOR_VALUES),
      ...rules('viewer', variables.OIDC_VIEWER_VALUES),
    ],
  };
}

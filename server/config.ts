import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { EnvironmentCredential } from './admin-token/import-environment.ts';
import type { SsoSettings } from './console/sso-settings.ts';
import { belongTogether, clientsOf, credentialsOf, type EnvironmentClients } from './environment-credentials.ts';
import { ssoFaults, ssoOf } from './environment-sso.ts';
import { Secret } from './secret.ts';
import { isLoopback, unreachableAddress, unsafeForNode } from './unsafe-settings.ts';
import { parseVaultKeys, type VaultKey } from './vault-keys.ts';

const regions = ['us1', 'eu1', 'eu2', 'anz1', 'ca1', 'jp1', 'sg1', 'in1'] as const;

/** The Agent Desktop of every region, and `null`: what a sandboxed widget's origin is. */
const desktopOrigins = [...regions.map((region) => `https://desktop.wxcc-${region}.cisco.com`), 'null'];

const Url = z
  .string()
  .refine((text) => URL.canParse(text), 'is not a URL')
  .refine((text) => !URL.canParse(text) || isSafe(new URL(text)), 'must be https (http only for this machine)')
  .refine((text) => !URL.canParse(text) || isPlain(new URL(text)), 'must hold no name, password, query or fragment')
  .transform((text) => text.replace(/\/+$/, ''));

const isSafe = (url: URL) => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

const isPlain = ({ username, password, search, hash, href }: URL) =>
  username + password + search + hash === '' && !/[?#]/.test(href);

const isOrigin = (text: string) =>
  text === 'null' ||
  (URL.canParse(text) && new URL(text).origin === text && isSafe(new URL(text)) && !text.includes('*'));

const Origin = z.string().refine(isOrigin, 'is not an https origin, for example https://desktop.wxcc-us1.cisco.com');

/** As Express takes them for `trust proxy`. */
const isAddress = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/');
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  // Who trusts a larger part of the internet believes whatever a caller writes.
  const [least, most] = version === 4 ? [8, 32] : [7, 128];
  return /^\d{1,3}$/.test(bits) && Number(bits) >= least && Number(bits) <= most;
};

const SecretText = z.string().transform((text) => new Secret(text));

const Values = z.string().transform((text) =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== ''),
);

const VaultKeys = z.string().transform((text, context) => {
  return parseVaultKeys(text, (message) => context.addIssue({ code: 'custom', message: `: ${message}` }));
});

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: Url.optional(),
  DATABASE_URL: z
    .string()
    .refine(
      (text) => /^(file:.|postgres(ql)?:\/\/.)/.test(text),
      'must begin with file: (SQLite) or postgres:// (PostgreSQL)',
    )
    .default('file:./data/skilldesk.db'),
  VAULT_KEYS: VaultKeys.optional(),
  WXCC_ORG_ID: z.guid('is not a bare uuid, for example 6c4d1e2f-….'),
  WXCC_REGION: z.enum(regions).optional(),
  WXCC_API_URL: Url.optional(),
  WEBEX_API_URL: Url.default('https://webexapis.com'),
  WEBEX_IDENTITY_URL: Url.default('https://idbroker.webex.com'),
  WEBEX_CLIENT_ID: z.string().optional(),
  WEBEX_CLIENT_SECRET: SecretText.optional(),
  WEBEX_REDIRECT_URI: z.string().optional(),
  WEBEX_REFRESH_TOKEN: SecretText.optional(),
  WEBEX_SERVICE_APP_ID: z.string().optional(),
  WEBEX_SERVICE_APP_CLIENT_ID: z.string().optional(),
  WEBEX_SERVICE_APP_CLIENT_SECRET: SecretText.optional(),
  WEBEX_SERVICE_APP_REFRESH_TOKEN: SecretText.optional(),
  WEBEX_SERVICE_APP_ACCESS_TOKEN: SecretText.optional(),
  WEBEX_TOKEN_MANAGER_CLIENT_ID: z.string().optional(),
  WEBEX_TOKEN_MANAGER_CLIENT_SECRET: SecretText.optional(),
  WEBEX_TOKEN_MANAGER_REFRESH_TOKEN: SecretText.optional(),
  WEBEX_PERSONAL_ACCESS_TOKEN: SecretText.optional(),
  WEBEX_ACCESS_TOKEN: SecretText.optional(),
  WEBEX_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(Origin))
    .default(desktopOrigins),
  EDIT_POLICY: z.enum(['strict', 'acknowledge', 'open']).optional(),
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: SecretText.optional(),
  OIDC_ADMIN_CLAIM: z.string().optional(),
  OIDC_ADMIN_VALUES: Values.refine((values) => values.length > 0, 'names no value').optional(),
  OIDC_OPERATOR_VALUES: Values.optional(),
  OIDC_VIEWER_VALUES: Values.optional(),
  SETUP_CODE_PRINT: z.enum(['0', '1']).default('1'),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((address) => address.trim()))
    .refine(
      (addresses) => addresses.every(isAddress),
      'takes IP addresses and ranges no larger than 10.0.0.0/8 or fc00::/7, or loopback',
    )
    .default([]),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .transform((text) => new Secret(text))
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What is read from the environment; each also by NAME_FILE. */
export const variableNames: readonly string[] = Object.keys(Environment.shape);

type Environment = z.infer<typeof Environment>;

export interface Config {
  port: number;
  host: string;
  publicUrl: string;
  databaseUrl: string;
  /** Where this machine keeps what is not in the database. */
  dataFolder: string;
  organizationId: string;
  contactCenterUrl: string;
  webexUrl: string;
  /** Where tokens are revoked. */
  identityUrl: string;
  /** Undefined: a key file beside the database is used, and made when there is nothing to open. */
  vaultKeys: VaultKey[] | undefined;
  /** What the environment holds, in the order of use. */
  credentials: EnvironmentCredential[];
  /** The apps that the environment names, for connecting at the console. */
  clients: EnvironmentClients;
  /** Letter by letter: WEBEX_REDIRECT_URI. */
  redirectUri: string | undefined;
  /** Mints once, and is never stored. */
  personalAccessToken: Secret | undefined;
  requestsPerMinute: number;
  allowedOrigins: ReadonlySet<string>;
  /** Wins over the policy in the database. */
  editPolicy: Environment['EDIT_POLICY'];
  /** How people sign in to the console; wins over what is stored. */
  sso: SsoSettings | undefined;
  /** Whether a setup code is shown on standard error when one is made at the start. */
  printSetupCode: boolean;
  trustedProxies: string[];
  /** What whoever reads the metrics brings; undefined: they are for this machine only. */
  metricsToken: Secret | undefined;
  logLevel: Environment['LOG_LEVEL'];
}

/** All that is wrong with the environment, by name; never with a value of it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the whole configuration from `variables`; an empty value is not set, and `NAME_FILE` names a file that holds the value.
 * @throws ConfigError that lists every fault at once
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const given = withFiles(variables, faults);
  faults.push(...missing(given), ...ssoFaults(given), ...unreachableAddress(given), ...unsafeForNode(variables));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) faults.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  if (!parsed.success || faults.length > 0) {
    throw new ConfigError(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
  const environment = parsed.data;
  return {
    port: environment.PORT,
    host: environment.HOST,
    publicUrl: environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`,
    databaseUrl: environment.DATABASE_URL,
    dataFolder: dataFolderOf(environment.DATABASE_URL),
    organizationId: environment.WXCC_ORG_ID,
    contactCenterUrl: environment.WXCC_API_URL ?? `https://api.wxcc-${environment.WXCC_REGION ?? ''}.cisco.com`,
    webexUrl: environment.WEBEX_API_URL,
    identityUrl: environment.WEBEX_IDENTITY_URL,
    vaultKeys: environment.VAULT_KEYS,
    credentials: credentialsOf(environment),
    clients: clientsOf(environment),
    redirectUri: environment.WEBEX_REDIRECT_URI,
    personalAccessToken: environment.WEBEX_PERSONAL_ACCESS_TOKEN,
    requestsPerMinute: environment.WEBEX_REQUESTS_PER_MINUTE,
    allowedOrigins: new Set(environment.ALLOWED_ORIGINS),
    editPolicy: environment.EDIT_POLICY,
    sso: ssoOf(environment),
    printSetupCode: environment.SETUP_CODE_PRINT === '1',
    trustedProxies: environment.TRUSTED_PROXIES,
    metricsToken: environment.METRICS_TOKEN,
    logLevel: environment.LOG_LEVEL,
  };
}

const dataFolderOf = (databaseUrl: string) =>
  databaseUrl.startsWith('file:') ? dirname(databaseUrl.slice('file:'.length)) : 'data';

/** What is needed because of something else; asked of the raw values, so that it is found beside every other fault. */
function missing(given: Readonly<Record<string, string>>): string[] {
  const onPostgres = given['DATABASE_URL']?.startsWith('postgres') ?? false;
  const noRegion = !given['WXCC_API_URL'] && !given['WXCC_REGION'];
  return [
    ...(noRegion ? [`WXCC_REGION is needed: one of ${regions.join(', ')} (where your Agent Desktop runs)`] : []),
    ...(onPostgres && !given['VAULT_KEYS']
      ? ['VAULT_KEYS is needed with PostgreSQL: kid:base64, the key made by openssl rand -base64 32']
      : []),
    ...belongTogether
      .filter(([token, name]) => given[token] && !given[name])
      .map(([token, name]) => `${name} is needed to use ${token}`),
  ];
}

function withFiles(variables: Readonly<Record<string, string | undefined>>, faults: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of variableNames) {
    const value = variables[name];
    const file = variables[`${name}_FILE`];
    if (value && file) faults.push(`${name} is given twice: directly and by ${name}_FILE`);
    if (value) found[name] = value;
    else if (file) {
      try {
        const content = readFileSync(file, 'utf8').trim();
        if (content !== '') found[name] = content;
      } catch {
        faults.push(`${name}_FILE names a file that cannot be read`);
      }
    }
  }
  return found;
}

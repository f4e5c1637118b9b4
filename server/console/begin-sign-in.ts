import { AppError } from '../app-error.ts';
import type { Secret } from '../secret.ts';
import { keyHash, newKey, type ConsoleSession } from './console-session.ts';
import type { IdentityProvider, SettingsInForce, SignInTransactions } from './ports.ts';
import { SignInError } from './sign-in-error.ts';
import { secretsOf, type SignInTransaction } from './sign-in-transaction.ts';
import { inForceFrom, type SsoSettings } from './sso-settings.ts';

export interface SignInPorts {
  provider: IdentityProvider;
  transactions: SignInTransactions;
  settings: SettingsInForce;
}

/** `key` goes into the browser's cookie, and the browser to `page`. */
export interface BegunSignIn {
  key: Secret;
  page: string;
}

/**
 * Sends somebody to his provider; who is signed in as `again` is to show himself once more.
 * @throws SignInError
 */
export async function beginSignIn(
  ports: SignInPorts,
  { returnTo, again }: { returnTo: string; again: ConsoleSession | undefined },
): Promise<BegunSignIn> {
  const settings = await ports.settings();
  if (!settings) throw new SignInError('not-configured', 'nobody can sign in yet');
  const common = { returnTo, settings: settings.tag };
  const personId = again?.person?.id;
  return begin(
    ports,
    settings,
    personId === undefined ? { ...common, purpose: 'sign-in' } : { ...common, purpose: 'again', personId },
  );
}

/**
 * Sends whoever sets the sign-in up through it: only when he comes back as an admin will it be stored.
 * @throws AppError `bad-request` when the provider cannot be used as it was described
 */
export async function testSettings(
  ports: SignInPorts,
  candidate: SsoSettings,
  session: ConsoleSession,
  returnTo: string,
): Promise<BegunSignIn> {
  const { issuer, clientId, clientSecret, rules } = candidate;
  const sealed = { issuer, clientId, clientSecret: clientSecret.reveal(), rules: [...rules] };
  const settings = inForceFrom('database', candidate).tag;
  const transaction = { returnTo, settings, purpose: 'settings', session: session.id, candidate: sealed } as const;
  return begin(ports, candidate, transaction).catch((error: unknown) => {
    if (!(error instanceof SignInError)) throw error;
    const detail =
      error.problem === 'provider-unavailable'
        ? 'does not answer. Check it for a misspelling, then DNS and firewall; behind a proxy set HTTPS_PROXY'
        : 'has no OpenID configuration that names this very issuer. Copy the issuer from the provider’s own page, letter for letter';
    throw new AppError('bad-request', `Nothing was stored: the issuer ${detail}.`, {
      errors: [{ path: 'issuer', detail: `${detail}.` }],
    });
  });
}

async function begin(
  { provider, transactions }: SignInPorts,
  settings: SsoSettings,
  transaction: SignInTransaction,
): Promise<BegunSignIn> {
  const key = newKey();
  const page = await provider.signInPage(settings, secretsOf(key), transaction.purpose === 'again');
  await transactions.begin(keyHash(key), transaction);
  return { key, page };
}

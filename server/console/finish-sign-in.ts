import type { AuditEntry, AuditTrail, Person } from '../audit/ports.ts';
import type { Clock } from '../clock.ts';
import { Secret } from '../secret.ts';
import type { BegunSignIn, SignInPorts } from './begin-sign-in.ts';
import {
  keyHash,
  longestConsoleSession,
  newKey,
  newSession,
  recentFor,
  type ConsoleSession,
} from './console-session.ts';
import type { ConsoleSessionStore, SetupCodeNote, SsoSettingsStore, VerifiedSignIn } from './ports.ts';
import { roleOf } from './role-of.ts';
import { SignInError } from './sign-in-error.ts';
import { secretsOf, type SignInTransaction } from './sign-in-transaction.ts';
import { inForceFrom, type SsoInForce } from './sso-settings.ts';

interface Ports extends SignInPorts {
  sessions: ConsoleSessionStore;
  store: SsoSettingsStore;
  audit: Pick<AuditTrail, 'append'>;
  note: SetupCodeNote;
  clock: Clock;
}

interface CameBack {
  /** What the cookie of the sign-in holds. */
  key: BegunSignIn['key'] | undefined;
  /** Letter for letter. */
  query: string;
  browser: string;
  /** Of the cookie that the browser has now: that session ends. */
  instead: string | undefined;
  /** The session that lives in this browser. */
  session: ConsoleSession | undefined;
}

/**
 * What a browser brought back from the provider, for a session. Whatever happens, it cannot be brought again.
 * @throws SignInError
 */
export async function finishSignIn(ports: Ports, cameBack: CameBack): Promise<{ key: Secret; returnTo: string }> {
  const { key: transactionKey, query, browser, instead, session: present } = cameBack;
  const transaction = transactionKey && (await ports.transactions.take(keyHash(transactionKey)));
  if (!transactionKey || !transaction) {
    throw new SignInError('sign-in-outdated', 'no such sign-in was begun in this browser within ten minutes');
  }
  const settings = await settingsOf(ports, transaction, present);
  const fresh = transaction.purpose === 'again';
  const verified = await ports.provider.verify(settings, query, secretsOf(transactionKey), fresh);
  const person = personOf(verified);
  const matched = roleOf(settings.rules, verified.claims);
  const refuse = async (problem: 'no-role' | 'not-an-admin' | 'another-person'): Promise<never> => {
    const body = { problem, purpose: transaction.purpose, claims: Object.keys(verified.claims).sort() };
    await ports.audit.append({ action: 'console-sign-in-refused', actor: person, body });
    throw new SignInError(problem, 'a person who was proven to be who he is');
  };
  if (!matched) return refuse('no-role');
  if (transaction.purpose === 'again' && person.id !== transaction.personId) return refuse('another-person');
  if (transaction.purpose === 'settings' && matched.role !== 'admin') return refuse('not-an-admin');

  if (transaction.purpose === 'settings') {
    await ports.store.replace(settings, settingsEntry(settings, person));
    await ports.note.remove();
  }
  const now = ports.clock.now();
  const recentUntil = (verified.authenticatedAt ?? 0) + recentFor;
  const who = { person, ...matched, settings: settings.tag, browser };
  const session = newSession(who, { now, lasts: longestConsoleSession, recentUntil });
  const key = newKey();
  const { role, reason } = matched;
  const body = { session: session.id, role, rule: reason.rule, claims: reason.claims, browser };
  await ports.sessions.open(keyHash(key), session, { action: 'console-signed-in', actor: person, body }, instead);
  return { key, returnTo: transaction.returnTo };
}

/** Those that the sign-in was begun under, if they still hold. */
async function settingsOf(
  { settings }: Ports,
  transaction: SignInTransaction,
  session: ConsoleSession | undefined,
): Promise<SsoInForce> {
  const inForce = await settings();
  if (transaction.purpose !== 'settings') {
    if (inForce?.tag === transaction.settings) return inForce;
    throw new SignInError('sign-in-outdated', 'the settings have changed since it was begun');
  }
  // Who began to set it up must still be allowed to, and be the one who comes back.
  const may = session?.id === transaction.session && (session.role === 'admin' || session.role === 'setup');
  if (!may || inForce?.from === 'environment') {
    throw new SignInError('sign-in-outdated', 'who began to set the sign-in up is not signed in here any more');
  }
  const { clientSecret, ...candidate } = transaction.candidate;
  return inForceFrom('database', { ...candidate, clientSecret: new Secret(clientSecret) });
}

/** By issuer and subject: nothing else is his alone. */
export function personOf({ issuer, subject, claims }: VerifiedSignIn): Person {
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name].slice(0, 200) : '');
  return {
    id: `${issuer}#${subject}`,
    name: text('name') || text('preferred_username') || text('email') || subject,
    email: text('email'),
  };
}

const settingsEntry = ({ issuer, clientId, rules }: SsoInForce, person: Person): AuditEntry => ({
  action: 'sso-settings-changed',
  actor: person,
  body: { issuer, clientId, rules },
});

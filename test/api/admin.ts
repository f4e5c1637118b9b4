import { consoleSessionRow } from '../../server/adapters/database/console-session-store.ts';
import { keyHash, longestConsoleSession, newKey, newSession, recentFor } from '../../server/console/console-session.ts';
import type { ConsoleCaller } from '../../shared/api.ts';
import type { Skilldesk } from './skilldesk.ts';

type Answer = Awaited<ReturnType<Skilldesk['call']>>;

/** Somebody's browser with our console open: its requests carry the cookie, and what the console's own page sends. */
export class Admin {
  readonly #skilldesk: Skilldesk;
  readonly cookie: string;

  constructor(skilldesk: Skilldesk, cookie: string) {
    this.#skilldesk = skilldesk;
    this.cookie = cookie;
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const sent = { cookie: this.cookie, ...fromOwnPage(this.#skilldesk, method), ...headers };
    return this.#skilldesk.call(method, path, sent, body);
  }
}

/** What a browser and our page add to a request of that page. */
export const fromOwnPage = ({ publicUrl }: Skilldesk, method: string): Record<string, string> => ({
  'sec-fetch-site': 'same-origin',
  ...(method !== 'GET' && {
    origin: new URL(publicUrl).origin,
    'x-skilldesk-console': '1',
    'content-type': 'application/json',
  }),
});

const roles = {
  setup: 'setup',
  viewer: 'viewer',
  operator: 'operator',
  admin: 'admin',
  'recent-admin': 'admin',
} as const satisfies Record<Exclude<ConsoleCaller, 'visitor'>, string>;

/**
 * Signs somebody in who has this role, where there is no SSO: by a session that is put into the database as the server would put it there.
 * `admin` signed in too long ago for what only a `recent-admin` may.
 */
export async function signInAtConsole(
  skilldesk: Skilldesk,
  caller: Exclude<ConsoleCaller, 'visitor'>,
  name = 'Ada Admin',
): Promise<Admin> {
  const key = newKey();
  const person = { id: `https://idp.example#${name}`, name, email: `${name.replace(/\W/g, '.')}@example.com` };
  const now = Date.now();
  const session = newSession(
    {
      person: caller === 'setup' ? undefined : person,
      role: roles[caller],
      reason: undefined,
      settings: undefined,
      browser: 'a test',
    },
    { now, lasts: longestConsoleSession, recentUntil: caller === 'admin' ? now : now + recentFor },
  );
  const row = consoleSessionRow(skilldesk.keyring(), skilldesk.webex.organization.id, keyHash(key), session);
  const values = Object.values(row).map((value) => (typeof value === 'number' ? value : `'${value}'`));
  await skilldesk.tamper(`insert into console_sessions (${Object.keys(row).join(', ')}) values (${values.join(', ')})`);
  return new Admin(skilldesk, `__Host-sid=${key.reveal()}`);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import type { Switches } from '../simulator/switches.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { Replica } from './replica.ts';

interface Options {
  /** A database is made on it; without it SQLite. */
  postgresUrl?: string | undefined;
  rotation: Switches['refreshTokenRotation'];
  /** The second rung of the ladder. */
  hasManager: boolean;
}

/** What processes find at Webex, and in their environment. */
export function environmentFor(
  { url, organization, credentials: { serviceApp } }: WebexSimulator,
  databaseUrl: string,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    VAULT_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
    WXCC_ORG_ID: organization.id,
    SETUP_CODE_PRINT: '0',
    WXCC_API_URL: url,
    WEBEX_API_URL: url,
    WEBEX_IDENTITY_URL: url,
    WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
    WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
    WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
  };
}

/** A simulated Webex and a database, for processes that come and go; the first one has connected them. */
export class TokenScene {
  readonly webex: WebexSimulator;
  readonly folder = mkdtempSync(join(tmpdir(), 'skilldesk-scene-'));
  readonly environment: Record<string, string>;
  readonly #postgresUrl: string | undefined;
  readonly #replicas = new Set<Replica>();

  private constructor(webex: WebexSimulator, databaseUrl: string | undefined, hasManager: boolean) {
    this.webex = webex;
    this.#postgresUrl = databaseUrl;
    const { serviceApp, tokenManager } = webex.credentials;
    this.environment = {
      ...environmentFor(webex, databaseUrl ?? `file:${join(this.folder, 'skilldesk.db')}`),
      ...(hasManager && {
        WEBEX_SERVICE_APP_ID: serviceApp.id,
        WEBEX_TOKEN_MANAGER_CLIENT_ID: tokenManager.clientId,
        WEBEX_TOKEN_MANAGER_CLIENT_SECRET: tokenManager.clientSecret,
        WEBEX_TOKEN_MANAGER_REFRESH_TOKEN: tokenManager.refreshToken,
      }),
    };
  }

  static async open({ postgresUrl, rotation, hasManager }: Options): Promise<TokenScene> {
    const webex = await startWebexSimulator({ requestsPerMinute: 1_000_000 });
    webex.switches.refreshTokenRotation = rotation;
    return new TokenScene(webex, postgresUrl && (await createDatabase(postgresUrl)), hasManager);
  }

  /** A process more. */
  async join(started: Promise<Replica> = Replica.start()): Promise<Replica> {
    const replica = await started;
    this.#replicas.add(replica);
    return replica.open(this.folder, this.environment);
  }

  /** What an administrator would copy from the developer portal when he is asked to connect again. */
  async freshRefreshToken(): Promise<string> {
    const { organization, url, credentials } = this.webex;
    const { id, clientId, clientSecret } = credentials.serviceApp;
    const targetOrgId = Buffer.from(`ciscospark://us/ORGANIZATION/${organization.id}`).toString('base64');
    const response = await fetch(`${url}/v1/applications/${id}/token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${credentials.personalAccessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, targetOrgId: targetOrgId.replaceAll('=', '') }),
    });
    return ((await response.json()) as { refresh_token: string }).refresh_token;
  }

  /** Ends everything, and searches all that was left for secrets. */
  async close(): Promise<void> {
    await Promise.all([...this.#replicas].map((replica) => replica.kill()));
    await searchForCanaries({ folder: this.folder, postgresUrl: this.#postgresUrl });
    await this.webex.close();
    rmSync(this.folder, { recursive: true });
  }
}

import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import { contactCenterPaths } from './contact-center-paths.ts';
import { controlPaths } from './control-paths.ts';
import { configureCredentials, desktopClientId, type Credentials } from './credentials.ts';
import { faultInjection, type Fault } from './faults.ts';
import { identityPaths } from './identity-paths.ts';
import { oauthPaths } from './oauth-paths.ts';
import type { Organization, SkillProfile, Stored } from './organization.ts';
import { bodyRecorder, requestRecorder, type RecordedRequest } from './recorded-request.ts';
import { editElsewhere } from './skill-profile-paths.ts';
import { standardOrganization } from './standard-organization.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { TokenStore } from './token-store.ts';
import { WebexError, configurationError, springError } from './webex-error.ts';
import { World } from './world.ts';

export interface SimulatorOptions {
  /** Default 0: any free one. */
  port?: number;
  organization?: Organization;
  requestsPerMinute?: number;
  accessTokenLifeSeconds?: number;
  now?: () => number;
}

interface DesktopTokenOptions {
  expiresInSeconds?: number;
  scopes?: string[];
  /** Another organization's: people/me answers, the contact center refuses. */
  organizationId?: string;
  /** Default `opaque`. */
  form?: 'opaque' | 'jwt';
}

export interface WebexSimulator {
  /** Stands for api.wxcc-….cisco.com, webexapis.com and idbroker.webex.com alike. */
  url: string;
  /** Live: what is changed here shows in the next answer. */
  organization: Organization;
  switches: Switches;
  faults: Fault[];
  requests: RecordedRequest[];
  credentials: Credentials;
  /** A new token at each call; the person needs no user in the contact center. */
  issueDesktopToken(ciUserId: string, options?: DesktopTokenOptions): string;
  expireToken(token: string): void;
  /** Every access token but the desktop's answers 401; refresh tokens go on working. */
  revokeAdminTokens(): void;
  /** Everything that may be seen nowhere. */
  secrets(): string[];
  /** A change by Control Hub or a colleague. */
  editElsewhere(skillProfileId: string, change: (profile: SkillProfile) => void): void;
  /** The same, of one number. */
  setElsewhere(skillProfileId: string, skillId: string, proficiencyValue: number): void;
  /** The number that stands there now; undefined: none. */
  proficiency(skillProfileId: string, skillId: string): number | undefined;
  /** A change around Skilldesk too, of a user's or team's skill profile; null: none. */
  assignElsewhere(kind: 'users' | 'teams', id: string, skillProfileId: string | null): void;
  close(): Promise<void>;
}

const desktopScopes: Record<Switches['desktopTokenScopes'], string[]> = {
  full: ['cjp:config_read', 'cjp:user', 'spark:people_read', 'cloud-contact-center:pod_conv'],
  'no-people-read': ['cjp:config_read', 'cjp:user', 'cloud-contact-center:pod_conv'],
  'no-contact-center': ['spark:people_read'],
};
const desktopTokenLifeSeconds = 12 * 60 * 60;
const fourteenDays = 1_209_600;

/** The administrator as whom integrations act. */
function administratorOf({ users, userProfiles }: Organization): string {
  const admin = [...users.values()].find(
    ({ userProfileId }) => userProfiles.get(userProfileId)?.profileType === 'ADMINISTRATOR',
  );
  if (!admin) throw new Error('The organization needs an administrator.');
  return admin.ciUserId;
}

function answerErrors(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) {
    next(error);
    return;
  }
  const known = error instanceof WebexError;
  const unreadable = error instanceof SyntaxError || error instanceof URIError;
  const answer = known ? error : unreadable ? configurationError(400, 'Malformed request') : null;
  if (!answer) {
    response.status(500).json({ simulatorBug: error instanceof Error ? error.stack : String(error) });
    return;
  }
  response.status(answer.status).set(answer.headers);
  if (answer.body === undefined) response.end();
  else response.json(answer.body);
}

function assignElsewhere<Holder extends Stored & { skillProfileId?: string }>(
  world: World,
  holders: Map<string, Holder>,
  id: string,
  skillProfileId: string | null,
): void {
  const stored = holders.get(id);
  if (!stored) throw new Error(`There is no ${id}.`);
  const assigned: Holder = { ...stored };
  if (skillProfileId === null) delete assigned.skillProfileId;
  else assigned.skillProfileId = skillProfileId;
  world.replace(holders, world.nextVersion(stored, assigned));
}

/** Starts a Webex of one's own on 127.0.0.1. */
export async function startWebexSimulator(options: SimulatorOptions = {}): Promise<WebexSimulator> {
  const { port = 0, organization = standardOrganization(), requestsPerMinute = 300 } = options;
  const { accessTokenLifeSeconds = fourteenDays, now = Date.now } = options;
  const switches = defaultSwitches();
  const tokens = new TokenStore(switches, now, accessTokenLifeSeconds);
  const adminCiUserId = administratorOf(organization);
  const credentials = configureCredentials(tokens, organization.id, adminCiUserId);
  const world = new World(organization, switches, tokens, now);
  world.adminClientId = credentials.serviceApp.clientId;
  const faults: Fault[] = [];
  const requests: RecordedRequest[] = [];

  const app = express();
  app.disable('x-powered-by').set('etag', false).set('query parser', 'simple');
  const server = app.listen(port, '127.0.0.1');
  // Longer than any client keeps an idle connection: no test fails because a socket was closed as it was reused.
  server.keepAliveTimeout = 120_000;
  const simulator: WebexSimulator = {
    url: '',
    organization,
    switches,
    faults,
    requests,
    credentials,
    issueDesktopToken(ciUserId, { expiresInSeconds = desktopTokenLifeSeconds, scopes, organizationId, form } = {}) {
      const grant = {
        kind: 'desktop',
        clientId: desktopClientId,
        scopes: scopes ?? desktopScopes[switches.desktopTokenScopes],
        ciUserId,
        organizationId: organizationId ?? organization.id,
      } as const;
      return form === 'jwt'
        ? tokens.issueJwt(grant, expiresInSeconds)
        : tokens.issueAccessToken(grant, expiresInSeconds);
    },
    expireToken: (token) => tokens.expire(token),
    revokeAdminTokens: () => tokens.revokeAdminAccessTokens(),
    secrets: () => [...tokens.labels().keys()],
    editElsewhere: (skillProfileId, change) => editElsewhere(world, skillProfileId, change),
    setElsewhere: (skillProfileId, skillId, proficiencyValue) =>
      editElsewhere(world, skillProfileId, ({ activeSkills }) => {
        for (const active of activeSkills) if (active.skillId === skillId) active.proficiencyValue = proficiencyValue;
      }),
    proficiency: (skillProfileId, skillId) =>
      organization.skillProfiles.get(skillProfileId)?.activeSkills.find((active) => active.skillId === skillId)
        ?.proficiencyValue,
    assignElsewhere(kind, id, skillProfileId) {
      if (kind === 'users') assignElsewhere(world, organization.users, id, skillProfileId);
      else assignElsewhere(world, organization.teams, id, skillProfileId);
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };

  const parsers = [
    express.json({ strict: false, limit: '10mb', type: ['application/json', 'application/*+json'] }),
    express.urlencoded({ extended: false }),
  ];
  app.use('/_simulator', parsers, controlPaths(simulator));
  const describe = (token: string) => tokens.describe(token);
  const labels = () => tokens.labels();
  app.use(requestRecorder(requests, { now, describe, labels }), parsers, bodyRecorder(labels), faultInjection(faults));
  app.use(identityPaths(world), oauthPaths(world, credentials, adminCiUserId));
  app.use(contactCenterPaths(world, requestsPerMinute));
  app.use((request) => {
    throw springError(404, request.originalUrl, now());
  });
  app.use(answerErrors);

  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  simulator.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return simulator;
}

import type { WebexCall } from './webex-http.ts';

const organization = '/organization/:id';

/** Every call that Skilldesk makes to Webex, by its official path. Nothing else leaves, whatever code or input asks for it. */
const allowedCalls = [
  'GET /v1/people/me',
  'GET /v1/organizations',
  'GET /v1/authorizations/tokenExpiry',
  'GET /v1/broadworks/enterprises',
  'GET /v1/wholesale/customers',
  'POST /v1/access_token',
  'POST /v1/applications/:application/token',
  'POST /idb/oauth2/v1/revoke',
  `GET ${organization}`,
  `GET ${organization}/v2/skill`,
  `GET ${organization}/v2/skill-profile`,
  `GET ${organization}/v2/team`,
  `GET ${organization}/v2/user`,
  `GET ${organization}/v2/contact-service-queue`,
  `GET ${organization}/v2/user/by-ci-user-id/:id`,
  `GET ${organization}/v3/user-profile`,
  `GET ${organization}/v3/user-profile/:id`,
  `GET ${organization}/skill/:id`,
  `GET ${organization}/skill-profile/:id`,
  `GET ${organization}/user/:id`,
  `GET ${organization}/team/:id`,
  `GET ${organization}/user/by-dynamic-skill-id/:id`,
  `GET ${organization}/contact-service-queue/:id`,
  `GET ${organization}/v2/desktop-layout`,
  `GET ${organization}/desktop-layout/:id`,
  // The two writes that there are: a whole profile, and one agent's assignment.
  `PUT ${organization}/skill-profile/:id`,
  `PATCH ${organization}/user/:id`,
];

/** Words that stand where an id stands, and mean another call. */
const noIds = 'bulk|bulk-export|by-[^/]*|purge-[^/]*|fetch-[^/]*|reskill';

const patterns = allowedCalls.map((call) => ({
  call,
  pattern: new RegExp(
    `^${call
      .replaceAll(':id', `(?!(?:${noIds})(?:/|$))[A-Za-z0-9_-]{1,100}`)
      .replace(':application', '(?:[A-Za-z0-9_-]|%3D){1,400}')}$`,
  ),
}));

/** Which of the listed calls it is, without the ids in it; undefined: none. */
export const operationOf = ({ method, path }: Pick<WebexCall, 'method' | 'path'>): string | undefined =>
  patterns.find(({ pattern }) => pattern.test(`${method} ${path}`))?.call;

/**
 * The URL of a call, looked at after it was put together: it is on the list, and it leads where the base leads.
 * @throws Error for a call that is not: that is a bug of ours, and nothing was sent
 */
export function allowedUrl(baseUrl: string, call: Pick<WebexCall, 'method' | 'path'>): string {
  const { method, path } = call;
  const base = new URL(baseUrl);
  const url = new URL(baseUrl + path);
  const stays = url.origin === base.origin && url.href === base.href.replace(/\/$/, '') + path;
  if (!stays || operationOf(call) === undefined) {
    throw new Error(`a ${method} to Webex is not on the list of calls`);
  }
  return url.href;
}

import type { OauthError, Sighting } from '../doctor/sighting.ts';

/** What can go wrong on the way in: what happened, why, and what to do. `{redirectUri}`, `{scopes}`, `{host}` and `{fate}` are filled in. */
export const connectFaults = {
  'consent-denied': [
    'Webex gave no authorization:',
    'the consent page was answered with “Decline”, or the person may not consent for this organization.',
    'Start again, sign in as a full administrator of the contact center, and accept.',
  ],
  'scope-refused': [
    'Webex does not give the scopes that were asked for ({scopes}):',
    'the app was not registered with all of them.',
    'Open the app at developer.webex.com, tick them, save, and start again.',
  ],
  'redirect-mismatch': [
    'Webex refused the redirect URI:',
    'what is registered for the app differs from {redirectUri}, be it by one letter, the port or a slash.',
    'Register exactly {redirectUri} at developer.webex.com, and start again.',
  ],
  'app-refused': [
    'Webex does not let this app ask for consent:',
    'the client id is unknown, or the app is not approved for this organization.',
    'Compare the client id with developer.webex.com; in Control Hub (Apps, Integrations) allow the app.',
  ],
  'foreign-state': [
    'This answer belongs to another attempt:',
    'its state is missing or is not the one of this attempt, as with an old browser tab or somebody else’s link.',
    'Close the other tabs, and use only the link that was shown last.',
  ],
  'unreadable-answer': [
    'This is no answer of Webex:',
    'it holds no code, or holds something twice.',
    'Paste the whole address of the page that the browser shows at the end; it begins with {redirectUri}.',
  ],
  'code-refused': [
    'Webex no longer takes the code:',
    'it is older than a few minutes, was used already, was cut in copying, or was given for another redirect URI than {redirectUri}.',
    'Start again and finish within a few minutes; register exactly {redirectUri} at developer.webex.com.',
  ],
  'wrong-secret': [
    'Webex refuses the client id and secret:',
    'they do not belong together, or the secret was made anew at developer.webex.com, which ends the old one at once.',
    'Copy both anew. Nothing that is stored was changed.',
  ],
  'manager-token-refused': [
    'Webex refuses the token of the token manager:',
    'it has expired or was revoked; a personal access token lives 12 hours.',
    'Run “skilldesk token-manager” again, or copy a new personal access token from developer.webex.com.',
  ],
  'manager-scope': [
    'The token of the token manager may not mint:',
    'it lacks the scope spark:applications_token, or its owner does not own the Service App.',
    'Give the token manager that scope and connect it again, as the owner of the Service App.',
  ],
  'app-not-authorized': [
    'The Service App is not authorized for this organization:',
    'an administrator must allow it first.',
    'Control Hub, Apps, Service Apps: authorize it, then run this again.',
  ],
  'unknown-app': [
    'Webex knows no Service App with this id:',
    'the application id is not the client id, and both are shown at developer.webex.com.',
    'Correct WEBEX_SERVICE_APP_ID.',
  ],
  'wrong-organization': [
    'The token belongs to another organization than WXCC_ORG_ID:',
    'the person who signed in is of another organization.',
    'Sign out of Webex in that browser, then start again as an administrator of the right organization; or correct WXCC_ORG_ID. {fate}',
  ],
  'no-refresh-token': [
    'Webex gave no refresh token:',
    'without one Skilldesk could not renew the authorization by itself.',
    'Check that the app is an integration or a Service App, and start again.',
  ],
  'nobody-answered': [
    'No answer came back:',
    'nobody finished the consent. If Webex showed an error about the redirect URI, the one that is registered differs from {redirectUri}.',
    'Register exactly {redirectUri}, start again, and accept; or start with --no-browser and paste the address in the end.',
  ],
  busy: ['Webex asks us to wait:', 'too many requests.', 'Try again in a minute.'],
  unreachable: [
    '{host} gave no answer that can be used:',
    'it is down, or something on the way (firewall, proxy, certificate) keeps us from it.',
    'Try again; look at status.webex.com, HTTPS_PROXY and NODE_EXTRA_CA_CERTS.',
  ],
  unknown: [
    'Webex refused, in a way that Skilldesk does not know:',
    'nothing was stored or changed.',
    'Try again. If it stays so, run “skilldesk doctor”.',
  ],
} as const satisfies Record<string, readonly [what: string, why: string, todo: string]>;

export type ConnectFault = keyof typeof connectFaults;

interface About {
  redirectUri?: string;
  scopes?: readonly string[];
  host?: string;
  /** What became of the tokens that were obtained. */
  fate?: string;
}

/** An expected end of a way in, in words for the operator; it never holds a secret. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly fault: ConnectFault;
  /** What happened and why; and apart from it what to do. */
  readonly says: string;
  readonly next: string;

  constructor(fault: ConnectFault, about: About = {}) {
    const fill = (text: string) =>
      text
        .replaceAll('{redirectUri}', about.redirectUri ?? 'the redirect URI')
        .replaceAll('{scopes}', about.scopes?.join(' ') ?? 'unknown')
        .replaceAll('{host}', about.host ?? 'Webex')
        .replaceAll('{fate}', about.fate ?? '')
        .trim();
    const [what, why, todo] = connectFaults[fault];
    super(fill(`${what} ${why} ${todo}`));
    this.fault = fault;
    this.says = fill(`${what} ${why}`);
    this.next = fill(todo);
  }
}

/** `error` in the answer of the consent page (RFC 6749 4.1.2.1). */
export const consentFaults: Readonly<Record<string, ConnectFault>> = {
  access_denied: 'consent-denied',
  invalid_scope: 'scope-refused',
  unauthorized_client: 'app-refused',
  invalid_client: 'app-refused',
  redirect_uri_mismatch: 'redirect-mismatch',
  server_error: 'unreachable',
  temporarily_unavailable: 'unreachable',
};

type Step = 'code' | 'mint';

interface Rule {
  step?: Step;
  statuses?: readonly number[];
  oauth?: readonly OauthError[];
  says?: NonNullable<Sighting['says']>;
  fault: ConnectFault;
}

/** The first rule that fits says what a refusal of the token endpoint means. */
const rules: readonly Rule[] = [
  { statuses: [429], fault: 'busy' },
  { step: 'mint', says: 'invalid-client-credentials', fault: 'wrong-secret' },
  { step: 'mint', says: 'not-authorized-for-organization', fault: 'app-not-authorized' },
  { step: 'mint', statuses: [401], fault: 'manager-token-refused' },
  { step: 'mint', statuses: [403], fault: 'manager-scope' },
  { step: 'mint', statuses: [404], fault: 'unknown-app' },
  { oauth: ['invalid_client', 'unauthorized_client'], fault: 'wrong-secret' },
  { oauth: ['invalid_scope'], fault: 'scope-refused' },
  { step: 'code', oauth: ['invalid_grant', 'invalid_request'], fault: 'code-refused' },
  { statuses: [401], fault: 'wrong-secret' },
  { step: 'code', statuses: [400], fault: 'code-refused' },
  { statuses: [400, 403, 404, 405, 409, 422], fault: 'unknown' },
];

export const faultOf = (step: Step, seen: Sighting): ConnectFault =>
  rules.find(
    (rule) =>
      (rule.step === undefined || rule.step === step) &&
      (rule.statuses === undefined || (seen.status !== undefined && rule.statuses.includes(seen.status))) &&
      (rule.oauth === undefined || (seen.oauthError !== undefined && rule.oauth.includes(seen.oauthError))) &&
      (rule.says === undefined || rule.says === seen.says),
  )?.fault ?? 'unreachable';

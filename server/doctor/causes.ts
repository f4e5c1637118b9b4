import type { ProbeName, RowStatus } from './ports.ts';
import type { KnownPhrase, NetworkFault, Sighting } from './sighting.ts';

/** What is known of the token besides the refusal that is explained. */
export type Fact = 'accepted-elsewhere' | 'personal' | 'looks-personal' | 'other-organization';

export interface CauseRule {
  probes?: readonly ProbeName[];
  statuses?: readonly number[];
  network?: NetworkFault;
  shapes?: readonly Sighting['shape'][];
  says?: KnownPhrase;
  facts?: readonly Fact[];
  /** Where Skilldesk works all the same. */
  as?: RowStatus;
  cause: string;
  fix: string;
}

const contactCenter: readonly ProbeName[] = ['contact-center-read', 'contact-center-write'];
const partner: readonly ProbeName[] = ['broadworks-enterprises', 'wholesale-customers'];
const newToken =
  'Connect again with “skilldesk connect” or “skilldesk service-app”. A token given by hand: copy it anew, whole, without quotes or line breaks.';

/** The first rule that fits explains a refusal. `{host}`, `{call}`, `{status}`, `{wait}` and `{scope}` are filled in. */
export const causes: readonly CauseRule[] = [
  // No answer at all.
  {
    network: 'name-unknown',
    cause: 'The name {host} cannot be resolved from this machine.',
    fix: 'Check WXCC_REGION (or WXCC_API_URL, WEBEX_API_URL) for a misspelling, then DNS. Behind a proxy set HTTPS_PROXY.',
  },
  {
    network: 'certificate',
    cause: 'The certificate that {host} shows is not trusted here; usually a company proxy opens the connection.',
    fix: 'Set NODE_EXTRA_CA_CERTS to the file of your private certificate authority. Never switch the check off.',
  },
  {
    network: 'connection-refused',
    cause: '{host} takes no connection from this machine.',
    fix: 'Let the firewall pass port 443 to {host}, or set HTTPS_PROXY.',
  },
  {
    network: 'timed-out',
    cause: '{host} did not answer in time.',
    fix: 'Try again. If it stays so, look at status.webex.com, then at firewall and proxy (HTTPS_PROXY).',
  },
  {
    network: 'cut',
    cause: 'The connection to {host} was cut before the answer was complete.',
    fix: 'Try again. If it stays so, a proxy or firewall on the way is the likely reason.',
  },
  // An answer that is none of Webex.
  {
    statuses: [301, 302, 303, 307, 308],
    cause: '{host} sends us elsewhere ({status}). Webex does not do that; a proxy or sign-in page stands in between.',
    fix: 'Check WXCC_API_URL, WEBEX_API_URL and HTTPS_PROXY. The token was not sent on to the other place.',
  },
  {
    statuses: [200, 201, 202, 203, 204],
    cause:
      '{host} answered {status}, but with something else than {call} gives; a proxy or sign-in page may stand in between.',
    fix: 'Check WXCC_API_URL, WEBEX_API_URL and HTTPS_PROXY.',
  },
  // 401: who are you?
  {
    statuses: [401],
    probes: partner,
    facts: ['accepted-elsewhere'],
    cause:
      'Webex accepts this token elsewhere, but not for this API. Personal access tokens may not use it, whatever the role of their owner.',
    fix: 'Use an integration or Service App of a partner administrator that was given the scope {scope}. Skilldesk itself does not need this API.',
  },
  {
    statuses: [401],
    probes: contactCenter,
    facts: ['accepted-elsewhere'],
    cause:
      'Webex accepts this token, the contact center does not. It was authorized for another contact center, or withdrawn a moment ago.',
    fix: 'Check WXCC_REGION and WXCC_ORG_ID. If both are right, authorize the app in Control Hub again and wait five minutes.',
  },
  {
    statuses: [401],
    probes: ['people-me', 'organizations'],
    facts: ['accepted-elsewhere'],
    as: 'warning',
    cause: 'Webex accepts this token elsewhere, but not for this call.',
    fix: 'Nothing, as long as the contact-center rows are fine: Skilldesk does not need it.',
  },
  {
    statuses: [401],
    facts: ['personal'],
    cause:
      'Webex refuses the token. Personal access tokens end 12 hours after they were copied from developer.webex.com.',
    fix: 'A personal token is for a first look only. Connect an integration or, better, a Service App: “skilldesk service-app”.',
  },
  {
    statuses: [401],
    cause: 'Webex refuses the token: it has expired, was revoked, or was not copied whole.',
    fix: newToken,
  },
  {
    statuses: [400],
    probes: ['people-me', 'organizations', ...contactCenter],
    cause: 'Webex could not read the request (400). Most often the token holds a quote, a blank or a line break.',
    fix: newToken,
  },
  // 403: you may not.
  {
    statuses: [403],
    probes: contactCenter,
    facts: ['other-organization'],
    cause: 'The token belongs to another organization than WXCC_ORG_ID.',
    fix: 'Correct WXCC_ORG_ID, or connect as an administrator of the right organization.',
  },
  {
    statuses: [403],
    probes: contactCenter,
    facts: ['personal'],
    cause:
      'Personal access tokens carry no contact-center scopes (cjp:…), so the contact center refuses every one of them.',
    fix: 'Connect an integration (“skilldesk connect”) or a Service App (“skilldesk service-app”) with cjp:config_read and cjp:config_write.',
  },
  {
    statuses: [403],
    probes: ['contact-center-read'],
    facts: ['looks-personal'],
    cause:
      'The contact center forbids reading. The token looks like a personal access token (a person’s, at most 12 hours): those carry no contact-center scopes. If it is none, cjp:config_read is missing or the region ({host}) is wrong.',
    fix: 'Connect an integration (“skilldesk connect”) or a Service App (“skilldesk service-app”); and compare WXCC_REGION with the address of your Agent Desktop.',
  },
  {
    statuses: [403],
    probes: ['contact-center-read'],
    cause:
      'The contact center forbids reading. Either the scope cjp:config_read is missing, or the organization is not in this region ({host}), or the user profile of the person who connected has no access to skill profiles.',
    fix: 'In this order: compare WXCC_REGION with the address of your Agent Desktop; give the app cjp:config_read and authorize it again (a refresh never adds a scope); give that person a contact-center administrator profile.',
  },
  {
    statuses: [403],
    probes: ['contact-center-write'],
    cause:
      'The contact center forbids writing this profile. Either the scope cjp:config_write is missing, or the user profile of the person who connected may not edit it.',
    fix: 'Give the app cjp:config_write and authorize it again (a refresh never adds a scope); or let a full contact-center administrator connect; or use a Service App.',
  },
  {
    statuses: [403],
    probes: ['people-me'],
    as: 'warning',
    cause:
      'Webex does not say whose token it is: the scope {scope} is missing. A Service App is no person and never has an answer here.',
    fix: 'Nothing for a Service App. For an integration it is only a comfort; Skilldesk works without it.',
  },
  {
    statuses: [403],
    probes: ['organizations'],
    as: 'warning',
    cause:
      'Webex does not list organizations for this token: the scope {scope} is missing, or its owner is no administrator.',
    fix: 'Nothing: Skilldesk does not need it.',
  },
  {
    statuses: [403],
    probes: partner,
    cause:
      'Webex forbids this API: the scope {scope} is missing, or the owner of the token is no partner administrator. Personal access tokens may never use it.',
    fix: 'Let a partner administrator authorize an integration or Service App with {scope}. Skilldesk itself does not need this API.',
  },
  // 404: not here.
  {
    statuses: [404],
    probes: ['organizations'],
    as: 'warning',
    cause: '{host} does not offer {call}.',
    fix: 'Nothing: Skilldesk does not need it. If {host} should be webexapis.com, check WEBEX_API_URL.',
  },
  {
    statuses: [404],
    probes: ['people-me', ...partner],
    shapes: ['gateway', 'html', 'other', 'empty'],
    cause:
      '{host} does not know the path of {call} at all. It may not be webexapis.com, or it does not offer this API.',
    fix: 'Check WEBEX_API_URL: normally it is not set. Against a simulator or a proxy this may be as it should.',
  },
  {
    statuses: [404],
    probes: partner,
    cause: 'Webex has nothing here for this organization: it is no partner of this kind.',
    fix: 'Nothing, unless you are a partner: then use a token of the partner organization.',
  },
  {
    statuses: [404],
    probes: contactCenter,
    shapes: ['gateway', 'html', 'empty', 'other'],
    cause: '{host} does not know the path of {call}. It is probably not the contact center of your region.',
    fix: 'Check WXCC_REGION, and WXCC_API_URL if it is set. The middle part of a token (for example PF84) is no region.',
  },
  {
    statuses: [404],
    probes: contactCenter,
    cause: 'The contact center at {host} does not know this organization.',
    fix: 'Compare WXCC_ORG_ID with Control Hub (Management, Account), and WXCC_REGION with the address of your Agent Desktop.',
  },
  // 429 and what Webex has to mend itself.
  {
    statuses: [429],
    as: 'warning',
    cause:
      'Webex asks us to wait {wait}: the 300 requests a minute of this client id are used up. The token is not the reason.',
    fix: 'Run the doctor again after that. If it happens often, lower WEBEX_REQUESTS_PER_MINUTE, and give each product a client id of its own.',
  },
  {
    statuses: [409, 412],
    probes: ['contact-center-write'],
    cause:
      'The contact center did not take the unchanged profile ({status}): somebody changed it at the same moment, or it refuses the profile as it stands.',
    fix: 'Run the doctor again. If it stays so, open and save this profile in Control Hub, and report the tracking id.',
  },
  {
    statuses: [500, 502, 503, 504],
    cause: '{host} has trouble of its own ({status}). The token is not the reason.',
    fix: 'Try again in some minutes; look at status.webex.com. If it stays so, give Cisco TAC the tracking id.',
  },
  {
    cause: '{host} answered {call} with {status}, which the doctor does not know.',
    fix: 'Try again. If it stays so, give Cisco TAC the tracking id.',
  },
];

import type { Credential, CredentialKind, ProbeResult } from './ports.ts';

const connectAgain: Record<CredentialKind, string> = {
  'service-app':
    'In Control Hub (Apps > Service Apps) check that the Service App is authorized for this organization, then run “skilldesk service-app”, or give a new WEBEX_SERVICE_APP_REFRESH_TOKEN and start again.',
  integration: 'Run “skilldesk connect” as an administrator of the organization.',
  direct: 'Give a new WEBEX_ACCESS_TOKEN and start again, or connect a Service App, which renews itself.',
  'token-manager': 'Run “skilldesk token-manager” to let it ask for tokens again.',
};

/** What Webex said when a token was asked for, by the code of the failure. */
export const refusalCauses: Readonly<Record<string, string>> = {
  'refresh-token-dead': 'its refresh token is expired or was revoked',
  invalid_grant: 'its refresh token is expired or was revoked',
  'no-refresh-token': 'nothing was given that could renew it',
  'client-refused': 'the client id or the secret is refused; the secret may have been made anew at developer.webex.com',
  'application-unknown': 'WEBEX_SERVICE_APP_ID is not the id of a Service App that Webex knows',
  invalid_scope: 'a scope is missing; cjp:config_read and cjp:config_write are needed',
  'organization-not-authorized': 'the Service App is not authorized for this organization',
  'manager-refused': 'the token that may ask for new ones is refused',
  'manager-not-permitted': 'the token that may ask for new ones lacks the scope spark:applications_token',
  'manager-unavailable': 'the token manager has no token that could ask for a new one',
};

/** What an administrator has to do, for the answer of every refused write. */
export function reauthorizationSteps({ kind, state, failure }: Pick<Credential, 'kind' | 'state' | 'failure'>): string {
  if (state === 'locked') {
    return 'An administrator has locked Skilldesk (kill switch): it uses no token until it is connected again. Nothing was revoked, so “skilldesk service-app” or “skilldesk connect” may give the same credential once more; a different value in the environment does it too. A token manager is given anew by “skilldesk token-manager”.';
  }
  const probe = failure && Object.entries(probeReasons).find(([code]) => code === failure.code)?.[1];
  if (probe) return `The authorization of Skilldesk for this organization is not used. ${probe}`;
  const cause = failure && refusalCauses[failure.code];
  return `Webex no longer accepts the authorization of Skilldesk for this organization${cause ? `: ${cause}` : ''}. An administrator must connect it again. ${connectAgain[kind]}`;
}

export const probeReasons: Record<Exclude<ProbeResult, 'passed'>, string> = {
  unreachable: 'Webex could not be reached to try it. It is tried again by itself.',
  'token-refused': 'Webex refuses the token. Was it revoked, or copied in part? Give a new one.',
  'wrong-organization':
    'It belongs to another organization than WXCC_ORG_ID. Sign in as an administrator of this organization, or correct WXCC_ORG_ID.',
  'wrong-region':
    'The contact center does not know the organization at this address. Check WXCC_REGION: it is the region of your Agent Desktop.',
  'missing-scope':
    'A scope is missing. cjp:config_read and cjp:config_write are needed; a token manager needs spark:applications_token.',
  'not-permitted':
    'The contact center refuses to be read with it. Check the scopes (cjp:config_read, cjp:config_write), that the person is a contact-center administrator, and WXCC_ORG_ID.',
};

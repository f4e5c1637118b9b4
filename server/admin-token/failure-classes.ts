import type { FailureClass, Refusal } from './ports.ts';

type Call = 'refresh' | 'mint';

interface Row {
  class: FailureClass;
  code: string;
  when: (refusal: Refusal, call: Call) => boolean;
}

/**
 * What an answer means for the credential; the first row that fits decides. A refusal that no row knows is `unknown`: it may be a firewall
 * speaking, so nothing is given up because of it.
 */
const rows: readonly Row[] = [
  { class: 'transient', code: 'no-answer', when: ({ status }) => status === undefined },
  { class: 'transient', code: 'busy', when: ({ status }) => status === 429 },
  {
    class: 'transient',
    code: 'webex-error',
    when: ({ status = 0 }) => status >= 500 || status === 408 || status === 425,
  },
  // Webex says `invalid_request` of a dead refresh token, and says it in words.
  {
    class: 'dead-grant',
    code: 'refresh-token-dead',
    when: ({ says }, call) => call === 'refresh' && says === 'refresh-token-dead',
  },
  {
    class: 'dead-grant',
    code: 'invalid_grant',
    when: ({ oauthError }, call) => call === 'refresh' && oauthError === 'invalid_grant',
  },
  {
    class: 'our-configuration',
    code: 'client-refused',
    when: ({ oauthError, says }) =>
      oauthError === 'invalid_client' || oauthError === 'unauthorized_client' || says === 'invalid-client-credentials',
  },
  {
    class: 'our-configuration',
    code: 'client-refused',
    when: ({ status }, call) => call === 'refresh' && status === 401,
  },
  {
    class: 'our-configuration',
    code: 'application-unknown',
    when: ({ status }, call) => call === 'mint' && status === 404,
  },
  { class: 'missing-scope', code: 'invalid_scope', when: ({ oauthError }) => oauthError === 'invalid_scope' },
  {
    class: 'missing-scope',
    code: 'organization-not-authorized',
    when: ({ says }) => says === 'not-authorized-for-organization',
  },
  // The manager's own token is over or was taken back.
  { class: 'dead-grant', code: 'manager-refused', when: ({ status }, call) => call === 'mint' && status === 401 },
  {
    class: 'missing-scope',
    code: 'manager-not-permitted',
    when: ({ status }, call) => call === 'mint' && status === 403,
  },
];

export function judge(refusal: Refusal, call: Call): { class: FailureClass; code: string } {
  const row = rows.find(({ when }) => when(refusal, call));
  return row ? { class: row.class, code: row.code } : { class: 'unknown', code: `status-${refusal.status ?? 0}` };
}

import type { ConnectReport, ConnectStep, ConnectStepName } from '../../shared/admin-api.ts';
import type { Accepted } from '../admin-token/accept-credential.ts';
import { refusalCauses } from '../admin-token/reauthorization-steps.ts';
import type { ConnectError, ConnectFault } from './connect-faults.ts';

type Kind = ConnectReport['kind'];

/** What is tried for each way in, in this order. */
const stepsOf: Record<Kind, readonly ConnectStepName[]> = {
  integration: ['consent', 'client', 'token', 'organization', 'scopes', 'contact-center'],
  'token-manager': ['consent', 'client', 'token', 'scopes'],
  'service-app': ['client', 'token', 'organization', 'scopes', 'contact-center'],
};

const good: Record<ConnectStepName, string> = {
  consent: 'Somebody has consented at Webex.',
  client: 'Webex knows the client id, and the secret belongs to it.',
  token: 'Webex gave tokens, and takes them.',
  organization: 'They belong to the organization of this installation.',
  scopes: 'They have the scopes that are needed.',
  'contact-center': 'The contact center of this region answers to them.',
};

const stepOfFault: Record<ConnectFault, ConnectStepName> = {
  'consent-denied': 'consent',
  'scope-refused': 'consent',
  'redirect-mismatch': 'consent',
  'app-refused': 'consent',
  'foreign-state': 'consent',
  'unreadable-answer': 'consent',
  'nobody-answered': 'consent',
  'wrong-secret': 'client',
  'unknown-app': 'client',
  busy: 'client',
  unreachable: 'client',
  unknown: 'client',
  'code-refused': 'token',
  'manager-token-refused': 'token',
  'manager-scope': 'token',
  'app-not-authorized': 'token',
  'no-refresh-token': 'token',
  'wrong-organization': 'organization',
};

/** Where the words for the command line would send somebody away from the page that he is on. */
const nextAtConsole: Partial<Record<ConnectFault, string>> = {
  'manager-token-refused':
    'Connect the token manager again, or copy a new personal access token from developer.webex.com.',
  'app-not-authorized': 'Control Hub, Apps, Service Apps: authorize it for this organization, then try again here.',
  'unknown-app': 'Copy the application id of the Service App from developer.webex.com; it is not the client id.',
  unknown: 'Try again. If it stays so, run the doctor.',
};

interface Finding {
  step: ConnectStepName;
  next: string;
}

/** By what acceptance answers as its cause; see `ProbeResult` and `failure-classes.ts`. */
const findings: Readonly<Record<string, Finding>> = {
  'no-answer': {
    step: 'client',
    next: 'It is stored and tried again by itself every few minutes. If it stays so, look at status.webex.com, HTTPS_PROXY and NODE_EXTRA_CA_CERTS.',
  },
  unreachable: {
    step: 'contact-center',
    next: 'It is stored and tried again by itself every few minutes. If it stays so, look at status.webex.com and WXCC_REGION.',
  },
  'client-refused': { step: 'client', next: 'Copy client id and client secret anew from developer.webex.com.' },
  'application-unknown': {
    step: 'client',
    next: 'Copy the application id of the Service App from developer.webex.com; it is not the client id.',
  },
  'token-refused': { step: 'token', next: 'Copy the refresh token anew, or leave it out and mint a new pair.' },
  'refresh-token-dead': { step: 'token', next: 'Make a new refresh token, or leave it out and mint a new pair.' },
  invalid_grant: { step: 'token', next: 'Make a new refresh token, or leave it out and mint a new pair.' },
  'organization-not-authorized': {
    step: 'token',
    next: 'Control Hub, Apps, Service Apps: authorize it for this organization, then try again.',
  },
  'manager-refused': { step: 'token', next: 'Connect the token manager again, as the owner of the Service App.' },
  'manager-not-permitted': {
    step: 'token',
    next: 'Give the token manager the scope spark:applications_token and connect it again.',
  },
  'wrong-organization': {
    step: 'organization',
    next: 'Sign in at Webex as an administrator of this organization, or correct WXCC_ORG_ID.',
  },
  'missing-scope': {
    step: 'scopes',
    next: 'Open the app at developer.webex.com, tick the missing scopes, save, and authorize it again: a refresh never adds one.',
  },
  invalid_scope: {
    step: 'scopes',
    next: 'Open the app at developer.webex.com, tick the missing scopes, save, and authorize it again.',
  },
  'wrong-region': {
    step: 'contact-center',
    next: 'Correct WXCC_REGION, the region of your Agent Desktop, and start the server again. The credential is stored and tried again then.',
  },
  'not-permitted': {
    step: 'contact-center',
    next: 'Check the scopes, and that whoever consented is a contact-center administrator; then try again. The doctor says more.',
  },
};

const unexpected: Finding = { step: 'token', next: 'Try again. If it stays so, run the doctor.' };

/** Of what custody said of a credential that it was brought. */
export function reportOfAccepted(kind: Kind, { state, reason = '', cause }: Accepted): ConnectReport {
  if (state === 'active')
    return { kind, state, steps: stepsOf[kind].map((name) => ({ name, state: 'ok', says: good[name] })) };
  const isLocked = state === 'locked';
  const { step, next } = isLocked
    ? {
        step: 'token' as const,
        next: 'Somebody has locked Skilldesk meanwhile. Connect it again once that is decided.',
      }
    : (findings[cause ?? ''] ?? unexpected);
  // What to do by command line is not for whoever stands before a form; that is said by `next`.
  const refusal = refusalCauses[cause ?? ''];
  const says = refusal === undefined ? reason : `Webex gives no token for it: ${refusal}.`;
  const ended = state === 'pending' || isLocked ? state : 'refused';
  return {
    kind,
    state: ended,
    steps: upTo(kind, step, { state: state === 'pending' ? 'waiting' : 'failed', says, next }),
  };
}

/** Of what ended before custody was asked: nothing was stored. */
export function reportOfFault(kind: Kind, { fault, says, next }: ConnectError): ConnectReport {
  const step = stepOfFault[fault];
  const failed = { state: 'failed' as const, says, next: nextAtConsole[fault] ?? next };
  return { kind, state: 'failed', steps: upTo(kind, step, failed) };
}

/** What came before was good, and what comes behind was not tried. */
function upTo(kind: Kind, at: ConnectStepName, found: Omit<ConnectStep, 'name'>): ConnectStep[] {
  const steps = stepsOf[kind];
  const reached = steps.includes(at) ? steps.indexOf(at) : steps.length - 1;
  return steps.map((name, index): ConnectStep => {
    if (index === reached) return { name, ...found };
    return index < reached
      ? { name, state: 'ok', says: good[name] }
      : { name, state: 'not-tried', says: 'Not tried yet.' };
  });
}

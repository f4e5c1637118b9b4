import type { Check, CheckName, TokenView } from '../../shared/admin-api.ts';
import type { DesktopReach } from '../../shared/layout-api.ts';
import { allowedListPlace } from '../layout/hosts.ts';
import type { Milestone } from './ports.ts';

export interface Seen {
  isSsoSetUp: boolean;
  token: TokenView;
  milestones: ReadonlyMap<Milestone, number>;
  /** How far desktops have come to this process. */
  reach: DesktopReach;
  /** How many profiles the last reading of the organization brought; undefined: there was none. */
  skillProfiles: number | undefined;
  publicUrl: string;
}

/** What has to be done once, in order; what is not done says what to do next. */
export const checklist = (seen: Seen): Check[] => [
  sso(seen),
  organization(seen),
  probes(seen),
  tokenManager(seen),
  widgetHost(seen),
  layout(seen),
  firstSupervisor(seen),
];

const done = (name: CheckName, found: string): Check => ({ name, state: 'done', found });
const open = (name: CheckName, found: string, next: string): Check => ({ name, state: 'open', found, next });
const unknown = (name: CheckName, found: string, next: string): Check => ({ name, state: 'unknown', found, next });

const sso = ({ isSsoSetUp }: Seen): Check =>
  isSsoSetUp
    ? done('sso', 'People sign in to this console by your identity provider.')
    : open(
        'sso',
        'Nobody but whoever has the command line of the host can sign in.',
        'Open “Sign-in” and enter issuer, client and a rule that makes you an admin; “Test and save” tries them first.',
      );

function organization({ token }: Seen): Check {
  const name = 'organization';
  const kind = token.inUse?.kind ?? '';
  switch (token.state) {
    case 'active':
    case 'degraded':
      return done(name, `Connected by ${ways[kind] ?? 'a token'}.`);
    case 'pending':
      return open(
        name,
        'A credential is being tried, and was not taken yet.',
        token.steps ?? 'Wait a minute. If it stays so, run the doctor.',
      );
    case 'not-connected':
      return open(name, 'Skilldesk has no authorization for the organization.', 'Open “Connect” and follow its steps.');
    default:
      return open(
        name,
        token.state === 'locked' ? 'The kill switch was used: no token is used.' : 'The authorization has ended.',
        token.steps ?? 'Open “Connect” and connect again.',
      );
  }
}

const ways: Readonly<Record<string, string>> = {
  'service-app': 'a Service App',
  integration: 'an integration',
  direct: 'a token given directly, which cannot be renewed',
};

function probes({ token, skillProfiles }: Seen): Check {
  const name = 'probes';
  if (token.state !== 'active' && token.state !== 'degraded') {
    return open(name, 'There is no token to try.', 'Connect the organization first.');
  }
  const { failure } = token.inUse ?? {};
  if (failure) {
    return open(
      name,
      `The last try failed: ${failure.code}.`,
      'Run the doctor: it says what stands in the way, and what to do.',
    );
  }
  return skillProfiles === undefined
    ? open(
        name,
        'The token was taken, and the organization was not read yet.',
        'Wait a minute. If it stays so, run the doctor.',
      )
    : done(name, `The contact center answers: ${skillProfiles} skill profiles were read.`);
}

function tokenManager({ token }: Seen): Check {
  const name = 'token-manager';
  const { tokenManager: manager, inUse } = token;
  if (manager?.state === 'active')
    return done(name, 'It can ask for new tokens of the Service App when no other way is left.');
  if (manager) return open(name, `It is stored, and ${manager.state}.`, 'Connect the token manager again.');
  return inUse?.kind === 'integration'
    ? done(name, 'Not needed: the organization is connected by an integration, which renews itself.')
    : open(
        name,
        'Without it a Service App whose refresh token is lost has to be connected by a person.',
        'Open “Connect” and connect the token manager (scope spark:applications_token).',
      );
}

/** The bundle loaded and no session after it: the page may load our script, and may not call us. */
function widgetHost({ milestones, reach, publicUrl }: Seen): Check {
  const name = 'widget-host';
  const { host } = new URL(publicUrl);
  const allow = `Add ${host} in ${allowedListPlace}. It takes about ten minutes.`;
  if (milestones.has('supervisor-seen')) return done(name, `Agent Desktop reaches ${host}.`);
  if (reach.state !== 'bundle-not-seen' && reach.state !== 'supervisor-seen') return open(name, reach.detail, allow);
  return milestones.has('bundle-served')
    ? open(
        name,
        'The bundle was loaded from here, and nobody reached the API after it: that is how a blocked host looks.',
        allow,
      )
    : unknown(name, 'No desktop has loaded the bundle from here yet.', allow);
}

function layout({ milestones }: Seen): Check {
  const name = 'layout';
  return milestones.has('supervisor-seen')
    ? done(name, 'The widget was opened in a desktop layout.')
    : unknown(
        name,
        'Nobody has opened the widget yet.',
        'Open “Desktop layout”, put the page into the layout of your teams, and upload the result in Control Hub > Contact Center > Desktop Experience > Desktop Layouts.',
      );
}

function firstSupervisor({ milestones }: Seen): Check {
  const name = 'first-supervisor';
  const at = milestones.get('supervisor-seen');
  return at === undefined
    ? open(
        name,
        'No supervisor has opened Skilldesk yet.',
        'Ask one to sign in to Agent Desktop anew and open the page.',
      )
    : done(name, `The first one came at ${new Date(at).toISOString()}.`);
}

import { AppError } from '../app-error.ts';

export const componentName = 'skilldesk-editor';

/** Those whose desktops show the page; agents have none, and would be refused by the backend if they had. */
export const personas = ['supervisor', 'supervisorAgent'] as const;
export type Persona = (typeof personas)[number];

/** What an administrator may choose of the page. */
export interface PageOptions {
  /** How browsers reach the backend. */
  publicUrl: string;
  /** Where the bundle is, if not at the backend. */
  script?: string | undefined;
  /** What stands in the desktop's navigation. */
  label?: string | undefined;
  /** The last part of the page's address in the desktop. */
  route?: string | undefined;
}

/** Folders of the desktop itself: a page of such a name is not shown (Cisco's "Create custom desktop layout"). */
export const foldersOfDesktop = [
  ...['images', 'fonts', 'css', 'build_info', 'help', 'app', 'i18n', 'icons', 'images-mfe-wc', 'sounds'],
];
/** Pages of the desktop itself. */
const pagesOfDesktop = [
  ...['task', 'aps', 'queues', 'metrics', 'interactions', 'agent-performance', 'configurations-manager', 'tpw'],
  ...['topic-analytics', 'ai-studio', 'analyzer', 'flows', 'scheduling', 'defaulthome'],
];

/** The values that the desktop hands over; `apiBase` says where the backend is, also to a bundle on somebody else's host. */
const propertiesFor = (publicUrl: string) => ({
  accessToken: '$STORE.auth.accessToken',
  orgId: '$STORE.agent.orgId',
  darkMode: '$STORE.app.darkMode',
  locale: '$STORE.app.language',
  agentId: '$STORE.agent.agentId',
  agentName: '$STORE.agent.agentName',
  teamId: '$STORE.agent.teamId',
  apiBase: publicUrl,
});

/** What belongs to Skilldesk in a layout, whoever arranged the page around it. */
export interface OwnMembers {
  script: string;
  properties: ReturnType<typeof propertiesFor>;
}

export const ownMembers = ({ publicUrl, script }: PageOptions): OwnMembers => ({
  script: script ?? scriptAt(publicUrl),
  properties: propertiesFor(publicUrl),
});

/** The address never changes with a release: the desktop keeps the class of the first script it saw, and the layout in its cache. */
export const scriptAt = (publicUrl: string): string => `${publicUrl}/widget/v1/skilldesk.js`;

/** The page: one entry of `area.navigation`, for both personas of supervisors. */
export function skilldeskPage(options: PageOptions) {
  const { label = 'Skilldesk', route = 'skilldesk' } = options;
  return {
    nav: { label, icon: 'stored-info', iconType: 'momentum', navigateTo: route, align: 'top' },
    page: {
      id: `${route}-page`,
      widgets: {
        skilldesk: {
          comp: componentName,
          ...ownMembers(options),
          wrapper: { title: label, maximizeAreaName: 'app-maximize-area' },
        },
      },
      layout: { areas: [['skilldesk']], size: { cols: [1], rows: [1] } },
    },
  };
}

/** @throws AppError `bad-request` that names every choice the desktop could not show */
export function refusePageOptions({ script, label, route }: PageOptions): void {
  const faults = [
    ...(script === undefined ? [] : scriptFault(script)).map((detail) => ({ path: 'script', detail })),
    ...(label === undefined || /^\S(.{0,38}\S)?$/u.test(label)
      ? []
      : [{ path: 'label', detail: 'takes 1 to 40 characters on one line, with no space around them' }]),
    ...(route === undefined ? [] : routeFault(route)).map((detail) => ({ path: 'route', detail })),
  ];
  const [first] = faults;
  if (!first) return;
  throw new AppError('bad-request', `The page cannot be made: ${first.path} ${first.detail}.`, { errors: faults });
}

function scriptFault(script: string): string[] {
  const url = URL.canParse(script) ? new URL(script) : undefined;
  if (!url) return ['is no address. Give all of it, such as https://cdn.example.com/skilldesk/skilldesk.js'];
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    return ['must begin with https: a desktop that came over https loads nothing else'];
  }
  if (url.username + url.password !== '') return ['must hold no name and no password: everybody can read a layout'];
  if (/[?#]/.test(script)) {
    return [
      'must have no query and no fragment: with another address the desktop keeps the old component until it is reloaded. Keep one address for good and replace the file behind it',
    ];
  }
  return url.pathname.endsWith('.js') ? [] : ['must lead to the file skilldesk.js, with its siblings beside it'];
}

function routeFault(route: string): string[] {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(route)) {
    return ['takes 1 to 40 of a-z, 0-9 and the hyphen, beginning with a letter'];
  }
  if ([...foldersOfDesktop, ...pagesOfDesktop].includes(route)) {
    return [`“${route}” belongs to the desktop itself. Choose another, such as skilldesk`];
  }
  return [];
}

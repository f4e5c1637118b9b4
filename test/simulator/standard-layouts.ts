import type { OrganizationBuilder } from './organization-builder.ts';

const persona = (pages: readonly string[]) => ({
  version: '0.0.6',
  appTitle: 'Webex Contact Center',
  logo: '',
  stopNavigateOnAcceptTask: false,
  dragDropEnabled: false,
  notificationTimer: 8,
  maximumNotificationCount: 3,
  browserNotificationTimer: 8,
  wxmConfigured: false,
  desktopChatApp: { webexConfigured: false },
  headerActions: ['webex', 'outdial', 'notification'],
  area: {
    header: { id: 'header', widgets: {}, layout: { areas: [], size: { cols: [], rows: [] } } },
    navigation: pages.map((page) => ({
      nav: { label: page, icon: 'analytics', iconType: 'momentum', navigateTo: page.toLowerCase(), align: 'top' },
      page: {
        id: `${page.toLowerCase()}-page`,
        widgets: { main: { comp: `agentx-wc-${page.toLowerCase()}` } },
        layout: { areas: [['main']], size: { cols: [1], rows: [1] } },
      },
    })),
    persistent: [],
    headless: { id: 'dw-headless', widgets: { comp1: { comp: 'div' } }, layout: { areas: [['comp1']] } },
  },
});

/** What Control Hub gives out as the default, in short. */
export const defaultLayout = (): string =>
  JSON.stringify(
    {
      agent: persona(['Statistics']),
      supervisor: persona(['Reports', 'Teams']),
      supervisorAgent: persona(['Reports', 'Statistics']),
    },
    null,
    2,
  );

/** The global layout, and one that a team has of its own. */
export function addStandardLayouts(builder: OrganizationBuilder): void {
  builder.layout('Global Layout', defaultLayout(), { global: true });
  builder.layout('Billing Desk', defaultLayout(), { teams: ['Billing'] });
}

import { endpoint } from './api.ts';
import type { Fault } from './problem.ts';

type Persona = 'supervisor' | 'supervisorAgent';

/** What became of the page in one persona: `unchanged` it was there as it should be · `absent` there was none to remove. */
export interface LayoutEntryChange {
  persona: Persona;
  what: 'added' | 'updated' | 'unchanged' | 'removed' | 'absent';
}

/** A layout as it is to be uploaded. */
export interface LayoutFile {
  /** The text of the file, in which nothing else was changed. */
  layout: string;
  changes: LayoutEntryChange[];
  /** What is not ours and was left, but should be known. */
  warnings: Fault[];
}

/** A host that the desktop must be let reach, in Control Hub's list of allowed domains. */
export interface AllowedHost {
  /** As it is entered there. */
  host: string;
  /** The parts of a content security policy in which it has to be. */
  directives: ('script-src' | 'connect-src')[];
  purpose: string;
}

/**
 * Whether desktops come as far as the backend: `supervisor-seen` somebody was let in · `exchange-refused` they ask, and nobody was let in ·
 * `origin-refused` their origin is not allowed · `api-never-reached` they load the bundle, and their policy keeps the API from it ·
 * `bundle-not-seen` nobody loaded the bundle from this server, which says nothing of a CDN.
 */
export type DesktopReachState =
  'supervisor-seen' | 'exchange-refused' | 'origin-refused' | 'api-never-reached' | 'bundle-not-seen';

/** Times are ISO 8601 in UTC, and of this server process alone unless said otherwise. */
export interface DesktopReach {
  state: DesktopReachState;
  /** What this means, and what to do. */
  detail: string;
  /** Since when this process has looked; whatever was before, or at another replica, it does not know. */
  since: string;
  bundleLoaded?: { first: string; last: string };
  apiReached?: { first: string; last: string };
  supervisorSeen?: { first: string; last: string };
  /** Somebody's session lives now, at whichever replica it was granted. */
  sessionAlive: boolean;
  /** Origins of pages that asked and may not. */
  refusedOrigins: string[];
}

/** `outdated`: the page is there, with another address or other properties than today · `unknown`: Webex did not tell, and nobody guesses. */
export type PageStanding = 'current' | 'outdated' | 'absent' | 'unknown';

export interface LayoutStanding {
  id: string;
  name: string;
  /** That of whoever's team names none. */
  isGlobal: boolean;
  isActive: boolean;
  standing: PageStanding;
  /** Where the bundle comes from in it. */
  scripts: string[];
  /** Why not `current`. */
  reason?: string;
}

/** A team, or a supervisor, and what he finds in his desktop. `id` of a supervisor is that in Common Identity. */
export interface Covered {
  id: string;
  name: string;
  /** The layout that decides; null where nobody can say which. */
  layoutId: string | null;
  standing: PageStanding;
  /** By what the layout is decided, or why nobody can say. */
  reason: string;
}

/** Who finds the page in his desktop, as Webex was read at `asOf`. */
export interface LayoutCoverage {
  asOf: string;
  layouts: LayoutStanding[];
  teams: Covered[];
  /** Absent: Webex does not show Skilldesk who supervises. */
  supervisors?: Covered[];
}

/** All that an administrator needs to put the page into desktops. */
export interface LayoutDesk {
  /** One entry of `area.navigation`. */
  page: object;
  hosts: AllowedHost[];
  reach: DesktopReach;
  /** Or why Webex could not be asked. */
  coverage: LayoutCoverage | { unread: string };
}

/** What may be chosen of the page. */
export interface PageChoice {
  /** Where the bundle is, if not at the backend. */
  script?: string | undefined;
  label?: string | undefined;
  route?: string | undefined;
}

export interface LayoutUpload extends PageChoice {
  /** The text of the file as it was downloaded. */
  layout: string;
}

/** What the console calls for the layout. `readLayout` takes a `PageChoice` as its query. */
export const layoutEndpoints = {
  readLayout: endpoint<undefined, LayoutDesk>('GET', '/admin/api/layout', 'operator'),
  mergeLayout: endpoint<LayoutUpload, LayoutFile>('POST', '/admin/api/layout/merge', 'operator'),
  removeLayoutPage: endpoint<{ layout: string }, LayoutFile>('POST', '/admin/api/layout/remove', 'operator'),
} as const;

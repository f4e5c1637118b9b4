import type { ConsoleRole } from '../../shared/console-api.ts';

/** The pages of the console: their path behind `/admin/`, the tag of their element, and whom they are for. */
export const pages = [
  { path: '', tag: 'console-overview', least: 'viewer' },
  { path: 'connection', tag: 'console-connection', least: 'admin' },
  { path: 'token', tag: 'console-token', least: 'viewer' },
  { path: 'doctor', tag: 'console-doctor', least: 'operator' },
  { path: 'policy', tag: 'console-policy', least: 'viewer' },
  { path: 'layout', tag: 'console-layout', least: 'operator' },
  { path: 'deviations', tag: 'console-deviations', least: 'viewer' },
  { path: 'audit', tag: 'console-audit', least: 'viewer' },
  { path: 'sessions', tag: 'console-sessions', least: 'viewer' },
  { path: 'sign-in', tag: 'console-sso', least: 'admin' },
  { path: 'stop', tag: 'console-stop', least: 'operator' },
] as const satisfies readonly { path: string; tag: string; least: ConsoleRole }[];

export type PagePath = (typeof pages)[number]['path'];

const home = '/admin/';

export const addressOf = (path: PagePath): string => home + path;

/** The page of an address; the first one for whatever is none. */
export const pageAt = (pathname: string): (typeof pages)[number] =>
  pages.find(({ path }) => addressOf(path) === pathname.replace(/(.)\/$/, '$1') || addressOf(path) === pathname) ??
  pages[0];

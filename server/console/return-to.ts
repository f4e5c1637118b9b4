export const consoleHome = '/admin/';

/** Of our own console only, and there only of what is a page: letters and hyphens, so that no parser can read it as anything else. */
const page =
  /^\/admin\/(?:(?!api(?:\/|$)|login(?:\/|$)|connect(?:\/|$))[a-z][a-z-]{0,40}(?:\/[a-z][a-z-]{0,40}){0,2}\/?)?$/;

/** Where somebody goes after his sign-in: where he wanted to go when that is a page of the console, else its first. */
export const safeReturnTo = (wanted: unknown): string =>
  typeof wanted === 'string' && page.test(wanted) ? wanted : consoleHome;

const callbackPath = '/admin/connect/callback';

/**
 * Where Webex sends the browser back to. WEBEX_REDIRECT_URI is kept letter by letter, since Webex compares it so; where it leads away from here,
 * the console says that and uses its own.
 */
export function redirectOf(
  publicUrl: string,
  given: string | undefined,
): { redirectUri: string; redirectFault: string | undefined } {
  const own = `${publicUrl}${callbackPath}`;
  if (given === undefined) return { redirectUri: own, redirectFault: undefined };
  const leadsHere = URL.canParse(given) && new URL(given).href === new URL(own).href;
  return leadsHere
    ? { redirectUri: given, redirectFault: undefined }
    : {
        redirectUri: own,
        redirectFault: `WEBEX_REDIRECT_URI is ${given}, which the command line uses; this console uses ${own}. Register both for the app, or take WEBEX_REDIRECT_URI away.`,
      };
}

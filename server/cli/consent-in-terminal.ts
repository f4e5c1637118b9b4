import { ConnectError } from '../onboarding/connect-faults.ts';
import { beginConsent, codeIn, codeInPasted, type ConsentAttempt, type ConsentKind } from '../onboarding/consent.ts';
import type { AuthorizationServer } from '../onboarding/ports.ts';
import type { Callback, Surroundings, Terminal } from './command.ts';
import { loopbackHosts, redirectSetting, type RedirectUri } from './settings.ts';

const usualText = 'http://localhost:8000/oauth/webex/callback';
const usual: RedirectUri = { text: usualText, url: new URL(usualText) };

interface Wanted {
  kind: ConsentKind;
  clientId: string;
  browser: boolean;
}

/**
 * Sends a person to the consent page and gets the code, by the local callback or pasted, whichever comes first.
 * @throws ConnectError
 */
export async function consentOf(
  surroundings: Surroundings,
  server: AuthorizationServer,
  { kind, clientId, browser }: Wanted,
): Promise<{ attempt: ConsentAttempt; code: string }> {
  const { terminal } = surroundings;
  const { redirectUri, callback } = await placeToListen(surroundings);
  const finished = new AbortController();
  const signal = AbortSignal.any([finished.signal, AbortSignal.timeout(surroundings.patience)]);
  try {
    const attempt = beginConsent(server, kind, clientId, redirectUri);
    // Before the browser is opened: it may be back within the second.
    const called = callback && calledBack(callback, attempt, terminal, signal);
    terminal.note(`Redirect URI, which must be registered for this app letter by letter:\n  ${redirectUri}`);
    const opened = browser && (await surroundings.openBrowser(attempt.url));
    terminal.note(
      `${opened ? 'The browser opens. If it does not, open' : 'Open'} this link and consent:\n  ${attempt.url}`,
    );
    const read = await Promise.race([
      pasted(terminal, attempt, called !== undefined, signal),
      ...(called ? [called] : []),
    ]);
    return { attempt, code: read() };
  } finally {
    finished.abort();
    await callback?.close();
  }
}

/** WEBEX_REDIRECT_URI when it is on this machine, else the usual one; when nothing can be listened on, the address is pasted. */
async function placeToListen({
  variables,
  listenOn,
}: Surroundings): Promise<{ redirectUri: string; callback: Callback | undefined }> {
  const given = redirectSetting(variables);
  const isLocal = given !== undefined && loopbackHosts.has(given.url.hostname) && given.url.protocol === 'http:';
  const local = isLocal ? given : usual;
  const callback = await listenOn(local.url);
  return { redirectUri: (callback ? local : (given ?? usual)).text, callback };
}

/** What reads the code, or throws: so that an answer that comes before anybody waits for it is not lost. */
type Read = () => string;

const calledBack = (
  callback: Callback,
  attempt: ConsentAttempt,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Read> =>
  callback
    .answer((query) => isOurs(attempt, query, terminal), signal)
    .then(
      (query) => () => codeIn(attempt, query),
      () => () => nobodyAnswered(attempt),
    );

async function pasted(
  terminal: Terminal,
  attempt: ConsentAttempt,
  browserToo: boolean,
  signal: AbortSignal,
): Promise<Read> {
  const question = `${browserToo ? 'Waiting for the browser. Or paste' : 'Paste'} the address that it shows in the end, or the code: `;
  for (;;) {
    const text = await terminal.ask(question, signal);
    // Without an input to read from, only the browser can answer.
    if (text === undefined) return browserToo ? new Promise<never>(() => undefined) : () => nobodyAnswered(attempt);
    if (text.trim() !== '') return () => codeInPasted(attempt, text);
  }
}

/** An old tab or a foreign page must not end the attempt: it is told, and the right answer awaited. */
function isOurs(attempt: ConsentAttempt, query: URLSearchParams, terminal: Terminal): boolean {
  try {
    codeIn(attempt, query);
  } catch (error) {
    if (!(error instanceof ConnectError) || error.fault !== 'foreign-state') return true;
    terminal.note(error.message);
    return false;
  }
  return true;
}

function nobodyAnswered(attempt: ConsentAttempt): never {
  throw new ConnectError('nobody-answered', { redirectUri: attempt.redirectUri });
}

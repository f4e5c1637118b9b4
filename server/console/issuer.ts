import { isLoopback } from '../unsafe-settings.ts';

/** What is wrong with an issuer, which is compared letter for letter and so is not put right; undefined: nothing. */
export function issuerFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL.';
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    return 'must be https (http only for this machine).';
  }
  if (username + password !== '' || /[?#]/.test(text)) return 'must hold no name, password, query or fragment.';
  return text.includes('/.well-known/')
    ? 'is the address before /.well-known/, not the one of the configuration.'
    : undefined;
}

import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { SignInError } from '../../console/sign-in-error.ts';

/** What the library throws holds what the provider wrote, so nothing of it goes on but which check it was. Undefined: it says nothing more. */
export function signInErrorOf(error: unknown): SignInError | undefined {
  for (const one of chain(error)) {
    if (one instanceof SignInError) return one;
    if (one instanceof AuthorizationResponseError) return ofCallback(one.error);
    if (one instanceof ResponseBodyError) return ofTokenEndpoint(one.error);
    if (one instanceof Response && one.status >= 500) {
      return new SignInError('provider-unavailable', `the provider answered ${one.status}`);
    }
    const claim = member(one, 'claim');
    if (claim === 'auth_time') return new SignInError('not-recent', 'too long since the person showed himself');
    if (claim !== undefined) return new SignInError('sign-in-refused', `the ID token fails by its ${claim}`);
  }
  const code = member(error, 'code');
  return code === undefined ? undefined : new SignInError('sign-in-refused', code);
}

function ofCallback(code: string): SignInError {
  if (code === 'access_denied') return new SignInError('sign-in-declined', 'the person or the provider said no');
  return code === 'temporarily_unavailable' || code === 'server_error'
    ? new SignInError('provider-unavailable', 'the provider says that it is away')
    : new SignInError('sign-in-refused', 'the provider answered with an error');
}

const ofTokenEndpoint = (code: string): SignInError =>
  code === 'invalid_client' || code === 'unauthorized_client'
    ? new SignInError('provider-misconfigured', 'the provider does not accept our client id or secret')
    : new SignInError('sign-in-refused', 'the provider does not accept the code');

/** An error and what caused it, from the outside in. */
function chain(error: unknown): unknown[] {
  const all: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && all.length < 6; one = (one as { cause?: unknown }).cause) {
    all.push(one);
  }
  return all;
}

/** Only names that a library writes. */
function member(value: unknown, name: 'claim' | 'code'): string | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof found === 'string' && /^[A-Za-z_]{1,60}$/.test(found) ? found : undefined;
}

import type { Row, TokenSource, TokenToExamine } from './ports.ts';
import type { TokenForm } from './token-form.ts';

const day = 86_400_000;
const hour = 3_600_000;
/** A little more than the 12 hours of a personal access token. */
const personalLife = 12.1 * hour;

const sources: Record<TokenSource, string> = {
  'service-app': 'The token of a Service App',
  integration: 'The token of an integration',
  'token-manager': 'The token of the token manager',
  personal: 'A personal access token',
  direct: 'A token given directly (WEBEX_ACCESS_TOKEN): it cannot be refreshed',
  given: 'A token given to the doctor',
};

const forms: Record<TokenForm['form'], string> = {
  opaque: 'opaque, as Webex makes them',
  jwt: 'a JWT, read but not verified',
  unknown: 'not in a form that the doctor knows',
};

/** What kind of token, whose, and of which organization. */
export function kindRow(
  { source }: TokenToExamine,
  form: TokenForm,
  owner: string | undefined,
  organizationId: string | undefined,
  wanted: string,
): Row {
  const cluster = form.cluster === undefined ? '' : `; identity cluster ${form.cluster}, which is no region`;
  const person = form.machine === true ? ', a machine account' : owner === undefined ? '' : `, of ${owner}`;
  const kind = `${sources[source]}${person} (${forms[form.form]}${cluster}).`;
  if (organizationId === undefined) {
    const cause = `${kind} It does not tell its organization.`;
    return {
      probe: 'token',
      status: 'warning',
      cause,
      fix: 'See contact-center-read: only the right organization’s token passes it.',
    };
  }
  if (organizationId !== wanted.toLowerCase()) {
    const cause = `${kind} It belongs to organization ${organizationId}, but WXCC_ORG_ID is ${wanted}.`;
    return {
      probe: 'token',
      status: 'failed',
      cause,
      fix: 'Correct WXCC_ORG_ID, or connect as an administrator of that organization.',
    };
  }
  if (source === 'personal' || source === 'direct') {
    const fix = 'For production connect a Service App: “skilldesk service-app”.';
    return { probe: 'token', status: 'warning', cause: `${kind} Organization as configured.`, fix };
  }
  return { probe: 'token', status: 'ok', cause: `${kind} Organization as configured.`, fix: '' };
}

export function lifeRow(endsAt: number | undefined, refreshEndsAt: number | undefined, now: number): Row {
  const refresh = refreshEndsAt === undefined ? '' : ` Its refresh token lives ${spanOf(refreshEndsAt - now)} more.`;
  const row = (status: Row['status'], cause: string, fix: string): Row => ({
    probe: 'life',
    status,
    cause: cause + refresh,
    fix,
  });
  if (endsAt === undefined) {
    return row(
      'warning',
      'Nobody says when the token ends.',
      'Expect it to end at any time, unless Skilldesk can refresh it.',
    );
  }
  if (endsAt <= now)
    return row('failed', `The token ended ${spanOf(now - endsAt)} ago.`, 'Connect again, or run “skilldesk refresh”.');
  if (refreshEndsAt !== undefined && refreshEndsAt - now < 14 * day) {
    return row(
      'warning',
      `The token lives ${spanOf(endsAt - now)} more.`,
      'Connect again before the refresh token ends.',
    );
  }
  if (refreshEndsAt === undefined && endsAt - now < personalLife) {
    const cause = `The token lives ${spanOf(endsAt - now)} more: no longer than a personal or desktop token.`;
    return row('warning', cause, 'Good for a look, not for a server: connect a Service App or an integration.');
  }
  return row('ok', `The token lives ${spanOf(endsAt - now)} more, until ${new Date(endsAt).toISOString()}.`, '');
}

export const looksPersonal = (endsAt: number | undefined, now: number): boolean =>
  endsAt !== undefined && endsAt - now < personalLife;

interface Found {
  told: readonly string[] | undefined;
  by: 'the answer that brought the token' | 'the token itself';
  proven: readonly string[];
  writeTried: boolean;
}

/** Which scopes: told by the answer or by the token, else as far as the probes prove them. */
export function scopesRow({ told, by, proven, writeTried }: Found): Row {
  const row = (status: Row['status'], cause: string, fix = ''): Row => ({ probe: 'scopes', status, cause, fix });
  const known = new Set([...(told ?? []), ...proven]);
  const mayRead = known.has('cjp:config_read') || known.has('cjp:config');
  const mayWrite = known.has('cjp:config_write') || known.has('cjp:config');
  const list = [...known].sort().join(' ') || 'none';
  const missing = [mayRead ? '' : 'cjp:config_read', mayWrite ? '' : 'cjp:config_write'].filter((name) => name !== '');
  if (told !== undefined) {
    const cause = `Told by ${by}: ${list}.`;
    if (missing.length === 0) return row('ok', cause);
    const fix = `Give the app ${missing.join(' and ')} and authorize it again: a refresh never adds a scope.`;
    return row('failed', `${cause} Missing: ${missing.join(', ')}.`, fix);
  }
  const cause = `The token does not tell its scopes. Proven by the probes: ${list}.`;
  if (missing.length === 0) return row('ok', cause);
  if (!mayRead) return row('warning', cause, 'See the other rows for what was refused.');
  const fix = writeTried
    ? 'See contact-center-write.'
    : 'Add --probe-write PROFILE: it writes a profile back unchanged.';
  return row('warning', `${cause} Writing is not proven.`, fix);
}

export function spanOf(milliseconds: number): string {
  const [amount, unit] =
    milliseconds >= 2 * day
      ? [milliseconds / day, 'days']
      : milliseconds >= 2 * hour
        ? [milliseconds / hour, 'hours']
        : [milliseconds / 60_000, 'minutes'];
  return `${Math.floor(amount)} ${unit}`;
}

import { readFileSync } from 'node:fs';
import { ConfigError } from '../config.ts';
import { Secret } from '../secret.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A variable, or what the file holds that NAME_FILE names. An empty value is not set.
 * @throws ConfigError
 */
export function textSetting(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  const file = variables[`${name}_FILE`];
  if (value && file) throw new ConfigError(`${name} is given twice: directly and by ${name}_FILE. Remove one of them.`);
  if (value || !file) return value || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    throw new ConfigError(`${name}_FILE names a file that cannot be read. Check its path and its owner.`);
  }
}

/** @throws ConfigError */
export function secretSetting(variables: Variables, name: string): Secret | undefined {
  const text = textSetting(variables, name);
  return text === undefined ? undefined : new Secret(text);
}

export const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface RedirectUri {
  /** Letter by letter as it was given: Webex compares it with what is registered, and a URL rewritten by its parser may differ. */
  text: string;
  url: URL;
}

/**
 * Where Webex sends the browser back to, when the environment says it.
 * @throws ConfigError
 */
export function redirectSetting(variables: Variables): RedirectUri | undefined {
  const text = textSetting(variables, 'WEBEX_REDIRECT_URI');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopbackHosts.has(url.hostname));
  if (!url || !safe || url.hash !== '') {
    throw new ConfigError('WEBEX_REDIRECT_URI must be an https URL without a fragment (http only for this machine).');
  }
  return { text, url };
}

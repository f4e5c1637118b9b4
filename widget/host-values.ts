/** A text from the layout, or undefined when the desktop had nothing to put there: it then gives "", null or the unresolved "$STORE…" itself. */
export function given(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.startsWith('$STORE') ? undefined : text;
}

/** Booleans come as such through `properties` and as "true" or "false" through `attributes`. */
export function givenBoolean(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

/** A language that the browser's formatters take, if the layout names one; it may say `en_US`, nonsense or nothing. */
export function givenLocale(value: unknown): string | undefined {
  const tag = given(value)?.replaceAll('_', '-');
  try {
    return tag === undefined ? undefined : Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/**
 * Where the backend is: what the layout says, else where the bundle came from if that is the place the backend serves it at.
 * A bundle on somebody else's CDN says nothing: the desktop token must not be sent there.
 */
export function backendBase(apiBase: unknown, scriptUrl: string | undefined): string | undefined {
  const base = parsedUrl(given(apiBase) ?? servedFrom(scriptUrl));
  if (!base || !['https:', 'http:'].includes(base.protocol)) return undefined;
  return base.origin + base.pathname.replace(/\/+$/, '');
}

/** Where a file that is shipped with the bundle is: beside it, or at the backend if the bundle cannot say where it came from. */
export function besideBundle(file: string, scriptUrl: string | undefined, backend?: string): string {
  const url = parsedUrl(file, scriptUrl) ?? parsedUrl(`widget/v1/${file}`, backend && `${backend}/`);
  if (!url) throw new Error('Nobody knows where this bundle came from.');
  return url.href;
}

function servedFrom(scriptUrl: string | undefined): string | undefined {
  const match = /^(https?:\/\/[^?#]*?)\/widget\/v1\/[^/?#]+\.js(?:[?#]|$)/.exec(scriptUrl ?? '');
  return match?.[1];
}

/** `URL.canParse` is younger than the oldest browser of the desktop. */
function parsedUrl(text: string | undefined, base?: string): URL | undefined {
  try {
    return new URL(text ?? '', base);
  } catch {
    return undefined;
  }
}

import type { Request, Response } from 'express';

/** `__Host-`: a browser takes it from our own host alone, over https (or on this machine), and no other host or path can set it. */
export type CookieName = '__Host-sid' | '__Host-tx';

/** Undefined also when there are two of one name: which of them is meant, nobody can know. */
export function cookieOf(request: Request, name: CookieName): string | undefined {
  const values = (request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const [key = '', ...value] = pair.split('=');
    return key.trim() === name ? [value.join('=').trim()] : [];
  });
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{20,100}$/.test(value) ? value : undefined;
}

/** Lax: when the identity provider sends the browser back it must come along. */
const always = 'Path=/; Secure; HttpOnly; SameSite=Lax';

export function setCookie(response: Response, name: CookieName, value: string): void {
  response.append('Set-Cookie', `${name}=${value}; ${always}`);
}

export function clearCookie(response: Response, name: CookieName): void {
  response.append('Set-Cookie', `${name}=; Max-Age=0; ${always}`);
}

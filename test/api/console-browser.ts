import type { IdentityProvider } from '../authorization-server/identity-provider.ts';
import { Admin } from './admin.ts';
import type { Skilldesk } from './skilldesk.ts';

/** How the environment says who may sign in at this provider. */
export const ssoEnvironment = ({ url, clientId, clientSecret }: IdentityProvider): Record<string, string> => ({
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  OIDC_ADMIN_CLAIM: 'groups',
  OIDC_ADMIN_VALUES: 'skilldesk-admins',
  OIDC_OPERATOR_VALUES: 'skilldesk-operators',
  OIDC_VIEWER_VALUES: 'skilldesk-viewers',
});

let browsers = 0;

/** A browser that follows where it is sent, with a jar of cookies for each host. What lies below PUBLIC_URL it asks of the server itself. */
export class ConsoleBrowser {
  readonly #skilldesk: Skilldesk;
  /** Each browser has a network of its own: what is counted for one is not for another. */
  readonly #address = `198.51.100.${(browsers = (browsers + 1) % 250)}`;
  readonly #jars = new Map<string, Map<string, string>>();

  constructor(skilldesk: Skilldesk) {
    this.#skilldesk = skilldesk;
  }

  /** Its cookies at Skilldesk. */
  get cookies(): Map<string, string> {
    return this.#jar(this.#skilldesk.publicUrl);
  }

  get admin(): Admin {
    return new Admin(this.#skilldesk, [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
  }

  /** Signs in, and answers where the browser ends: a page of the console. */
  async signIn(query = ''): Promise<URL> {
    return this.finish(await this.toCallback(query));
  }

  /** Up to where the provider sends it back to, or where it ends without getting there. */
  toCallback(query = ''): Promise<URL> {
    return this.follow(new URL(`${this.#skilldesk.publicUrl}/admin/login${query}`));
  }

  async follow(from: URL): Promise<URL> {
    let at = from;
    for (let steps = 0; steps < 20; steps += 1) {
      const next = await this.visit(at);
      if (next.href.startsWith(`${this.#skilldesk.publicUrl}/admin/`)) return next;
      at = next;
    }
    throw new Error('The browser was sent around without end.');
  }

  /** Brings back what the provider gave. */
  finish(callback: URL): Promise<URL> {
    return this.visit(callback);
  }

  /** One page, for where it sends the browser. */
  async visit(at: URL): Promise<URL> {
    const { publicUrl, url } = this.#skilldesk;
    const jar = this.#jar(at.href);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at.href.replace(publicUrl, url), {
      redirect: 'manual',
      headers: { cookie, 'x-forwarded-for': this.#address },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`No way on from ${at.href}: ${response.status} ${await response.text()}`);
    return new URL(location, at);
  }

  #jar(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }
}

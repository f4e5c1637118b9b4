import { z } from 'zod';
import type { AdminAccess } from '../../admin-token/ports.ts';
import type { TokenProbes, WriteJournal, WriteProbe } from '../../doctor/ports.ts';
import type { Probed, Sighting } from '../../doctor/sighting.ts';
import type { Secret } from '../../secret.ts';
import { failedAs, UpstreamError } from '../../upstream-error.ts';
import { documentWith, SkillProfileDocument } from './skill-profile-document.ts';
import { AdminWebex, callWebex } from './webex-http.ts';
import type { RequestBudget } from './request-budget.ts';
import { observeWebex } from './webex-observation.ts';
import { readAllPages } from './webex-pages.ts';
import { WebexSkillProfiles } from './webex-write-targets.ts';

const Me = z.object({ id: z.string(), orgId: z.string(), displayName: z.string().nullish() });
const Organizations = z.object({ items: z.array(z.object({ id: z.string() })) });
const TokenEnd = z.object({ exp: z.number() });
const Page = z.object({ meta: z.object({ totalRecords: z.number().nullish() }), data: z.array(z.unknown()) });
const NamedProfile = z.object({ id: z.string(), name: z.string() });
const Anything = z.looseObject({});

/** Where the contact center of each region answers. */
export const contactCenterUrls: ReadonlyMap<string, string> = new Map(
  ['us1', 'eu1', 'eu2', 'anz1', 'ca1', 'jp1', 'sg1', 'in1'].map((region) => [
    region,
    `https://api.wxcc-${region}.cisco.com`,
  ]),
);

interface Addresses {
  webexUrl: string;
  contactCenterUrl: string;
  organizationId: string;
  /** Where the contact center of each region answers; empty when the address was set by hand. */
  regionUrls: ReadonlyMap<string, string>;
}

/** What the doctor asks of the real Webex. */
export class WebexProbes implements TokenProbes {
  readonly #to: Addresses;

  constructor(addresses: Addresses) {
    this.#to = addresses;
  }

  async me(token: Secret): Promise<Probed<{ name: string; organizationId: string }>> {
    const answer = await observeWebex(this.#to.webexUrl, { method: 'GET', path: '/v1/people/me' }, token, Me);
    if (!answer.ok) return answer;
    const { displayName, orgId } = answer.found;
    return { ok: true, found: { name: displayName ?? '', organizationId: uuidOf(orgId) } };
  }

  async organizations(token: Secret): Promise<Probed<{ ids: string[] }>> {
    const call = { method: 'GET' as const, path: '/v1/organizations' };
    const answer = await observeWebex(this.#to.webexUrl, call, token, Organizations);
    return answer.ok ? { ok: true, found: { ids: answer.found.items.map(({ id }) => uuidOf(id)) } } : answer;
  }

  async tokenEnd(token: Secret): Promise<Probed<{ endsAt: number }>> {
    const call = { method: 'GET' as const, path: '/v1/authorizations/tokenExpiry' };
    const answer = await observeWebex(this.#to.webexUrl, call, token, TokenEnd);
    return answer.ok ? { ok: true, found: { endsAt: answer.found.exp } } : answer;
  }

  async readSkillProfiles(token: Secret): Promise<Probed<{ total: number }>> {
    const answer = await observeWebex(
      this.#to.contactCenterUrl,
      {
        method: 'GET',
        path: `${this.#root}/v2/skill-profile`,
        query: { page: 0, pageSize: 1, attributes: 'id,name' },
      },
      token,
      Page,
    );
    if (!answer.ok) return answer;
    return { ok: true, found: { total: answer.found.meta.totalRecords ?? answer.found.data.length } };
  }

  broadworksEnterprises(token: Secret): Promise<Probed<unknown>> {
    return this.#readOne('/v1/broadworks/enterprises', token);
  }

  wholesaleCustomers(token: Secret): Promise<Probed<unknown>> {
    return this.#readOne('/v1/wholesale/customers', token);
  }

  async writeUnchanged(token: Secret, profile: string, journal: WriteJournal): Promise<Probed<WriteProbe | undefined>> {
    const { contactCenterUrl, organizationId } = this.#to;
    try {
      const named = await readAllPages(
        (call, schema) => callWebex(contactCenterUrl, call, token, schema),
        `${this.#root}/v2/skill-profile`,
        { attributes: 'id,name' },
        NamedProfile,
      );
      const { id } = named.find(({ id, name }) => id === profile || name === profile) ?? {};
      if (id === undefined) return { ok: true, found: undefined };

      const webex = new AdminWebex(contactCenterUrl, onlyThis(token), unlimited);
      const profiles = new WebexSkillProfiles(webex, organizationId);
      return await this.#writeBack(profiles, id, journal);
    } catch (error) {
      if (error instanceof UpstreamError) return { ok: false, seen: this.#seenIn(error) };
      throw error;
    }
  }

  async #writeBack(
    profiles: WebexSkillProfiles,
    id: string,
    journal: WriteJournal,
  ): Promise<Probed<WriteProbe | undefined>> {
    const changeId = await journal.begin(id);
    let outcome: Parameters<WriteJournal['end']>[1] = 'failed';
    try {
      const before = await profiles.read(id, new Map());
      if (!before) return { ok: true, found: undefined };
      outcome = 'in-doubt';
      await profiles.write(id, before, [], new Map()).catch((error: unknown) => {
        if (failedAs(error, 'refused', 'unauthorized', 'not-found', 'busy')) outcome = 'failed';
        throw error;
      });
      const after = await profiles.read(id, new Map());
      const unchanged = contentOf(after?.document) === contentOf(before.document);
      outcome = unchanged ? 'verified' : 'superseded';
      return { ok: true, found: { name: before.listed?.name ?? id, unchanged } };
    } finally {
      await journal.end(changeId, outcome);
    }
  }

  async regionsThatAnswer(token: Secret): Promise<string[]> {
    const asked = [...this.#to.regionUrls].map(async ([region, url]) => {
      const answer = await observeWebex(url, { method: 'GET', path: this.#root, deadline: 5_000 }, token, Anything);
      return answer.ok ? [region] : [];
    });
    return (await Promise.all(asked)).flat();
  }

  get #root(): string {
    return `/organization/${this.#to.organizationId}`;
  }

  #readOne(path: string, token: Secret): Promise<Probed<unknown>> {
    return observeWebex(this.#to.webexUrl, { method: 'GET', path, query: { max: 1 } }, token, Anything);
  }

  #seenIn({ call, status, failure, retryAfterSeconds, trackingId }: UpstreamError): Sighting {
    return {
      call,
      host: new URL(this.#to.contactCenterUrl).host,
      status,
      shape: failure === 'invalid' ? 'other' : 'contact-center',
      network: status === undefined ? 'cut' : undefined,
      retryAfterSeconds,
      trackingId,
    };
  }
}

/** The examined token stands for itself: the doctor renews nothing. */
const onlyThis = (token: Secret): AdminAccess => ({
  state: 'active',
  token: () => Promise.resolve(token),
  renew: () => Promise.resolve(token),
  worked: () => undefined,
});

/** A handful of calls, made once, by somebody who waits for them. */
const unlimited: RequestBudget = {
  enter: () => Promise.resolve(),
  note: () => Promise.resolve(),
  rest: () => Promise.resolve(),
  endPolling: () => undefined,
};

/** What a PUT would carry, in one order: equal for equal content, whatever Webex adds or reorders. */
function contentOf(document: unknown): string {
  const parsed = SkillProfileDocument.safeParse(document);
  return parsed.success ? JSON.stringify(ordered(documentWith(parsed.data, [], new Map()))) : '';
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
}

/** `ciscospark://<cluster>/<KIND>/<uuid>` in base64; a bare uuid is taken as it is. */
function uuidOf(id: string): string {
  const decoded = Buffer.from(id, 'base64').toString();
  return (/\/([0-9a-f-]{36})$/i.exec(decoded)?.[1] ?? id).toLowerCase();
}

import { z } from 'zod';
import type { CredentialKind, CredentialProbe, ProbeResult } from '../../admin-token/ports.ts';
import type { Secret } from '../../secret.ts';
import { failedAs, UpstreamError } from '../../upstream-error.ts';
import { callWebex } from './webex-http.ts';

const Me = z.object({ orgId: z.string() });
const Anything = z.unknown();

/** Reads with a token what only the right one can read. It never writes. */
export class WebexCredentialProbe implements CredentialProbe {
  readonly #webexUrl: string;
  readonly #contactCenterUrl: string;
  readonly #organizationId: string;

  constructor(webexUrl: string, contactCenterUrl: string, organizationId: string) {
    this.#webexUrl = webexUrl;
    this.#contactCenterUrl = contactCenterUrl;
    this.#organizationId = organizationId;
  }

  async probe(kind: CredentialKind, token: Secret): Promise<ProbeResult> {
    const person = await this.#person(kind, token);
    return person !== 'passed' || kind === 'token-manager' ? person : this.#contactCenter(token);
  }

  /** A machine account or a token without `spark:people_read` has no person: then the contact center alone decides. */
  async #person(kind: CredentialKind, token: Secret): Promise<ProbeResult> {
    try {
      const { body } = await callWebex(this.#webexUrl, { method: 'GET', path: '/v1/people/me' }, token, Me);
      // A token manager may belong to whoever develops for the organization.
      const isOurs = organizationOf(body.orgId) === this.#organizationId.toLowerCase();
      return isOurs || kind === 'token-manager' ? 'passed' : 'wrong-organization';
    } catch (error) {
      if (failedAs(error, 'unauthorized')) return 'token-refused';
      if (failedAs(error, 'refused', 'not-found', 'invalid')) return 'passed';
      if (error instanceof UpstreamError) return 'unreachable';
      throw error;
    }
  }

  async #contactCenter(token: Secret): Promise<ProbeResult> {
    const path = `/organization/${this.#organizationId}/v2/skill`;
    try {
      await callWebex(
        this.#contactCenterUrl,
        { method: 'GET', path, query: { page: 0, pageSize: 1 } },
        token,
        Anything,
      );
      return 'passed';
    } catch (error) {
      if (failedAs(error, 'unauthorized')) return 'token-refused';
      if (failedAs(error, 'refused')) return 'not-permitted';
      if (failedAs(error, 'not-found')) return 'wrong-region';
      if (error instanceof UpstreamError) return 'unreachable';
      throw error;
    }
  }
}

/** `ciscospark://<cluster>/ORGANIZATION/<uuid>` in base64. */
const organizationOf = (id: string) =>
  /\/ORGANIZATION\/([0-9a-f-]{36})$/i.exec(Buffer.from(id, 'base64').toString())?.[1]?.toLowerCase() ??
  id.toLowerCase();

import axios, { isAxiosError, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import type { ClientCredential } from '../../admin-token/ports.ts';
import { oauthErrors, type KnownPhrase, type NetworkFault, type Probed, type Sighting } from '../../doctor/sighting.ts';
import type { Secret } from '../../secret.ts';
import { allowedUrl } from './allowed-calls.ts';
import { toldCall } from './call-channel.ts';
import { retryAfterOf } from './retry-after.ts';
import type { WebexCall } from './webex-http.ts';

const largestAnswer = 1024 * 1024;

const client = axios.create({
  maxRedirects: 0,
  maxContentLength: largestAnswer,
  validateStatus: () => true,
  transformResponse: (text: unknown) => text,
  responseType: 'text',
  headers: { Accept: 'application/json' },
});

/** One call whose failure is to be explained: unlike `callWebex` it tells what the refusal looked like, and never throws for one. */
export async function observeWebex<Schema extends z.ZodType>(
  baseUrl: string,
  call: WebexCall,
  caller: Secret | ClientCredential | undefined,
  schema: Schema,
): Promise<Probed<z.output<Schema>>> {
  const where = { call: `${call.method} ${call.path}`, host: new URL(baseUrl).host };
  const url = allowedUrl(baseUrl, call);
  let response: AxiosResponse<unknown>;
  try {
    const request = {
      method: call.method,
      url,
      ...(call.query && { params: call.query }),
      ...(call.form ? { data: new URLSearchParams(call.form) } : call.body !== undefined && { data: call.body }),
      ...(caller && { headers: { Authorization: authorizationOf(caller) } }),
      signal: AbortSignal.timeout(call.deadline ?? 10_000),
    };
    response = await toldCall(call, () => client.request<unknown>(request));
  } catch (error) {
    // The caught error holds the request with its secrets, so only a word of ours leaves here.
    return { ok: false, seen: { ...where, status: undefined, shape: 'empty', network: networkFault(error) } };
  }
  const body = parsed(response.data);
  if (response.status >= 200 && response.status <= 299) {
    const found = schema.safeParse(body);
    if (found.success) return { ok: true, found: found.data };
  }
  return { ok: false, seen: { ...where, ...sightingOf(response, body) } };
}

/** A token, or a client that proves itself (RFC 6749 2.3.1: each part encoded before they are joined). */
function authorizationOf(caller: Secret | ClientCredential): string {
  if ('reveal' in caller) return `Bearer ${caller.reveal()}`;
  const parts = [caller.clientId, caller.clientSecret.reveal()].map(encodeURIComponent);
  return `Basic ${Buffer.from(parts.join(':')).toString('base64')}`;
}

function networkFault(error: unknown): NetworkFault {
  const code = isAxiosError(error) ? (error.code ?? '') : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name-unknown';
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'connection-refused';
  if (/CERT|SIGNATURE|SELF_SIGNED|^ERR_TLS/.test(code)) return 'certificate';
  if (code === 'ERR_CANCELED' || code === 'ETIMEDOUT' || code === 'ECONNABORTED') return 'timed-out';
  return 'cut';
}

function sightingOf(response: AxiosResponse<unknown>, body: unknown): Omit<Sighting, 'call' | 'host'> {
  const text = typeof response.data === 'string' ? response.data : '';
  const error = member(body, 'error');
  return {
    status: response.status,
    shape: shapeOf(text, body),
    oauthError: oauthErrors.find((known) => known === error),
    says: phraseIn(text),
    retryAfterSeconds: retryAfterOf(headerOf(response, 'retry-after')),
    trackingId: trackingIdOf(headerOf(response, 'trackingid') ?? member(body, 'trackingId')),
  };
}

function shapeOf(text: string, body: unknown): Sighting['shape'] {
  if (text.trim() === '') return 'empty';
  if (/^\s*</.test(text)) return 'html';
  const error = member(body, 'error');
  if (typeof error === 'string') return member(body, 'timestamp') === undefined ? 'oauth' : 'gateway';
  if (typeof error === 'object' && error !== null) return 'contact-center';
  return member(body, 'message') !== undefined || member(body, 'errors') !== undefined ? 'webex' : 'other';
}

const phrases: readonly (readonly [KnownPhrase, RegExp])[] = [
  ['invalid-client-credentials', /invalid client credentials/i],
  ['valid-token-required', /requires a valid access token/i],
  ['not-authorized-for-organization', /not authorized for this organi[sz]ation/i],
  ['refresh-token-dead', /refresh token provided is (expired|revoked|malformed|invalid)/i],
];
const phraseIn = (text: string) => phrases.find(([, form]) => form.test(text))?.[0];

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function headerOf(response: AxiosResponse<unknown>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

const trackingIdOf = (value: unknown) =>
  typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) ? value : undefined;

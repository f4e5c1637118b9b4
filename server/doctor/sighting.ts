/** What stood in the way of an answer at all. */
export type NetworkFault = 'name-unknown' | 'connection-refused' | 'certificate' | 'timed-out' | 'cut';

/** Sentences of Webex that change what is to be done. Recognized, and never passed on. */
export type KnownPhrase =
  'invalid-client-credentials' | 'valid-token-required' | 'not-authorized-for-organization' | 'refresh-token-dead';

export const oauthErrors = [
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
] as const;
export type OauthError = (typeof oauthErrors)[number];

/** How a call to Webex failed, in words of ours: of the answer itself nothing is kept, because it may hold what must not be shown. */
export interface Sighting {
  /** Method and path, for example `GET /v1/people/me`. */
  call: string;
  host: string;
  /** Undefined: there was no answer, and `network` says why. */
  status: number | undefined;
  /** `gateway` is what a host says of a path that it does not have; the contact center and webexapis.com each have their own form. */
  shape: 'webex' | 'contact-center' | 'gateway' | 'oauth' | 'html' | 'empty' | 'other';
  network?: NetworkFault | undefined;
  oauthError?: OauthError | undefined;
  says?: KnownPhrase | undefined;
  retryAfterSeconds?: number | undefined;
  trackingId?: string | undefined;
}

export type Probed<Found> = { ok: true; found: Found } | { ok: false; seen: Sighting };

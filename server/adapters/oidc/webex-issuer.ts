/** Webex has an issuer for each of its regions, and says in its metadata another than in its tokens. These hosts, and no other, sign for it. */
const regional = /^https:\/\/idbroker[-a-z0-9]*\.webex\.com\/idb$/;

export const isWebexIssuer = (issuer: unknown): issuer is string => typeof issuer === 'string' && regional.test(issuer);

/** Where the keys of that region are: on its own host, whatever the metadata say. */
export const keysOfWebexIssuer = (issuer: string): string => `${issuer}/oauth2/v2/keys/verificationjwk`;

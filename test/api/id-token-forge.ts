import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { keyId, type IdentityProvider } from '../authorization-server/identity-provider.ts';

type Json = Record<string, unknown>;

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;

const signed = (header: Json, claims: Json, key: KeyObject): string => {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

/** The same token with other claims; undefined takes one away. Signed by the provider itself: it is the claims that are wrong. */
export const withClaims =
  ({ signingKey }: IdentityProvider, changes: Json | ((claims: Json) => Json)) =>
  (token: string): string => {
    const [header, payload] = token.split('.');
    const claims = decoded(payload);
    const changed = { ...claims, ...(typeof changes === 'function' ? changes(claims) : changes) };
    return signed(decoded(header), changed, signingKey);
  };

const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** Tokens that say what they should, and were not signed by the provider. */
export const forgeries = {
  'signed by another key': () => (token: string) => {
    const [header, claims] = token.split('.');
    return signed(decoded(header), decoded(claims), foreignKey);
  },
  'signed by a key that the provider does not have': () => (token: string) => {
    const [, claims] = token.split('.');
    return signed({ alg: 'RS256', kid: 'mine' }, decoded(claims), foreignKey);
  },
  'signed by a key that it brings along': () => (token: string) => {
    const [, claims] = token.split('.');
    return signed({ alg: 'RS256', jwk: foreignKey.export({ format: 'jwk' }) }, decoded(claims), foreignKey);
  },
  'of algorithm none': () => (token: string) => `${encoded({ alg: 'none' })}.${token.split('.')[1] ?? ''}.`,
  'of algorithm None': () => (token: string) => `${encoded({ alg: 'None' })}.${token.split('.')[1] ?? ''}.`,
  'signed with our client secret': ({ clientSecret }: IdentityProvider) => hs256(clientSecret),
  'signed with the provider’s public key as a secret': ({ publicKey }: IdentityProvider) =>
    hs256(publicKey.export({ format: 'pem', type: 'spki' })),
  'with a signature that was cut off': () => (token: string) => token.split('.').slice(0, 2).join('.') + '.',
  'with other claims under the old signature': () => (token: string) => {
    const [header, claims, signature] = token.split('.');
    return [header, encoded({ ...decoded(claims), groups: ['skilldesk-admins'] }), signature].join('.');
  },
  'that is not there': () => () => undefined,
  'that is no token': () => () => 'let me in',
} satisfies Record<string, (idp: IdentityProvider) => (token: string) => string | undefined>;

const hs256 = (secret: string | Buffer) => (token: string) => {
  const text = `${encoded({ alg: 'HS256', kid: keyId })}.${token.split('.')[1] ?? ''}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

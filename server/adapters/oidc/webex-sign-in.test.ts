import { generateKeyPairSync } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { secretsOf } from '../../console/sign-in-transaction.ts';
import type { SsoSettings } from '../../console/sso-settings.ts';
import { Secret } from '../../secret.ts';
import { OpenIdProvider } from './open-id-provider.ts';

const central = 'https://idbroker.webex.com/idb';
const regional = 'https://idbroker-b-us.webex.com/idb';
const organizationId = '6c4d1e2f-0000-4000-8000-000000000001';
const keys = {
  [central]: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  [regional]: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const settings: SsoSettings = {
  issuer: central,
  clientId: 'C123',
  clientSecret: new Secret('CANARY-webex-client-secret'),
  rules: [],
};
const secrets = secretsOf(new Secret('a key of a sign-in, long enough'));
const clock = { now: () => Date.now() };

interface Situation {
  issuer?: string;
  key?: typeof foreign;
  claims?: object;
  metadata?: object;
  ofOrganization?: string;
}

/** Webex as it is known to be: one issuer in its metadata, that of a region in its tokens, and the keys of each region on its own host. */
function webex({
  issuer = regional,
  key = keys[regional],
  claims,
  metadata,
  ofOrganization = organizationId,
}: Situation) {
  const asked: string[] = [];
  const json = (body: unknown) =>
    Promise.resolve(new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } }));
  const idToken = () => {
    const now = Math.floor(Date.now() / 1000);
    const standard = { iss: issuer, sub: 'ci-user', aud: 'C123', nonce: secrets.nonce, iat: now, exp: now + 600 };
    return jsonwebtoken.sign({ ...standard, ...claims }, key.privateKey, { algorithm: 'RS256', keyid: 'k' });
  };
  const provider = new OpenIdProvider({
    redirectUri: 'https://skilldesk.example/admin/login/callback',
    signedOutUri: 'https://skilldesk.example/admin/',
    organizationId,
    webexPerson: () =>
      Promise.resolve({
        ciUserId: 'ci-user',
        organizationId: ofOrganization,
        name: 'Wanda',
        email: 'wanda@example.com',
      }),
    clock,
    fetch(url) {
      asked.push(url);
      if (url === `${central}/.well-known/openid-configuration`) {
        return json({
          issuer: central,
          authorization_endpoint: 'https://webexapis.com/v1/authorize',
          token_endpoint: 'https://webexapis.com/v1/access_token',
          jwks_uri: 'https://webexapis.com/v1/verification',
          ...metadata,
        });
      }
      if (url === 'https://webexapis.com/v1/access_token') {
        return json({ access_token: 'opaque', token_type: 'Bearer', expires_in: 3600, id_token: idToken() });
      }
      const host = url.replace('/oauth2/v2/keys/verificationjwk', '');
      const known = (keys as Record<string, typeof foreign>)[host] ?? foreign;
      return json({ keys: [{ ...known.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] });
    },
  });
  const query = `?${new URLSearchParams({ code: 'abc', state: secrets.state }).toString()}`;
  return { asked, provider, verify: () => provider.verify(settings, query, secrets, false) };
}

test('a token of a region is good by the keys on the host of that region, and the code is exchanged once', async () => {
  const { asked, verify } = webex({});

  expect(await verify()).toMatchObject({
    issuer: regional,
    subject: 'ci-user',
    claims: { name: 'Wanda', email: 'wanda@example.com', email_verified: true },
  });
  expect(asked).toEqual([
    `${central}/.well-known/openid-configuration`,
    'https://webexapis.com/v1/access_token',
    `${regional}/oauth2/v2/keys/verificationjwk`,
  ]);
});

test('a token of the central issuer is good by its own keys, whatever the metadata say of others', async () => {
  const { asked, verify } = webex({ issuer: central, key: keys[central] });

  expect(await verify()).toMatchObject({ issuer: central });
  expect(asked.at(-1)).toBe(`${central}/oauth2/v2/keys/verificationjwk`);
});

test('the sign-in asks for what says of which organization the person is', async () => {
  const page = new URL(await webex({}).provider.signInPage(settings, secrets, false));

  expect(page.origin).toBe('https://webexapis.com');
  expect(page.searchParams.get('scope')).toBe('openid email profile spark:people_read');
});

describe('nobody is let in by a token', () => {
  test.each([
    'https://idbroker.webex.com.evil.example/idb',
    'https://idbroker-b-us.webex.com.evil.example/idb',
    'https://evil.example/idb',
    'https://idbroker-evil.example.webex.com/idb',
    'https://idbroker-b-us.webex.com/idb/',
    'https://idbroker-b-us.webex.com/other',
    'http://idbroker-b-us.webex.com/idb',
    'https://idbroker-b-us.webex.com:8443/idb',
    'https://IDBROKER-b-us.webex.com/idb',
    'https://user@idbroker-b-us.webex.com/idb',
    'https://idbroker-b-us.webex.com/idb\n',
  ])('of the issuer %j, and its keys are not asked for', async (issuer) => {
    const { asked, verify } = webex({ issuer, key: foreign });

    await expect(verify()).rejects.toMatchObject({ problem: 'sign-in-refused' });
    expect(asked.filter((url) => url.includes('verificationjwk'))).toEqual([]);
  });

  test.each<[string, Situation, string?]>([
    ['of a region that another region signed', { key: keys[central] }],
    ['of the central issuer that a region signed', { issuer: central }],
    ['of a region that nobody at Webex signed', { key: foreign }],
    ['of a region with another nonce', { claims: { nonce: 'another' } }],
    ['of a region for another client', { claims: { aud: 'C999' } }],
    ['of a region for another client beside us', { claims: { azp: 'C999' } }],
    ['of a region that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
    ['of another organization', { ofOrganization: 'aaaaaaaa-0000-4000-8000-000000000000' }, 'other-organization'],
    [
      'of a provider that names a foreign issuer',
      { metadata: { issuer: 'https://evil.example' } },
      'provider-misconfigured',
    ],
  ])('%s', async (_name, situation, problem = 'sign-in-refused') => {
    await expect(webex(situation).verify()).rejects.toMatchObject({ problem });
  });
});

import type { RequestHandler } from 'express';
import { DryRun, SetupCodeEntry, SsoSettingsEntry } from '../../shared/console-schemas.ts';
import type { DryRunAnswer, SsoView } from '../../shared/console-api.ts';
import { AppError, refuseFaults } from '../app-error.ts';
import { addressOf } from '../http/caller-address.ts';
import { setCookie } from '../http/cookies.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { Secret } from '../secret.ts';
import { testSettings, type SignInPorts } from './begin-sign-in.ts';
import { consoleSessionOf } from './console-guards.ts';
import { issuerFault } from './issuer.ts';
import { roleOf } from './role-of.ts';
import { browserOf, presentKeyHash } from './sign-in-routes.ts';
import { useSetupCode } from './use-setup-code.ts';

type Ports = SignInPorts & Parameters<typeof useSetupCode>[0];
type Named = 'useSetupCode' | 'testSsoSettings' | 'readSsoSettings' | 'tryMappingRules';

export function setupRoutes(ports: Ports): Pick<Handlers, Named> {
  const enterCode: RequestHandler = async (request, response) => {
    const { code } = parsed(SetupCodeEntry, request.body);
    const opened = await useSetupCode(ports, new Secret(code, 'brought'), {
      address: addressOf(request),
      browser: browserOf(request),
      instead: presentKeyHash(request),
    });
    setCookie(response, '__Host-sid', opened.key.reveal());
    response.json({ role: opened.role, expiresAt: new Date(opened.expiresAt).toISOString() });
  };

  const test: RequestHandler = async (request, response) => {
    const inForce = await ports.settings();
    if (inForce?.from === 'environment') {
      throw new AppError(
        'not-allowed',
        'OIDC_ISSUER and what belongs to it are set in the environment, and win. Change them there, or remove all of them and restart.',
      );
    }
    const { clientSecret, ...entry } = parsed(SsoSettingsEntry, request.body);
    // The stored secret is for the provider it was given for, and for no other.
    const kept = inForce?.issuer === entry.issuer ? inForce.clientSecret : undefined;
    const secret = clientSecret === undefined ? kept : new Secret(clientSecret);
    const fault = issuerFault(entry.issuer);
    refuseFaults([
      ...(fault === undefined ? [] : [{ path: 'issuer', detail: fault }]),
      ...(secret ? [] : [{ path: 'clientSecret', detail: 'is needed: none is stored for this issuer.' }]),
    ]);
    if (!secret) return;
    const begun = await testSettings(ports, { ...entry, clientSecret: secret }, consoleSessionOf(response), '/admin/');
    setCookie(response, '__Host-tx', begun.key.reveal());
    response.json({ continueAt: begun.page });
  };

  const read: RequestHandler = async (_request, response) => {
    const inForce = await ports.settings();
    if (!inForce) throw new AppError('not-found', 'Nobody has set up how people sign in.');
    const { from, issuer, clientId, rules } = inForce;
    const view: SsoView = { from, issuer, clientId, rules: [...rules] };
    response.json(view);
  };

  const dryRun: RequestHandler = (request, response) => {
    const { rules, claims } = parsed(DryRun, request.body);
    const answer: DryRunAnswer = roleOf(rules, claims) ?? {};
    response.json(answer);
  };

  return { useSetupCode: enterCode, testSsoSettings: test, readSsoSettings: read, tryMappingRules: dryRun };
}

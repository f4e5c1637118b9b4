import type { Request, RequestHandler } from 'express';
import type { SignInOffer, SignInProblem } from '../../shared/console-api.ts';
import { AppError } from '../app-error.ts';
import { clearCookie, cookieOf, setCookie } from '../http/cookies.ts';
import { addressOf } from '../http/caller-address.ts';
import type { Handlers } from '../http/route-table.ts';
import type { Log } from '../log.ts';
import type { RateLimits } from '../rate-limits.ts';
import { Secret } from '../secret.ts';
import { beginSignIn } from './begin-sign-in.ts';
import { livingSession } from './console-guards.ts';
import { keyHash } from './console-session.ts';
import { finishSignIn } from './finish-sign-in.ts';
import type { SetupCodeStore } from './ports.ts';
import { consoleHome, safeReturnTo } from './return-to.ts';
import { SignInError } from './sign-in-error.ts';

type Ports = Parameters<typeof finishSignIn>[0] & {
  codes: SetupCodeStore;
  limits: RateLimits;
  log: Pick<Log, 'warn' | 'info'>;
  publicUrl: string;
  redirectUri: string;
};

/** Pages, not data: whatever goes wrong, the browser ends at the console, which says it in words. */
export function signInRoutes(ports: Ports): Pick<Handlers, 'startSignIn' | 'finishSignIn' | 'readSignInOffer'> {
  const { publicUrl, redirectUri, limits, log } = ports;
  const problemPage = (problem: SignInProblem) => `${publicUrl}${consoleHome}?problem=${problem}`;
  const failed = (error: unknown, requestId: unknown): string => {
    if (error instanceof AppError && error.code === 'too-many-requests') return problemPage('too-many-sign-ins');
    if (!(error instanceof SignInError)) throw error;
    log.warn({ requestId, problem: error.problem, why: error.message }, 'a sign-in to the console ended without one');
    return problemPage(error.problem);
  };

  const start: RequestHandler = async (request, response) => {
    const location = await (async () => {
      // Somebody else's page may lead here, but signs nobody in: that takes a click at the console.
      if (request.headers['sec-fetch-site'] === 'cross-site') return `${publicUrl}${consoleHome}`;
      await limits.count('sign-in', addressOf(request));
      const again = request.query['again'] === '1' ? await sessionHere(ports, request) : undefined;
      const begun = await beginSignIn(ports, { returnTo: safeReturnTo(request.query['return_to']), again });
      setCookie(response, '__Host-tx', begun.key.reveal());
      return begun.page;
    })().catch((error: unknown) => failed(error, response.locals['requestId']));
    response.status(302).set('Location', location).end();
  };

  const finish: RequestHandler = async (request, response) => {
    clearCookie(response, '__Host-tx');
    const location = await (async () => {
      const key = cookieOf(request, '__Host-tx');
      const { key: session, returnTo } = await finishSignIn(ports, {
        key: key === undefined ? undefined : new Secret(key, 'brought'),
        query: request.url.slice(request.path.length),
        browser: browserOf(request),
        instead: presentKeyHash(request),
        session: await sessionHere(ports, request),
      });
      setCookie(response, '__Host-sid', session.reveal());
      return publicUrl + returnTo;
    })().catch((error: unknown) => failed(error, response.locals['requestId']));
    response.status(302).set('Location', location).end();
  };

  const readOffer: RequestHandler = async (_request, response) => {
    const inForce = await ports.settings();
    const living = inForce ? undefined : await ports.codes.living();
    const { path } = ports.note;
    const offer: SignInOffer = {
      sso: inForce?.from ?? 'none',
      ...(inForce && { providerHost: new URL(inForce.issuer).host }),
      redirectUri,
      ...(living && {
        setupCode: {
          until: new Date(living.expiresAt).toISOString(),
          triesLeft: living.triesLeft,
          ...(path !== undefined && { file: path }),
        },
      }),
    };
    response.json(offer);
  };

  return { startSignIn: start, finishSignIn: finish, readSignInOffer: readOffer };
}

const sessionHere = (ports: Ports, request: Request) => livingSession(ports, request).catch(() => undefined);

export function presentKeyHash(request: Request): string | undefined {
  const key = cookieOf(request, '__Host-sid');
  return key === undefined ? undefined : keyHash(new Secret(key, 'brought'));
}

/** Enough to know one’s own browser again in a list. */
export const browserOf = (request: Request): string =>
  (request.headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 200);

import type { RequestHandler } from 'express';
import { AppError } from '../app-error.ts';
import { Secret } from '../secret.ts';
import { isLoopback } from '../unsafe-settings.ts';
import type { Handlers } from './route-table.ts';

/** The figures for Prometheus. */
export function metricsRoutes(metrics: { contentType: string; text(): Promise<string> }): Pick<Handlers, 'metrics'> {
  return {
    metrics: async (_request, response) => {
      const text = await metrics.text();
      response.set('Cache-Control', 'no-store').type(metrics.contentType).send(text);
    },
  };
}

/**
 * Lets in whoever brings `token`. Without one, only callers on this machine, and only while nobody else is meant to reach it: behind a proxy
 * everybody seems to call from this machine.
 */
export function requireMonitor({
  token,
  publicUrl,
}: {
  token: Secret | undefined;
  publicUrl: string;
}): RequestHandler[] {
  const isForThisMachine = isLoopback(new URL(publicUrl).hostname);
  return [
    (request, _response, next) => {
      const [, brought] = /^Bearer (\S{1,8192})$/i.exec(request.headers.authorization ?? '') ?? [];
      const isLetIn = token
        ? brought !== undefined && token.equals(new Secret(brought, 'brought'))
        : isForThisMachine && isLoopback(plain(request.socket.remoteAddress ?? ''));
      if (!isLetIn) {
        throw new AppError(
          'not-allowed',
          'The metrics are for whoever brings METRICS_TOKEN as a bearer token. Set it (or METRICS_TOKEN_FILE) here and in Prometheus.',
        );
      }
      next();
    },
  ];
}

const plain = (address: string) => address.replace(/^::ffff:/, '');

import { Router } from 'express';

/** Liveness, and readiness with the state of the admin token: an installation without one is ready to be connected. */
export function healthRoutes({
  pingDatabase,
  tokenState,
}: {
  pingDatabase: () => Promise<void>;
  tokenState: () => string;
}): Router {
  const routes = Router();

  routes.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  routes.get('/readyz', async (_request, response) => {
    const database = await pingDatabase().then(
      () => 'ok',
      () => 'unavailable',
    );
    response.status(database === 'ok' ? 200 : 503).json({ database, token: tokenState() });
  });

  return routes;
}

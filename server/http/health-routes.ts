import type { Handlers } from './route-table.ts';

/** Liveness, and readiness with the state of the admin token: an installation without one is ready to be connected. */
export function healthRoutes({
  pingDatabase,
  tokenState,
  isStopping,
}: {
  pingDatabase: () => Promise<void>;
  tokenState: () => string;
  /** It still answers, and should be sent nothing new. */
  isStopping: () => boolean;
}): Pick<Handlers, 'live' | 'ready'> {
  return {
    live: (_request, response) => {
      response.json({ status: 'ok' });
    },
    ready: async (_request, response) => {
      const database = await pingDatabase().then(
        () => 'ok',
        () => 'unavailable',
      );
      const isReady = database === 'ok' && !isStopping();
      response
        .status(isReady ? 200 : 503)
        .json({ database, token: tokenState(), ...(isStopping() && { stopping: true }) });
    },
  };
}

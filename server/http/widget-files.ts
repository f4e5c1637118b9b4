import { Router, static as files } from 'express';

const fiveMinutes = 300;

/** The bundle and what lies beside it: from one stable URL, for any page, revalidated by ETag. */
export function widgetFiles(folder: string): Router {
  const routes = Router();
  routes.use(
    '/widget/v1',
    files(folder, {
      index: false,
      redirect: false,
      etag: true,
      cacheControl: false,
      setHeaders: (response) => {
        response.setHeader('Cache-Control', `public, max-age=${fiveMinutes}, must-revalidate`);
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      },
    }),
  );
  return routes;
}

import { static as files, type RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

const fiveMinutes = 300;

/** The bundle and what lies beside it: from one stable URL, for any page, revalidated by ETag. */
export function widgetFile(folder: string): RequestHandler {
  const serve = files(folder, {
    index: false,
    redirect: false,
    etag: true,
    cacheControl: false,
    setHeaders: (response) => {
      response.setHeader('Cache-Control', `public, max-age=${fiveMinutes}, must-revalidate`);
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    },
  });
  return async (request, response, next) => {
    const { file } = request.params;
    const missing = new AppError('not-found', 'There is no such file of the widget.');
    if (typeof file !== 'string' || !/^\w[\w.-]{0,99}$/.test(file)) throw missing;
    request.url = `/${file}`;
    await serve(request, response, (error?: unknown) => next(error ?? missing));
  };
}

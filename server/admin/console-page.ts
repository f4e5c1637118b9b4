import { static as files, type Response } from 'express';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../http/route-table.ts';

/** The pages that the console's own routing knows (widget/console/routing.ts), and where a setup code is entered. */
const pages: ReadonlySet<string> = new Set([
  'setup',
  'connection',
  'token',
  'doctor',
  'policy',
  'layout',
  'deviations',
  'audit',
  'sessions',
  'sign-in',
  'stop',
]);

/** Nothing but our own script, which asks nobody but us; Lit's is the only HTML that is made of text. */
const allowed = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Skilldesk console</title>
<link rel="icon" href="data:,">
<script type="module" src="/admin/assets/console.js"></script>
<body>
<noscript>The console of Skilldesk needs JavaScript. The command line does the same: npx skilldesk --help</noscript>
<skilldesk-console></skilldesk-console>
</body>
</html>
`;

/** The console's page, the same at each of its addresses, and its script from `folder`. */
export function consolePages(
  folder: string,
): Pick<Handlers, 'consoleDoor' | 'consoleHome' | 'consolePage' | 'consoleFile'> {
  const serve = files(folder, { index: false, redirect: false, etag: true, cacheControl: false });
  const show = (response: Response) => response.set('Content-Security-Policy', allowed).type('html').send(page);
  return {
    consoleDoor: (_request, response) => void response.status(308).set('Location', '/admin/').end(),
    consoleHome: (_request, response) => void show(response),
    consolePage: (request, response, next) => {
      const { page: name } = request.params;
      // What is no page is for whatever comes behind: an address of the API asks for a session first.
      if (typeof name === 'string' && pages.has(name)) show(response);
      else next();
    },
    consoleFile: async (request, response, next) => {
      const { file } = request.params;
      const missing = new AppError('not-found', 'There is no such file of the console.');
      if (typeof file !== 'string' || !/^\w[\w.-]{0,99}$/.test(file)) throw missing;
      request.url = `/${file}`;
      // Asked again each time, and not sent again unless it is another one.
      response.set('Cache-Control', 'no-cache');
      await serve(request, response, (error?: unknown) => next(error ?? missing));
    },
  };
}

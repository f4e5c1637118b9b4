import type { RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

const readOnly: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Turns away what another page has a browser send with our cookie. Whatever is not a GET names our own origin, bears a header that no form and
 * no foreign page can add, and is JSON. What the browser itself says of the page it comes from is believed when it is said.
 */
export function requireOwnPage(publicUrl: string): RequestHandler {
  const { origin: ours } = new URL(publicUrl);
  return (request, _response, next) => {
    const { origin, 'sec-fetch-site': site, 'x-skilldesk-console': header } = request.headers;
    const isRead = readOnly.has(request.method);
    const fromHere = site === undefined || site === 'same-origin' || (isRead && site === 'none');
    const named = isRead ? origin === undefined || origin === ours : origin === ours && header === '1';
    if (!fromHere || !named) {
      throw new AppError(
        'not-allowed',
        `This did not come from Skilldesk’s own console. Open ${publicUrl}/admin/ and do it there; a program sends Origin: ${ours} and X-Skilldesk-Console: 1.`,
      );
    }
    if (!isRead && !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers['content-type'] ?? '')) {
      throw new AppError('unsupported-media-type', 'Send the request as application/json, also without a body.');
    }
    next();
  };
}

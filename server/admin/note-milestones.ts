import type { Handlers } from '../http/route-table.ts';
import type { Log } from '../log.ts';
import type { Milestone, Milestones } from './ports.ts';

type Watched = Pick<Handlers, 'widgetFile' | 'exchangeDesktopToken'>;

/** The same handlers; what they have answered for the first time is remembered. */
export function notingMilestones(
  { widgetFile, exchangeDesktopToken }: Watched,
  { milestones, log }: { milestones: Milestones; log: Pick<Log, 'warn'> },
): Watched {
  const reached = (name: Milestone) =>
    void milestones.reach(name).catch((error: unknown) => log.warn({ error, name }, 'a milestone was not remembered'));
  return {
    widgetFile: (request, response, next) => {
      const isScript = request.params['file'] === 'skilldesk.js' && request.headers['sec-fetch-dest'] === 'script';
      if (isScript) response.on('finish', () => response.statusCode < 400 && reached('bundle-served'));
      return widgetFile(request, response, next);
    },
    exchangeDesktopToken: (request, response, next) => {
      response.on('finish', () => response.statusCode === 201 && reached('supervisor-seen'));
      return exchangeDesktopToken(request, response, next);
    },
  };
}

import type { RequestHandler } from 'express';
import type { LayoutDesk } from '../../shared/layout-api.ts';
import { LayoutRemoval, LayoutUpload, PageChoice } from '../../shared/layout-schemas.ts';
import { AppError } from '../app-error.ts';
import { parsed } from '../http/parsed.ts';
import type { Handlers } from '../http/route-table.ts';
import { UpstreamError } from '../upstream-error.ts';
import type { DesktopSightings } from './desktop-reach.ts';
import { allowedHosts } from './hosts.ts';
import { mergePage, removePage } from './merge-layout.ts';
import { refusePageOptions, skilldeskPage } from './page.ts';
import type { CoverageReader } from './read-coverage.ts';

interface Ports {
  publicUrl: string;
  coverage: CoverageReader;
  sightings: DesktopSightings;
  anySessionAlive: () => Promise<boolean>;
}

type Named = 'readLayout' | 'mergeLayout' | 'removeLayoutPage';

/** What the console needs to put the page into desktops. Files come and go as texts, so that nobody's way of writing JSON is lost. */
export function layoutRoutes({ publicUrl, coverage, sightings, anySessionAlive }: Ports): Pick<Handlers, Named> {
  const readLayout: RequestHandler = async (request, response) => {
    const choice = parsed(PageChoice, request.query, 'the query');
    refusePageOptions({ publicUrl, ...choice });
    const desk: LayoutDesk = {
      page: skilldeskPage({ publicUrl, ...choice }),
      hosts: allowedHosts(publicUrl, choice.script),
      reach: sightings.reach(await anySessionAlive()),
      // What is known without Webex is worth having while it is away, or nobody has connected it yet.
      coverage: await coverage.read().catch((error: unknown) => ({ unread: whyUnread(error) })),
    };
    response.json(desk);
  };

  const mergeLayout: RequestHandler = (request, response) => {
    const { layout, ...choice } = parsed(LayoutUpload, request.body);
    response.json(mergePage(layout, { publicUrl, ...choice }));
  };

  const removeLayoutPage: RequestHandler = (request, response) => {
    response.json(removePage(parsed(LayoutRemoval, request.body).layout));
  };

  return { readLayout, mergeLayout, removeLayoutPage };
}

/** @throws what was not expected */
export function whyUnread(error: unknown): string {
  if (error instanceof UpstreamError) return error.toAppError().message;
  if (error instanceof AppError) return error.message;
  throw error;
}

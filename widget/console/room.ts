import type { ConsoleMe, ConsoleRole } from '../../shared/console-api.ts';
import { consoleRoles } from '../../shared/console-api.ts';
import type { ConsoleClient } from './console-client.ts';
import type { PagePath } from './routing.ts';

/** What every page of the console has around it. */
export interface ConsoleRoom {
  client: ConsoleClient;
  me: ConsoleMe;
  /** Shows another page. */
  go(path: PagePath): void;
  /** The session has ended: the page gives way to the sign-in. */
  signedOut(): void;
}

export const mayAs = ({ me }: Pick<ConsoleRoom, 'me'>, least: ConsoleRole): boolean =>
  consoleRoles.indexOf(me.role) >= consoleRoles.indexOf(least);

import { z } from 'zod';
import { roleOf } from '../../identity/rights.ts';
import type { DesktopSupervisor, LayoutSource, ListedLayout, TeamWithLayout } from '../../layout/ports.ts';
import { failedAs } from '../../upstream-error.ts';
import type { AdminWebex, WebexAnswer, WebexCall } from './webex-http.ts';
import { readAllPages } from './webex-pages.ts';

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);
const idOrNull = z
  .string()
  .nullish()
  .transform((value) => (value ? value : null));
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const LayoutItem = z.object({
  id: z.string(),
  name: z.string(),
  global: flag,
  status: flag,
  version: z.number().nullish(),
  modifiedTime: z.number().nullish(),
  lastUpdatedTime: z.number().nullish(),
});

/** Published as a string, and shown as an object in the example of the same page. */
const LayoutContent = z.object({ jsonFileContent: z.unknown().optional() });

const TeamItem = z.object({
  id: z.string(),
  name: z.string(),
  teamType: text,
  active: flag,
  desktopLayoutId: idOrNull,
});

const UserItem = z.object({
  id: z.string(),
  ciUserId: text,
  firstName: text,
  lastName: text,
  email: text,
  userProfileId: text,
  active: flag,
  contactCenterEnabled: flag,
  teamIds: z
    .array(z.string())
    .nullish()
    .transform((ids) => ids ?? []),
  preferredSupervisorTeamId: idOrNull,
});

const UserProfileItem = z.object({ id: z.string(), profileType: z.string() });

/** Reads the desktop layouts and who gets which, in the line of the snapshot's readings: an administrator can wait, an edit cannot. */
export class WebexLayouts implements LayoutSource {
  readonly #webex: AdminWebex;
  readonly #root: string;

  constructor(webex: AdminWebex, organizationId: string) {
    this.#webex = webex;
    this.#root = `/organization/${organizationId}`;
  }

  async listLayouts(): Promise<ListedLayout[]> {
    const items = await readAllPages(this.#call, `${this.#root}/v2/desktop-layout`, {}, LayoutItem);
    return items.map(({ id, name, global, status, version, modifiedTime, lastUpdatedTime }) => ({
      id,
      name,
      isGlobal: global ?? false,
      isActive: status ?? true,
      stamp: `${version ?? '?'}@${modifiedTime ?? '?'}@${lastUpdatedTime ?? '?'}`,
    }));
  }

  /** The list leaves the content out, so it says. */
  async readLayout(id: string): Promise<string | undefined> {
    try {
      const call = { method: 'GET', path: `${this.#root}/desktop-layout/${id}` } as const;
      const { jsonFileContent } = (await this.#call(call, LayoutContent)).body;
      if (typeof jsonFileContent === 'string') return jsonFileContent === '' ? undefined : jsonFileContent;
      return typeof jsonFileContent === 'object' && jsonFileContent !== null
        ? JSON.stringify(jsonFileContent)
        : undefined;
    } catch (error) {
      if (failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async listTeams(): Promise<TeamWithLayout[]> {
    const items = await readAllPages(this.#call, `${this.#root}/v2/team`, {}, TeamItem);
    return items
      .filter(({ teamType, active }) => teamType !== 'CAPACITY' && active !== false)
      .map(({ id, name, desktopLayoutId }) => ({ id, name, layoutId: desktopLayoutId }));
  }

  async listSupervisors(): Promise<DesktopSupervisor[] | undefined> {
    const profiles = await this.#supervisorProfiles();
    if (!profiles) return undefined;
    const users = await readAllPages(this.#call, `${this.#root}/v2/user`, {}, UserItem);
    return users
      .filter(
        ({ userProfileId, active, contactCenterEnabled }) =>
          profiles.has(userProfileId) && active !== false && contactCenterEnabled !== false,
      )
      .map(({ id, ciUserId, firstName, lastName, email, teamIds, preferredSupervisorTeamId }) => ({
        id: ciUserId || id,
        name: `${firstName} ${lastName}`.trim() || email || id,
        teamIds,
        preferredTeamId: preferredSupervisorTeamId,
      }));
  }

  async #supervisorProfiles(): Promise<ReadonlySet<string> | undefined> {
    try {
      const items = await readAllPages(this.#call, `${this.#root}/v3/user-profile`, {}, UserProfileItem);
      return new Set(items.filter((item) => roleOf(item) === 'supervisor').map(({ id }) => id));
    } catch (error) {
      if (failedAs(error, 'refused') || failedAs(error, 'not-found')) return undefined;
      throw error;
    }
  }

  readonly #call = <Schema extends z.ZodType>(
    call: WebexCall,
    schema: Schema,
  ): Promise<WebexAnswer<z.output<Schema>>> => this.#webex.read(call, schema, 'poll');
}

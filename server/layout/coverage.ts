import type { Covered, LayoutStanding, PageStanding } from '../../shared/layout-api.ts';
import { examineLayout, type ExaminedPersona } from './examine-layout.ts';
import { setMembers } from './json-edits.ts';
import { JsonTextError, memberOf, readJsonText, textOf, type JsonObject } from './json-text.ts';
import { ownMembers, refusePageOptions } from './page.ts';
import type { DesktopSupervisor, TeamWithLayout } from './ports.ts';

export type Standing = Pick<LayoutStanding, 'standing' | 'scripts' | 'reason'>;

const rank: readonly PageStanding[] = ['unknown', 'absent', 'outdated', 'current'];

/** What a layout's text says of our page; the worse of the two personas counts, as a supervisor may sign in as either. */
export function standingOf(text: string | undefined, publicUrl: string): Standing {
  if (text === undefined) return unknown('Webex does not show what is in it');
  const body = text.replace(/^\uFEFF/, '');
  try {
    const { personas, faults } = examineLayout(readJsonText(body));
    if (personas.length === 0)
      return unknown(`what Webex shows of it cannot be read: ${faults[0]?.path ?? ''} ${faults[0]?.detail ?? ''}`);
    const standings = personas.map((persona) => ({ persona: persona.persona, ...ofPersona(persona, body, publicUrl) }));
    const [worst] = standings.sort((one, other) => rank.indexOf(one.standing) - rank.indexOf(other.standing));
    const scripts = [...new Set(standings.flatMap((one) => one.scripts))];
    if (!worst || worst.standing === 'current') return { standing: 'current', scripts };
    return { standing: worst.standing, scripts, reason: `${worst.persona}: ${reasons[worst.standing]}` };
  } catch (error) {
    if (error instanceof JsonTextError) return unknown(`what Webex shows of it is not JSON: ${error.message}`);
    throw error;
  }
}

const reasons = {
  absent: 'the page is not in it',
  outdated: 'the page has another address or other properties than today; merge the layout again',
  unknown: 'nobody can say',
};

const unknown = (reason: string): Standing => ({ standing: 'unknown', scripts: [], reason });

function ofPersona(
  { own }: ExaminedPersona,
  body: string,
  publicUrl: string,
): { standing: PageStanding; scripts: string[] } {
  const widgets = own.flatMap((entry) => entry.widgets);
  const scripts = widgets.flatMap((widget) => textOf(memberOf(widget, 'script')) ?? []);
  if (widgets.length === 0) return { standing: 'absent', scripts };
  const areCurrent = widgets.every((widget) => isCurrent(widget, body, publicUrl));
  return { standing: areCurrent ? 'current' : 'outdated', scripts };
}

/** Where the bundle is nobody here knows: a CDN is as good as the backend, as long as its address can stay for good. */
function isCurrent(widget: JsonObject, body: string, publicUrl: string): boolean {
  const properties = memberOf(widget, 'properties');
  const script = textOf(memberOf(widget, 'script'));
  if (properties?.kind !== 'object' || script === undefined) return false;
  try {
    refusePageOptions({ publicUrl, script });
  } catch {
    return false;
  }
  return setMembers(body, properties, ownMembers({ publicUrl }).properties).length === 0;
}

/** Whose layout: that of the team, else the global one; where a layout is not active, nobody has said what the desktop shows. */
export class LayoutChoice {
  readonly #layouts: ReadonlyMap<string, LayoutStanding>;
  readonly #teams: ReadonlyMap<string, TeamWithLayout>;
  readonly #global: LayoutStanding | undefined;

  constructor(layouts: readonly LayoutStanding[], teams: readonly TeamWithLayout[]) {
    this.#layouts = new Map(layouts.map((layout) => [layout.id, layout]));
    this.#teams = new Map(teams.map((team) => [team.id, team]));
    const active = layouts.filter(({ isGlobal, isActive }) => isGlobal && isActive);
    this.#global = active.length === 1 ? active[0] : undefined;
  }

  ofTeam({ id, name, layoutId }: TeamWithLayout): Covered {
    const layout = layoutId === null ? this.#global : this.#layouts.get(layoutId);
    if (!layout) {
      const reason =
        layoutId === null
          ? 'it has no layout of its own, and Webex shows no global one'
          : 'Webex does not show its layout';
      return { id, name, layoutId, standing: 'unknown', reason };
    }
    if (!layout.isActive) {
      const reason = `its layout “${layout.name}” is not active, and nobody has said what the desktop then shows`;
      return { id, name, layoutId, standing: 'unknown', reason };
    }
    const reason = layoutId === null ? `the global layout “${layout.name}”` : `its layout “${layout.name}”`;
    return { id, name, layoutId: layout.id, standing: layout.standing, reason };
  }

  /**
   * Webex's documents say that a supervisor's desktop loads the layout of his preferred team; without one, that of the team he chooses when
   * he signs in, else the global one. Where those differ nobody can say beforehand.
   */
  ofSupervisor({ id, name, teamIds, preferredTeamId }: DesktopSupervisor): Covered {
    if (preferredTeamId !== null) return { ...this.#byTeam(preferredTeamId), id, name };
    const withoutTeam = this.ofTeam({ id, name, layoutId: null });
    if (teamIds.length === 0) return { ...withoutTeam, reason: `no team of his own: ${withoutTeam.reason}` };
    const possible = [...teamIds.map((teamId) => this.#byTeam(teamId)), withoutTeam];
    const [first = withoutTeam] = possible;
    if (possible.every(({ standing }) => standing === first.standing)) {
      const isOne = possible.every(({ layoutId }) => layoutId === first.layoutId);
      return {
        id,
        name,
        layoutId: isOne ? first.layoutId : null,
        standing: first.standing,
        reason: 'the same by each of his teams and without one',
      };
    }
    return {
      id,
      name,
      layoutId: null,
      standing: 'unknown',
      reason: 'no preferred team, and his teams have layouts of which only some have the page',
    };
  }

  #byTeam(teamId: string): Covered {
    const team = this.#teams.get(teamId);
    if (!team)
      return {
        id: teamId,
        name: '',
        layoutId: null,
        standing: 'unknown',
        reason: 'Webex does not show his preferred team',
      };
    const { name } = team;
    const covered = this.ofTeam(team);
    return { ...covered, reason: `his team ${name}: ${covered.reason}` };
  }
}

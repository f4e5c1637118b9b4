import type { LayoutCoverage, LayoutStanding } from '../../shared/layout-api.ts';
import type { Clock } from '../clock.ts';
import { failedAs } from '../upstream-error.ts';
import { LayoutChoice, standingOf, type Standing } from './coverage.ts';
import type { LayoutSource, ListedLayout } from './ports.ts';

interface Ports {
  source: LayoutSource;
  clock: Clock;
  publicUrl: string;
}

/** A page that is looked at again and again asks Webex no more often. */
const freshFor = 30_000;

/** Reads who finds the page in his desktop. A layout is read again only when Webex says that it has changed. */
export class CoverageReader {
  readonly #ports: Ports;
  #known = new Map<string, { stamp: string; standing: Standing }>();
  #reading: { at: number; coverage: Promise<LayoutCoverage> } | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** @throws UpstreamError where Webex cannot be asked */
  read(): Promise<LayoutCoverage> {
    const at = this.#ports.clock.now();
    if (this.#reading && at - this.#reading.at < freshFor) return this.#reading.coverage;
    const reading = { at, coverage: this.#read(at) };
    this.#reading = reading;
    reading.coverage.catch(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    return reading.coverage;
  }

  async #read(at: number): Promise<LayoutCoverage> {
    const { source } = this.#ports;
    const [listed, teams, supervisors] = await Promise.all([
      source.listLayouts(),
      source.listTeams(),
      source.listSupervisors(),
    ]);
    const layouts = await Promise.all(listed.map((layout) => this.#standing(layout)));
    const choice = new LayoutChoice(layouts, teams);
    const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name, 'en');
    return {
      asOf: new Date(at).toISOString(),
      layouts: layouts.sort(byName),
      teams: teams.map((team) => choice.ofTeam(team)).sort(byName),
      ...(supervisors && { supervisors: supervisors.map((one) => choice.ofSupervisor(one)).sort(byName) }),
    };
  }

  async #standing(layout: ListedLayout): Promise<LayoutStanding> {
    const { source, publicUrl } = this.#ports;
    const { id, name, isGlobal, isActive, stamp } = layout;
    const before = this.#known.get(id);
    if (before?.stamp === stamp) return { id, name, isGlobal, isActive, ...before.standing };
    try {
      const standing = standingOf(await source.readLayout(id), publicUrl);
      if (standing.standing !== 'unknown') this.#known.set(id, { stamp, standing });
      return { id, name, isGlobal, isActive, ...standing };
    } catch (error) {
      if (!failedAs(error, 'refused', 'busy', 'unavailable', 'unanswered', 'invalid')) throw error;
      const reason = 'Webex did not let Skilldesk read it; try again';
      return { id, name, isGlobal, isActive, standing: 'unknown', scripts: [], reason };
    }
  }
}

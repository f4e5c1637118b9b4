import { collator } from '../localize/intl.ts';
import type { AgentView, SkillProfileList, SkillProfileView, SkillView } from '../../shared/api.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { byName, matches } from '../matches.ts';
import { remembered } from '../remembered.ts';
import { valuesOf } from './cell.ts';
import type { SheetOrder, SheetPart } from './sheet-view.ts';

/** Profiles and skills as they stand in rows and columns. */
export class Sheet {
  readonly rows: readonly SkillProfileView[];
  readonly columns: readonly SkillView[];
  readonly #rows: ReadonlyMap<string, number>;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(rows: readonly SkillProfileView[], columns: readonly SkillView[]) {
    this.rows = rows;
    this.columns = columns;
    this.#rows = new Map(rows.map(({ id }, at) => [id, at]));
    this.#columns = new Map(columns.map(({ id }, at) => [id, at]));
  }

  /** Where a profile stands; undefined where it is not shown. */
  rowOf(skillProfileId: string): number | undefined {
    return this.#rows.get(skillProfileId);
  }

  columnOf(skillId: string): number | undefined {
    return this.#columns.get(skillId);
  }
}

/** The part of all profiles and skills that is wanted, in the order that is wanted. */
export function sheetOf(
  { skillProfiles, skills }: Pick<SkillProfileList, 'skillProfiles' | 'skills'>,
  agents: readonly AgentView[],
  part: SheetPart,
  locale: string,
): Sheet {
  const columns = skillsByName(usable(skills, skillProfiles), locale).filter(
    ({ id, name, skillType }) =>
      !part.hiddenSkills.has(id) && (part.type === '' || skillType === part.type) && matches(part.skillSearch, [name]),
  );
  const rows = ordered(skillProfiles, part.order, locale);
  const wanted = conditionsOf(part, skillProfiles, agents);
  return new Sheet(wanted.length === 0 ? rows : rows.filter((row) => wanted.every((fits) => fits(row))), columns);
}

type Condition = (profile: SkillProfileView) => boolean;

/** None for the whole sheet: of thousands of rows each question costs something. */
function conditionsOf(
  { team, changed, withSkill, ofMyTeams, search }: SheetPart,
  profiles: readonly SkillProfileView[],
  agents: readonly AgentView[],
): Condition[] {
  const ofTeam = team === '' ? undefined : profilesOfTeam(team, profiles, agents);
  const asked: (Condition | false | undefined)[] = [
    ofTeam && (({ id }) => ofTeam.has(id)),
    changed && (({ id }) => changed.has(id)),
    withSkill !== '' && ((profile) => valuesOf(profile).has(withSkill)),
    ofMyTeams && (({ usedBy }) => usedBy.teams.length > 0 || usedBy.agents > 0),
    search !== '' && (({ name, description }) => matches(search, [name, description])),
  ];
  return asked.filter((one) => typeof one === 'function');
}

/** Skills that are in use, or still in a profile. */
const usable = remembered((skills: readonly SkillView[], profiles: readonly SkillProfileView[]) => {
  if (skills.every(({ active }) => active)) return skills;
  const used = new Set(profiles.flatMap(({ values = [] }) => values.map(({ skillId }) => skillId)));
  return skills.filter(({ id, active }) => active || used.has(id));
});

const skillsByName = remembered((skills: readonly SkillView[], locale: string) =>
  byName(skills, ({ name }) => name, locale),
);

/** What the team has, and what its agents work with. */
function profilesOfTeam(
  team: string,
  profiles: readonly SkillProfileView[],
  agents: readonly AgentView[],
): ReadonlySet<string | null> {
  const having = profiles.filter(({ usedBy }) => usedBy.teams.includes(team)).map(({ id }) => id);
  const working = agents.filter(({ teams }) => teams.includes(team));
  return new Set([...having, ...working.map(({ effectiveSkillProfileId }) => effectiveSkillProfileId)]);
}

/** By what is saved: a row that is being edited stays where it is. Profiles without the skill come last in either direction. */
const ordered = remembered(
  (profiles: readonly SkillProfileView[], { skillId, descending }: SheetOrder, locale: string) => {
    const byNames = byName(profiles, ({ name }) => name, locale);
    if (skillId === undefined) return descending ? [...byNames].reverse() : byNames;
    const { compare } = collator(locale);
    const keyed = byNames.map((profile) => ({ profile, key: orderKey(valuesOf(profile).get(skillId)) }));
    keyed.sort((one, other) => {
      if (one.key === undefined || other.key === undefined) {
        return Number(one.key === undefined) - Number(other.key === undefined);
      }
      return compare(one.key, other.key) * (descending ? -1 : 1);
    });
    return keyed.map(({ profile }) => profile);
  },
);

const orderKey = (value: SkillValue | undefined): string | undefined =>
  value === undefined ? undefined : typeof value === 'boolean' ? String(Number(value)) : String(value);

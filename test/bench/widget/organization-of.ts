import type { AgentList, SessionGranted, SkillProfileList, SkillView } from '../../../shared/api.ts';
import { defaultPolicy } from '../../../shared/policy.ts';
import { skillTypes, type SkillValue } from '../../../shared/skill.ts';

/** So many agents, so many profiles, so many skills. */
export interface Size {
  rows: number;
  skills: number;
}

const teams = Array.from({ length: 20 }, (_, at) => ({ id: `team-${at}`, name: `Team ${at + 1}` }));
const firstNames = ['Alba', 'Bo', 'Cara', 'Dev', 'Eli', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jo', 'Kim', 'Lou', 'Mia'];

/** The answers of a backend to one person; each profile has two of three skills, most of them proficiencies. */
export function organizationOf({ rows, skills: count }: Size) {
  const skills = Array.from({ length: count }, (_, at) => skillNumber(at));
  const skillProfiles = Array.from({ length: rows }, (_, row) => ({
    id: `profile-${row}`,
    name: `Profile ${String(((row * 7919) % rows) + 1).padStart(4, '0')}`,
    description: 'Made for the bench',
    revision: row.toString(16).padStart(64, '0'),
    values: skills.flatMap((skill, at) =>
      (row + at) % 3 === 0 ? [] : [{ skillId: skill.id, value: valueOf(skill, row + at) }],
    ),
    editable: true,
    usedBy: { agents: 1, teams: [`team-${row % teams.length}`], outsideScope: 0 },
  }));
  const agents = Array.from({ length: rows }, (_, row) => ({
    id: `agent-${row}`,
    name: `${firstNames[(row * 31) % firstNames.length] ?? ''} Agent ${String(row + 1).padStart(4, '0')}`,
    teams: [`team-${row % teams.length}`],
    skillProfileId: row % 3 === 0 ? `profile-${row}` : null,
    effectiveSkillProfileId: `profile-${row}`,
    source: row % 3 === 0 ? ('own' as const) : ('team' as const),
    editable: true,
  }));
  const asOf = new Date(0).toISOString();
  const profileList: SkillProfileList = { asOf, complete: true, read: rows, total: rows, skills, skillProfiles };
  const agentList: AgentList = { asOf, agents };
  return { profileList, agentList, session: sessionWith(rows) };
}

function sessionWith(rows: number): SessionGranted {
  return {
    token: 'bench-session',
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    contract: 1,
    user: { id: 'supervisor', name: 'Sam Supervisor', email: 'sam@example.com', role: 'supervisor', mayEdit: true },
    organizationId: 'organization',
    scope: { teams, agents: rows, skillProfiles: rows },
    policy: {
      edit: defaultPolicy.edit,
      protectedSkills: [],
      stage: 'all',
      mayWrite: true,
      defaultEndMinutes: 60,
      shiftEnds: [],
    },
  };
}

function skillNumber(at: number): SkillView {
  const skillType = at % 5 === 4 ? (skillTypes[1 + (Math.floor(at / 5) % 3)] ?? 'BOOLEAN') : 'PROFICIENCY';
  const values = skillType === 'ENUM' ? ['low', 'medium', 'high'] : [];
  return {
    id: `skill-${at}`,
    name: `Skill ${String(at + 1).padStart(3, '0')}`,
    description: '',
    skillType,
    active: true,
    enumSkillValues: values.map((name) => ({ id: `${at}-${name}`, name })),
  };
}

function valueOf({ skillType, enumSkillValues }: SkillView, seed: number): SkillValue {
  switch (skillType) {
    case 'PROFICIENCY':
      return seed % 11;
    case 'BOOLEAN':
      return seed % 2 === 0;
    case 'TEXT':
      return ['north', 'south', 'east', 'west'][seed % 4] ?? '';
    case 'ENUM':
      return enumSkillValues.slice(seed % 3, (seed % 3) + 1).map(({ id }) => id);
  }
}

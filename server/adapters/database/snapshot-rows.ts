import type { Skill, SkillValue } from '../../../shared/skill.ts';
import { skillValues, type SkillWithValue } from '../../../shared/skill-values.ts';
import type {
  DynamicSkillValues,
  ListedProfile,
  ListedQueue,
  Organization,
  Queue,
  QueueContent,
  SkillProfile,
  SupervisorProfile,
  Team,
  User,
} from '../../skill-profiles/organization.ts';
import type { EntityKind } from './tables.ts';

export type Entities = Omit<Organization, 'asOf'>;

export interface EntityRow {
  kind: EntityKind;
  id: string;
  body: string;
  content: string | null;
  is_stale: number;
}

export const noEntities: Entities = {
  skills: new Map(),
  teams: new Map(),
  users: new Map(),
  skillProfiles: new Map(),
  queues: new Map(),
  dynamicSkills: new Map(),
  supervisorProfiles: new Map(),
};

const shelves = {
  skill: 'skills',
  team: 'teams',
  user: 'users',
  'skill-profile': 'skillProfiles',
  queue: 'queues',
  'dynamic-skill': 'dynamicSkills',
  'user-profile': 'supervisorProfiles',
} as const satisfies Record<EntityKind, keyof Entities>;

const read: Readonly<Record<EntityKind, (row: EntityRow) => unknown>> = {
  skill: ({ body }) => JSON.parse(body) as Skill,
  team: ({ body }) => JSON.parse(body) as Team,
  user: ({ body }) => JSON.parse(body) as User,
  'skill-profile': profileOf,
  queue: queueOf,
  'dynamic-skill': dynamicSkillOf,
  'user-profile': ({ body }) => JSON.parse(body) as SupervisorProfile,
};

/** `before` with what `rows` say in place of what it said of them; what nothing is said of stays the same object. */
export function laidOver(before: Entities, rows: readonly EntityRow[]): Entities {
  const changed = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, ofKind]) => {
    const shelf = shelves[kind];
    const entries = ofKind.map((row): [string, unknown] => [row.id, read[kind](row)]);
    return [shelf, new Map<string, unknown>([...before[shelf], ...entries])] as const;
  });
  return { ...before, ...(Object.fromEntries(changed) as Partial<Entities>) };
}

function profileOf({ body, content, is_stale }: EntityRow): SkillProfile {
  const profile = { ...(JSON.parse(body) as ListedProfile), stale: is_stale === 1 };
  if (content === null) return profile;
  const { revision, values } = JSON.parse(content) as { revision: string; values: SkillWithValue[] };
  return { ...profile, content: { revision, values: skillValues(values) } };
}

function queueOf({ body, content, is_stale }: EntityRow): Queue {
  const queue = { ...(JSON.parse(body) as ListedQueue), stale: is_stale === 1 };
  return content === null ? queue : { ...queue, content: JSON.parse(content) as QueueContent };
}

function dynamicSkillOf({ body }: EntityRow): DynamicSkillValues {
  return new Map((JSON.parse(body) as { values: [string, SkillValue][] }).values);
}

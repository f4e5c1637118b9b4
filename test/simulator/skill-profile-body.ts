import { isObject, type Json } from './json-object.ts';
import type { SkillProfile } from './organization.ts';
import { activeEnumSkills, activeSkills, carriedFields, entriesOf, storedFields } from './skill-profile-entries.ts';
import { configurationError, invalid } from './webex-error.ts';
import type { World } from './world.ts';

const echoes = [
  'skillName',
  'enumSkillName',
  'enumSkillValue',
  'enumSkillId',
  'createdTime',
  'lastUpdatedTime',
  'links',
  '_links',
];

function textField(body: Json, field: string, longest: number): string {
  const text = body[field] ?? '';
  if (typeof text !== 'string') throw invalid(`${field} must be a string`);
  if (text.length > longest) throw invalid(`${field} size must be between 0 and ${longest}`);
  return text;
}

function demandNoEchoes(world: World, body: Json): void {
  if (world.switches.putEchoes === 'accepted') return;
  for (const part of [body, ...entriesOf(body, 'activeSkills'), ...entriesOf(body, 'activeEnumSkills')]) {
    const field = echoes.find((name) => name in part);
    if (field !== undefined) throw invalid(`Unrecognized field: ${field}`);
  }
}

function demandFreeName(world: World, name: string, ownId: string): void {
  for (const profile of world.organization.skillProfiles.values()) {
    if (profile.id !== ownId && profile.name.toLowerCase() === name.toLowerCase()) {
      throw configurationError(409, 'Similar entity is already present');
    }
  }
}

/** The profile that a valid POST (`stored` absent) or PUT body asks for; nothing is stored yet. */
export function skillProfileFrom(world: World, body: unknown, stored?: SkillProfile): SkillProfile {
  if (!isObject(body)) throw invalid('Required request body is missing');
  if (stored) demandNoEchoes(world, body);
  else if ('id' in body) throw invalid('New configuration cannot have an id');
  const name = textField(body, 'name', 80);
  if (name.trim() === '') throw invalid('name must not be blank');
  if (!/^[a-zA-Z0-9,@_.\-\s]*$/.test(name)) throw invalid('name must match "^[a-zA-Z0-9,@_.\\-\\s]*$"');
  const description = textField(body, 'description', 255);

  const { organizationId, id, version, createdTime, lastUpdatedTime } = stored ?? world.newlyStored();
  const next: SkillProfile = {
    ...{ organizationId, id, version, createdTime, lastUpdatedTime },
    ...carriedFields(stored, body, [...storedFields, 'name', 'description', 'activeSkills', 'activeEnumSkills']),
    name,
    description,
    activeSkills: activeSkills(world, body, id, stored),
    activeEnumSkills: activeEnumSkills(world, body, stored),
  };
  const entries = next.activeSkills.length + next.activeEnumSkills.length;
  if (entries === 0) throw invalid('Atleast one skill is mandatory.');
  const limit = world.switches.skillsPerProfileLimit;
  if (limit !== null && entries > limit) throw invalid(`A skill profile can have at most ${limit} skills`);
  demandFreeName(world, name, id);
  return stored ? world.nextVersion(stored, next) : next;
}

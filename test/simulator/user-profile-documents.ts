import { stableId } from './seeded-generator.ts';
import type { AccessLevel, UserProfile } from './organization.ts';
import type { Json } from './json-object.ts';

/** As /v3/user-profile answers an item. */
export function userProfileDocument(profile: UserProfile): Json {
  return { ...profile, systemDefault: false, editableFolderIds: [], viewableFolderIds: [], nonViewableFolderIds: [] };
}

function oldAccess(profile: UserProfile, name: string): { level: AccessLevel; ids: string[] } {
  if (profile.resourceAccessLevel === 'ALL') return { level: 'ALL', ids: [] };
  const resources = profile.resourceCollections
    .flatMap((collection) => collection.resources)
    .filter((resource) => resource.name === name);
  if (resources.some(({ accessLevel }) => accessLevel === 'ALL')) return { level: 'ALL', ids: [] };
  return { level: 'SPECIFIC', ids: resources.flatMap(({ ids }) => ids) };
}

function supervisoryFeature(profile: UserProfile): Json {
  const reskills =
    profile.permissionAccessLevel === 'ALL' ||
    profile.permissions.some(({ name, access }) => name === 'reskill-agent' && access === 'ENABLED');
  return {
    id: stableId('feature', profile.id),
    appFeatureId: stableId('app-feature', 'f_reskill_agents'),
    appFeatureName: 'f_reskill_agents',
    featureAccessType: reskills ? 'ON' : 'OFF',
  };
}

/** The schema before granular access: by-ci-user-id without v2, and /user-profile/{id}. */
export function oldUserProfileDocument(profile: UserProfile): Json {
  const { organizationId, id, version, name, description, profileType, active, createdTime, lastUpdatedTime } = profile;
  const sites = oldAccess(profile, 'site');
  const teams = oldAccess(profile, 'team');
  const queues = oldAccess(profile, 'queue');
  return {
    ...{ organizationId, id, version, name, description, profileType, active, createdTime, lastUpdatedTime },
    accessAllModules: profile.permissionAccessLevel,
    userProfileAppModules: [
      {
        id: stableId('module', id),
        appModuleId: stableId('app-module', 'm_additional_supervisory_features'),
        moduleAccessType: 'EDIT',
        userProfileAppFeature: [supervisoryFeature(profile)],
      },
    ],
    accessAllEntryPoints: 'ALL',
    accessAllSites: sites.level,
    accessAllTeams: teams.level,
    accessAllQueues: queues.level,
    entryPoints: [],
    sites: sites.ids,
    teams: teams.ids,
    queues: queues.ids,
    editableFolderIds: [],
    viewableFolderIds: [],
    nonViewableFolderIds: [],
    systemDefault: false,
  };
}

import { createHash } from 'node:crypto';
import type { ContactCenterUser } from './ports.ts';

const permissionsThatDecide = ['skill-profile', 'reskill-agent', 'team', 'user'];
const resourcesThatDecide = ['skill-profile', 'team', 'site'];

/**
 * A digest of what decides over a person's rights and scope. It is compared between readings by his own token and by the admin token, so
 * nothing is in it that could depend on the reader, and no order: Webex gives lists in any.
 */
export function fingerprintOf(user: ContactCenterUser): string {
  const { active, contactCenterEnabled, userProfileId, siteId, teamIds, userProfile } = user;
  const decisive = [active, contactCenterEnabled, userProfileId, siteId, sorted(teamIds)];
  if (userProfile) {
    const { permissions, resources } = userProfile;
    decisive.push(
      ...[
        userProfile.profileType,
        userProfile.active,
        userProfile.permissionAccessLevel,
        userProfile.resourceAccessLevel,
      ],
      sorted(
        permissions
          .filter(({ name }) => permissionsThatDecide.includes(name))
          .map(({ name, access }) => JSON.stringify([name, access])),
      ),
      sorted(
        resources
          .filter(({ name }) => resourcesThatDecide.includes(name))
          .map(({ name, accessLevel, ids }) => JSON.stringify([name, accessLevel, sorted(ids)])),
      ),
    );
  }
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}

const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

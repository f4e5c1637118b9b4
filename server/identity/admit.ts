import { AppError } from '../app-error.ts';
import type { ContactCenterUser } from './ports.ts';
import { roleOf } from './rights.ts';
import type { Rights } from './session.ts';

/**
 * The gate: an active user who is enabled for the contact center, with an active user profile of type SUPERVISOR or ADMINISTRATOR.
 * @throws AppError `not-a-supervisor`, which names the setting in Control Hub
 */
export function admit(user: ContactCenterUser | undefined) {
  if (!user) throw notASupervisor('You are no user of Webex Contact Center.', 'give you a contact center license');
  if (!user.contactCenterEnabled)
    throw notASupervisor('You are not enabled for Webex Contact Center.', 'switch on “Contact Center” for your user');
  if (!user.active) throw notASupervisor('Your contact center user is not active.', 'activate your user');
  const profile = user.userProfile;
  if (!profile) throw notASupervisor('You have no user profile.', 'give your user a user profile');
  if (!profile.active) throw notASupervisor('Your user profile is not active.', 'activate your user profile');
  const role = roleOf(profile);
  if (!role) {
    throw notASupervisor(
      'Skilldesk is for supervisors and administrators, and your user profile is of another type.',
      'give your user a user profile of type SUPERVISOR or ADMINISTRATOR',
    );
  }
  return { user, role, profile };
}

/** @throws AppError `not-allowed`, which names the settings in Control Hub */
export function demandEditing({ values, assignments }: Rights): void {
  if (values || assignments) return;
  throw new AppError(
    'not-allowed',
    'Your user profile lets you view skill profiles, but neither edit them nor reskill agents. In Control Hub, an administrator can give it the permission skill-profile EDIT (for both), or reskill-agent ENABLED (to give agents another profile).',
  );
}

export const mayNotSeeTeams = () =>
  notASupervisor('Your user profile does not let you see teams.', 'give it the permission team VIEW');

const notASupervisor = (why: string, remedy: string) =>
  new AppError('not-a-supervisor', `${why} If that is wrong: in Control Hub, an administrator can ${remedy}.`);

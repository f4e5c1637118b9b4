import { OrganizationBuilder, ciUserIdOf, emailOf, idOf } from './organization-builder.ts';
import type { Organization } from './organization.ts';
import { addStandardLayouts } from './standard-layouts.ts';
import { addStandardQueues } from './standard-queues.ts';
import { addStandardSkillProfiles, addStandardSkills } from './standard-skills.ts';
import { addNamedPeople, addStandardAgents } from './standard-people.ts';
import { addStandardUserProfiles } from './standard-user-profiles.ts';

const person = (name: string) => ({ name, id: idOf('user', name), ciUserId: ciUserIdOf(name), email: emailOf(name) });

/** Those of the standard organization whom a test or the demo signs in; the first ones are in large organizations too. */
export const people = {
  /** ADMINISTRATOR, everything. */
  admin: person('Ada Admin'),
  /** ADMINISTRATOR_ONLY: no desktop licence. */
  adminOnly: person('Otto Office'),
  /** SUPERVISOR of Billing and Support only, edits four skill profiles. */
  nadiaNorth: person('Nadia North'),
  /** SUPERVISOR with the same user profile as Nadia. */
  colinColleague: person('Colin Clarke'),
  /** SUPERVISOR of everything (both access levels ALL, with empty arrays). */
  gwenGlobal: person('Gwen Global'),
  /** SUPERVISOR who may only view skill profiles (Billing and Support). */
  victorViewer: person('Victor Viewer'),
  /** SUPERVISOR of Sales and Claims: no EDIT on skill profiles, `reskill-agent` ENABLED. */
  rosaReskill: person('Rosa Reskill'),
  /** SUPERVISOR like Nadia, but not active. */
  doraDisabled: person('Dora Disabled'),
  /** SUPERVISOR like Nadia, but not enabled for the contact center. */
  claraNoCenter: person('Clara Corridor'),
  /** PREMIUM_AGENT in Support with a skill profile of her own (Support Expert). */
  premiumAgent: person('Paula Premium'),
  /** STANDARD_AGENT in Billing, through the team's skill profile. */
  standardAgent: person('Stan Standard'),
  /** STANDARD_AGENT in Billing and Sales, with Bilingual Service of his own. */
  twoTeamAgent: person('Tomas Twoteams'),
  /** STANDARD_AGENT in Retention: no skill profile, neither own nor through the team. */
  unskilledAgent: person('Una Unskilled'),
} as const;

export const teamIds = {
  billing: idOf('team', 'Billing'),
  support: idOf('team', 'Support'),
  sales: idOf('team', 'Sales'),
  claims: idOf('team', 'Claims'),
  retention: idOf('team', 'Retention'),
} as const;

export const skillProfileIds = {
  /** Billing's; all four types; German 5. */
  billingSpecialist: idOf('skill-profile', 'Billing Specialist'),
  /** Support's; all four types. */
  supportGeneralist: idOf('skill-profile', 'Support Generalist'),
  /** Own profile of some agents of Support; all four types. */
  supportExpert: idOf('skill-profile', 'Support Expert'),
  /** Used in Support and Billing, and in Sales: outside Nadia's teams. */
  bilingualService: idOf('skill-profile', 'Bilingual Service'),
  salesHunter: idOf('skill-profile', 'Sales Hunter'),
  claimsHandler: idOf('skill-profile', 'Claims Handler'),
  retentionDesk: idOf('skill-profile', 'Retention Desk'),
  /** Nobody's. */
  peakReserve: idOf('skill-profile', 'Peak Season Reserve'),
} as const;

export const skillIds = {
  german: idOf('skill', 'German'),
  english: idOf('skill', 'English'),
  french: idOf('skill', 'French'),
  troubleshooting: idOf('skill', 'Troubleshooting'),
  vip: idOf('skill', 'VIP'),
  certification: idOf('skill', 'Certification'),
  tier: idOf('skill', 'Tier'),
  productLine: idOf('skill', 'Product Line'),
} as const;

export const queueIds = {
  /** German >= 7: Billing Specialist's German 5 does not reach it, 8 does. */
  billingGerman: idOf('queue', 'Billing German'),
  /** Served by Billing Specialist only. */
  certifiedRefunds: idOf('queue', 'Certified Refunds'),
  /** Served by nobody. */
  platinumEscalations: idOf('queue', 'Platinum Escalations'),
  /** TEAM_BASED with SKILLS_BASED routing: decided in the flow. */
  supportFlow: idOf('queue', 'Support Flow'),
} as const;

export const layoutIds = {
  /** Of every team that has none of its own. */
  global: idOf('layout', 'Global Layout'),
  /** Billing's. */
  billing: idOf('layout', 'Billing Desk'),
} as const;

/** One believable contact center: the same, id by id, at each call. */
export function standardOrganization(): Organization {
  const builder = new OrganizationBuilder('Velocity Broadband');
  for (const site of ['Dublin', 'Lisbon']) builder.site(site);
  addStandardSkills(builder);
  addStandardSkillProfiles(builder);
  builder.team('Billing', 'Dublin', 'Billing Specialist');
  builder.team('Support', 'Dublin', 'Support Generalist');
  builder.team('Sales', 'Lisbon', 'Sales Hunter');
  builder.team('Claims', 'Lisbon', 'Claims Handler');
  builder.team('Retention', 'Lisbon');
  addStandardUserProfiles(builder);
  addNamedPeople(builder);
  addStandardAgents(builder);
  addStandardQueues(builder);
  addStandardLayouts(builder);
  return builder.organization;
}

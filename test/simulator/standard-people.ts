import type { OrganizationBuilder } from './organization-builder.ts';

/** Administrators and supervisors; they belong to no team, as their user profile says whom they supervise. */
export function addNamedPeople(builder: OrganizationBuilder): void {
  builder.user('Ada Admin', 'Administrator', 'Dublin', []);
  builder.user('Otto Office', 'Administrator Only', 'Dublin', []);
  builder.user('Nadia North', 'Supervisor North', 'Dublin', []);
  builder.user('Colin Clarke', 'Supervisor North', 'Dublin', []);
  builder.user('Gwen Global', 'Supervisor Everywhere', 'Lisbon', []);
  builder.user('Victor Viewer', 'Supervisor Viewer', 'Dublin', []);
  builder.user('Rosa Reskill', 'Supervisor Reskill', 'Lisbon', []);
  builder.user('Dora Disabled', 'Supervisor North', 'Dublin', [], { active: false });
  builder.user('Clara Corridor', 'Supervisor North', 'Dublin', [], { contactCenterEnabled: false });
}

export function addStandardAgents(builder: OrganizationBuilder): void {
  const agents = (site: string, team: string, names: readonly string[], skillProfile?: string): void => {
    for (const name of names) {
      builder.user(name, 'Standard Agent', site, [team], skillProfile === undefined ? {} : { skillProfile });
    }
  };

  agents('Dublin', 'Billing', ['Stan Standard', 'Aoife Byrne', 'Brian Doyle', 'Chidi Okafor', 'Deirdre Walsh']);
  builder.user('Tomas Twoteams', 'Standard Agent', 'Dublin', ['Billing', 'Sales'], {
    skillProfile: 'Bilingual Service',
  });

  builder.user('Paula Premium', 'Premium Agent', 'Dublin', ['Support'], { skillProfile: 'Support Expert' });
  agents('Dublin', 'Support', ['Emma Nolan', 'Farid Haddad'], 'Support Expert');
  agents('Dublin', 'Support', ['Grace Quinn'], 'Bilingual Service');
  agents('Dublin', 'Support', ['Hugo Stein', 'Iris Lange', 'Jonas Weber']);

  agents('Lisbon', 'Sales', ['Katia Sousa', 'Luis Matos', 'Marta Pinto', 'Nuno Reis', 'Olga Costa']);
  agents('Lisbon', 'Sales', ['Pierre Blanc', 'Quentin Roux'], 'Bilingual Service');

  agents('Lisbon', 'Claims', ['Rita Lopes', 'Sofia Nunes', 'Tiago Faria', 'Ursula Braga', 'Vasco Teles']);
  agents('Lisbon', 'Claims', ['Wanda Melo'], 'Retention Desk');

  agents('Lisbon', 'Retention', ['Xavier Paz', 'Yara Neves', 'Zita Ramos'], 'Retention Desk');
  agents('Lisbon', 'Retention', ['Una Unskilled', 'Igor Abreu']);
}

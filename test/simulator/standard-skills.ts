import type { OrganizationBuilder } from './organization-builder.ts';

export function addStandardSkills(builder: OrganizationBuilder): void {
  for (const name of ['German', 'English', 'French', 'Spanish', 'Troubleshooting', 'Negotiation']) {
    builder.skill(name, 'PROFICIENCY');
  }
  for (const name of ['VIP', 'Licensed Advisor', 'Complaints']) builder.skill(name, 'BOOLEAN');
  builder.skill('Fax Desk', 'BOOLEAN', { active: false });
  for (const name of ['Certification', 'Home Region']) builder.skill(name, 'TEXT');
  builder.skill('Tier', 'ENUM', { values: ['bronze', 'silver', 'gold', 'platinum'] });
  builder.skill('Product Line', 'ENUM', { values: ['broadband', 'mobile', 'television', 'energy'] });
  builder.skill('Shift', 'ENUM', { values: ['early', 'late', 'night'] });
  builder.skill('Event Cover', 'PROFICIENCY', { dynamic: true });
}

export function addStandardSkillProfiles(builder: OrganizationBuilder): void {
  builder.skillProfile('Billing Specialist', 'Invoices, refunds and payment plans', {
    German: 5,
    English: 8,
    Complaints: true,
    Certification: 'Refunds 2026',
    Tier: ['gold'],
    'Product Line': ['broadband', 'mobile'],
  });
  builder.skillProfile('Support Generalist', 'First line of technical support', {
    German: 3,
    English: 7,
    Troubleshooting: 5,
    VIP: false,
    Certification: 'Network Basics',
    Tier: ['silver'],
    'Product Line': ['broadband', 'television'],
  });
  builder.skillProfile('Support Expert', 'Second line of technical support', {
    German: 6,
    English: 9,
    Troubleshooting: 9,
    VIP: true,
    Certification: 'Network Professional',
    Tier: ['gold', 'silver'],
    'Product Line': ['broadband', 'mobile', 'television'],
  });
  builder.skillProfile('Bilingual Service', 'French and English, across departments', {
    French: 8,
    English: 8,
    VIP: true,
    'Home Region': 'Leinster',
    'Product Line': ['mobile'],
  });
  builder.skillProfile('Sales Hunter', 'New customers', {
    English: 8,
    Spanish: 6,
    Negotiation: 8,
    'Licensed Advisor': true,
    Tier: ['bronze', 'silver'],
  });
  builder.skillProfile('Claims Handler', 'Damage and insurance claims', {
    English: 6,
    Negotiation: 4,
    Complaints: true,
    'Home Region': 'Lisboa',
    Shift: ['early', 'late'],
  });
  builder.skillProfile('Retention Desk', 'Customers who want to leave', {
    English: 7,
    Negotiation: 9,
    VIP: true,
    Tier: ['gold'],
  });
  builder.skillProfile('Peak Season Reserve', 'Kept for the weeks before Christmas', {
    English: 5,
    'Product Line': ['energy'],
  });
}

import type { OrganizationBuilder } from './organization-builder.ts';

/** 15 skill-based queues, and two of each other kind. */
export function addStandardQueues(builder: OrganizationBuilder): void {
  builder.skillBasedQueue('Billing English', [
    ['English', '>=', '6'],
    ['Complaints', 'IS', 'true'],
  ]);
  builder.skillBasedQueue(
    'Billing German',
    [
      ['German', '>=', '7', 100],
      ['Tier', 'IS', 'gold'],
    ],
    true,
  );
  builder.skillBasedQueue('Certified Refunds', [['Certification', 'IS', 'Refunds 2026']]);
  builder.skillBasedQueue('Support Broadband', [
    ['Troubleshooting', '>=', '4'],
    ['Product Line', 'IS', 'broadband'],
  ]);
  builder.skillBasedQueue(
    'Support German',
    [
      ['German', '>=', '3'],
      ['Troubleshooting', '>=', '5'],
    ],
    true,
  );
  builder.skillBasedQueue('Support VIP', [
    ['VIP', 'IS', 'true'],
    ['Troubleshooting', '>=', '8'],
  ]);
  builder.skillBasedQueue('Television Help', [['Product Line', 'IS', 'television']]);
  builder.skillBasedQueue('Training Calls', [['Troubleshooting', '<=', '6', 50]], true);
  builder.skillBasedQueue('French Line', [['French', '>=', '7']]);
  builder.skillBasedQueue('VIP Concierge', [
    ['VIP', 'IS', 'true'],
    ['English', '>=', '8'],
  ]);
  builder.skillBasedQueue(
    'New Contracts',
    [
      ['Licensed Advisor', 'IS', 'true'],
      ['Negotiation', '>=', '6'],
    ],
    true,
  );
  builder.skillBasedQueue('Winback', [
    ['Negotiation', '>=', '8'],
    ['Tier', 'IS_NOT', 'bronze'],
  ]);
  builder.skillBasedQueue('Claims Early', [
    ['Shift', 'IS', 'early'],
    ['Complaints', 'IS', 'true'],
  ]);
  builder.skillBasedQueue('Regional Desk', [['Home Region', 'IS_NOT', 'Lisboa']]);
  builder.skillBasedQueue('Platinum Escalations', [['Tier', 'IS', 'platinum']]);

  builder.teamBasedQueue('Support Flow', ['Support'], 'SKILLS_BASED');
  builder.teamBasedQueue('Sales Callback', ['Sales', 'Retention'], 'LONGEST_AVAILABLE_AGENT');
  builder.agentBasedQueue('Personal Advisors', ['Katia Sousa', 'Luis Matos']);
  builder.agentBasedQueue('Named Billing Contacts', ['Aoife Byrne']);
}

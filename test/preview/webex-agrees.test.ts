import { expect, test } from 'vitest';
import type { ChangePreview } from '../../shared/preview.ts';
import { matcherOf, type QueueSkillRequirement } from '../../shared/queue-match.ts';
import { skillValues } from '../../shared/skill-values.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { people } from '../simulator/standard-organization.ts';
import type { Switches } from '../simulator/switches.ts';

interface QueueDocument {
  id: string;
  name: string;
  queueSkillRequirements: QueueSkillRequirement[];
}

/** Webex's own answers about the saved profiles: they know no “what if”, but they know their own “before”. */
async function askWebex<Answer>(skilldesk: Skilldesk, path: string, body?: unknown): Promise<Answer> {
  const token = skilldesk.webex.issueDesktopToken(people.admin.ciUserId);
  const response = await fetch(`${skilldesk.webex.url}/organization/${skilldesk.webex.organization.id}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const skillBased = ({ webex }: Skilldesk) =>
  [...webex.organization.queues.values()].filter(({ queueRoutingType }) => queueRoutingType === 'SKILL_BASED');

test.each<Partial<Switches>>([
  {},
  { absentSkillMatch: 'yes' },
  { proficiencyConditionTokens: 'words' },
  { enumRequirementValue: 'id' },
  { skillTypeCase: 'mixed' },
])('which queues a saved profile reaches is what Webex says itself, where %j', async (positions) => {
  const skilldesk = await Skilldesk.start({ webex: ({ switches }) => Object.assign(switches, positions) });
  const admin = await skilldesk.signIn(people.admin.ciUserId);
  const { skills, skillProfiles } = await admin.skillProfiles();
  const known = new Map(skills.map((skill) => [skill.id, skill]));
  const queues = await Promise.all(
    skillBased(skilldesk).map(({ id }) => askWebex<QueueDocument>(skilldesk, `contact-service-queue/${id}`)),
  );

  let compared = 0;
  for (const { id, name, values } of skillProfiles) {
    const path = `contact-service-queue/by-skill-profile-id/${id}`;
    const { data } = await askWebex<{ data: { id: string }[] }>(skilldesk, path);
    for (const queue of queues) {
      const match = matcherOf(queue.queueSkillRequirements, known)?.(skillValues(values ?? []));
      const ours = match === 'unclear' ? positions.absentSkillMatch === 'yes' : match === 'yes';
      expect([name, queue.name, ours]).toEqual([name, queue.name, data.some((one) => one.id === queue.id)]);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(100);
  await skilldesk.close();
});

test('how many qualify before an edit is how many Webex finds for the queue’s requirements', async () => {
  const skilldesk = await Skilldesk.start();
  const admin = await skilldesk.signIn(people.admin.ciUserId);
  await skilldesk.whenQueuesAreRead();
  const { skillProfiles } = await admin.skillProfiles();
  const isActive = new Map(
    [...skilldesk.webex.organization.users.values()].map(({ email, active }) => [email, active]),
  );

  const counted = new Map<string, number>();
  for (const { id, revision, values } of skillProfiles) {
    const [kept, ...others] = values ?? [];
    if (!kept) continue;
    const edit = { skillProfileId: id, revision, set: [kept], remove: others.map(({ skillId }) => skillId) };
    const { body } = await admin.call('POST', '/api/changes/preview', {}, { edits: [edit] });
    for (const queue of (body as ChangePreview).items[0]?.queues ?? []) {
      if (queue.eligibleBefore !== null) counted.set(queue.id, queue.eligibleBefore);
    }
  }
  expect(counted.size).toBeGreaterThan(8);
  for (const [id, eligibleBefore] of counted) {
    const { queueSkillRequirements } = await askWebex<QueueDocument>(skilldesk, `contact-service-queue/${id}`);
    const { data } = await askWebex<{ data: { email: string }[] }>(
      skilldesk,
      'user/fetch-by-skill-requirements?page=0&pageSize=100',
      { skillRequirements: queueSkillRequirements.map(asAsked) },
    );
    expect([id, data.filter(({ email }) => isActive.get(email)).length]).toEqual([id, eligibleBefore]);
  }
  await skilldesk.close();
});

const asAsked = ({ skillId, condition, skillValue }: QueueSkillRequirement) => ({ skillId, condition, skillValue });

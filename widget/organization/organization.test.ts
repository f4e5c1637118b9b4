import { beforeEach, expect, test } from 'vitest';
import type { AgentList, SkillProfileList, SkillProfileView } from '../../shared/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import type { Answer } from '../api/backend-client.ts';
import { Organization } from './organization.ts';

const profile: SkillProfileView = {
  id: 'sales',
  name: 'Sales',
  description: '',
  editable: true,
  usedBy: { agents: 0, teams: [], outsideScope: 0 },
};
const list = (complete: boolean): SkillProfileList => ({
  asOf: '',
  complete,
  read: complete ? 1 : 0,
  total: 1,
  skills: [],
  skillProfiles: [profile],
});

let profiles: (Answer<SkillProfileList> | ApiProblem)[];
let etags: (string | undefined)[];
let pauses: number[];
let followed: SkillProfileView[];
let next: (() => void) | undefined;
let hidden: boolean;
let idle: number;
let moved: number;
let organization: Organization;

beforeEach(() => {
  profiles = [];
  etags = [];
  [pauses, hidden, idle, moved] = [[], false, 600_000, 0];
  followed = [];
  next = undefined;
  organization = new Organization(
    {
      listSkillProfiles: async (etag) => {
        etags.push(etag);
        const answer = profiles.shift() ?? expect.fail('Nobody expected this call.');
        if (answer instanceof ApiProblem) throw answer;
        return Promise.resolve(answer);
      },
      listAgents: () => Promise.resolve<Answer<AgentList>>({ status: 200, value: { asOf: '', agents: [] } }),
    },
    {
      later: (task, ms) => {
        pauses.push(ms);
        next = task;
        return () => (next = undefined);
      },
      follow: (each) => followed.push(each),
      followAgents: () => undefined,
      moved: () => (moved += 1),
      hidden: () => hidden,
      idle: () => idle,
    },
  );
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a list that is still filling is read again soon, a complete one later and by its ETag', async () => {
  profiles = [
    { status: 200, value: list(false), etag: '"a"' },
    { status: 200, value: list(true), etag: '"b"' },
    { status: 304, etag: '"b"' },
  ];
  organization.start();
  await settled();
  next?.();
  await settled();
  next?.();
  await settled();

  expect(pauses).toEqual([1_500, 60_000, 60_000]);
  expect(etags).toEqual([undefined, '"a"', '"b"']);
  expect(organization.profiles.value?.complete).toBe(true);
  expect(followed).toHaveLength(2);
});

test('a failure keeps the list that was read before, and says so', async () => {
  profiles = [{ status: 200, value: list(true), etag: '"a"' }, new ApiProblem('webex-unavailable'), { status: 304 }];
  organization.start();
  await settled();
  await organization.readAnew();
  expect(organization.profiles).toMatchObject({ value: { complete: true }, problem: { code: 'webex-unavailable' } });
  expect(pauses.at(-1)).toBe(10_000);

  await organization.readAnew();
  expect(organization.profiles.problem).toBeUndefined();
  expect(organization.profile('sales')).toBe(profile);
});

test('nothing is read, and no timer left, after the element has gone', async () => {
  profiles = [{ status: 200, value: list(true) }];
  organization.start();
  organization.stop();
  await settled();

  expect(next).toBeUndefined();
});

test('where somebody works the lists are read often, and what became another is told on', async () => {
  idle = 0;
  profiles = [
    { status: 200, value: list(true), etag: '"a"' },
    { status: 304, etag: '"a"' },
    { status: 200, value: list(true), etag: '"b"' },
  ];
  organization.start();
  await settled();
  next?.();
  await settled();
  expect(pauses).toEqual([5_000, 5_000]);
  const before = moved;
  next?.();
  await settled();
  // The stand-in for the agents gives another list each time.
  expect(moved - before).toBe(2);
});

test('while nobody looks at the page nothing is read', async () => {
  profiles = [{ status: 200, value: list(true), etag: '"a"' }, { status: 304 }];
  organization.start();
  await settled();
  hidden = true;
  next?.();
  await settled();
  expect(etags).toHaveLength(1);
  organization.wake();
  await settled();
  expect(etags).toEqual([undefined, '"a"']);
});

import { describe, expect, test } from 'vitest';
import { problemStatus, type ProblemCode } from '../../shared/problem.ts';
import { BackendClient } from './backend-client.ts';
import { Session } from './session.ts';
import { SkilldeskApi } from './skilldesk-api.ts';

type Answer = 'fine' | ProblemCode;

/** The API of a person who is signed in, and the requests that reach the backend, which answers `answers` in turn. */
function apiAnswered(...answers: Answer[]) {
  const requests: { session: string; key: string | undefined; keepalive: boolean | undefined }[] = [];
  const desk = { person: 'u1' };
  let exchanges = 0;
  const client = new BackendClient('https://skilldesk.example.com', {
    fetch: (_url, { headers, keepalive }) => {
      const sent = new Headers(headers);
      requests.push({
        session: sent.get('Authorization') ?? '',
        key: sent.get('Idempotency-Key') ?? undefined,
        keepalive,
      });
      const answer = answers.shift() ?? 'fine';
      const status = answer === 'fine' ? 200 : problemStatus[answer];
      return Promise.resolve(Response.json(answer === 'fine' ? { agents: [] } : { code: answer }, { status }));
    },
    watchPolicy: () => ({ blocked: () => Promise.resolve(undefined), end: () => undefined }),
    offline: () => false,
  });
  const session = new Session({
    exchange: () => {
      exchanges += 1;
      return Promise.resolve({
        token: `session-${exchanges}`,
        expiresAt: '2026-01-01T00:10:00Z',
        contract: 1,
        user: { id: desk.person, name: 'Sam', email: 'sam@example.com', role: 'supervisor', mayEdit: true },
        organizationId: 'org',
        scope: { teams: [], agents: 0, skillProfiles: 0 },
        policy: {
          edit: 'strict',
          protectedSkills: [],
          stage: 'all',
          mayWrite: true,
          defaultEndMinutes: 60,
          shiftEnds: [],
        },
      });
    },
    askDesktop: () => Promise.resolve(undefined),
    now: () => Date.parse('2026-01-01T00:00:00Z'),
    later: () => () => undefined,
  });
  session.useDesktopToken('token-1');
  return { api: new SkilldeskApi(client, session, () => new AbortController().signal), requests, desk };
}

const sessionsOf = (requests: { session: string }[]) => requests.map(({ session }) => session);

describe('a call whose session ended', () => {
  test.each<ProblemCode>(['session-missing', 'session-expired', 'session-outdated'])(
    'as “%s” is made once more with a new one, and nobody notices',
    async (code) => {
      const { api, requests } = apiAnswered(code);

      expect(await api.listAgents()).toMatchObject({ value: { agents: [] } });
      expect(sessionsOf(requests)).toEqual(['Bearer session-1', 'Bearer session-2']);
    },
  );

  test('is not made a third time', async () => {
    const { api, requests } = apiAnswered('session-expired', 'session-expired', 'session-expired');

    await expect(api.listAgents()).rejects.toMatchObject({ code: 'session-expired' });
    expect(requests).toHaveLength(2);
  });

  test('keeps its key, so that nothing is written twice', async () => {
    const { api, requests } = apiAnswered('session-expired');
    await api.makeChange({ edits: [], reason: 'storm' }, 'key-00001');

    expect(requests.map(({ key }) => key)).toEqual(['key-00001', 'key-00001']);
  });

  test('costs one new session, also when several calls learn of it at once', async () => {
    const { api, requests } = apiAnswered('session-expired', 'session-expired');
    await Promise.all([api.listAgents(), api.listSkillProfiles()]);

    expect(sessionsOf(requests).sort()).toEqual([
      'Bearer session-1',
      'Bearer session-1',
      'Bearer session-2',
      'Bearer session-2',
    ]);
  });
});

test.each<ProblemCode>(['desktop-token-refused', 'not-allowed', 'too-many-requests', 'internal-error'])(
  'a call that fails with “%s” is not repeated',
  async (code) => {
    const { api, requests } = apiAnswered(code);

    await expect(api.listAgents()).rejects.toMatchObject({ code });
    expect(requests).toHaveLength(1);
  },
);

describe('when somebody else sits down at the desk', () => {
  test.each(['listAgents', 'keepDraft'] as const)('%s is not asked again in his name', async (call) => {
    const { api, requests, desk } = apiAnswered('fine', 'session-outdated');
    await api.listAgents();
    desk.person = 'u2';
    const asking = call === 'listAgents' ? api.listAgents() : api.keepDraft({ edits: [] }, false);

    await expect(asking).rejects.toMatchObject({ code: 'session-outdated' });
    expect(sessionsOf(requests)).toEqual(['Bearer session-1', 'Bearer session-1']);
  });
});

describe('a draft', () => {
  test('leaves before anything else can happen, and outlives the page', async () => {
    const { api, requests } = apiAnswered();
    await api.listAgents();
    const keeping = api.keepDraft({ edits: [] }, true);
    expect(requests).toMatchObject([{ keepalive: undefined }, { session: 'Bearer session-1', keepalive: true }]);
    await keeping;
  });

  test.each([
    ['by itself', [33_000], [undefined]],
    ['with what is under way before it', [31_000, 31_000], [true, undefined]],
  ])('that is too large for that %s leaves as any other request', async (_how, sizes, keepalive) => {
    const { api, requests } = apiAnswered();
    await api.listAgents();
    await Promise.all(sizes.map((size) => api.keepDraft({ edits: [], reason: 'ü'.repeat(size) }, true)));
    await api.keepDraft({ edits: [], reason: 'ü'.repeat(31_000) }, true);
    expect(requests.slice(1).map((request) => request.keepalive)).toEqual([...keepalive, true]);
  });

  test('waits for a session where there is none', async () => {
    const { api, requests } = apiAnswered();
    await api.keepDraft({ edits: [] }, false);
    expect(sessionsOf(requests)).toEqual(['Bearer session-1']);
  });
});

import type { Json } from '../simulator/json-object.ts';
import type { RecordedRequest } from '../simulator/recorded-request.ts';
import { call } from '../simulator/simulator-call.ts';
import { layoutIds, people, queueIds, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { switchPositions, type SwitchName } from '../simulator/switches.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

const { billingSpecialist, supportExpert, retentionDesk, peakReserve, bilingualService } = skillProfileIds;

const form = (fields: Record<string, string>) => new URLSearchParams(fields);

function refreshForm({ clientId, clientSecret, refreshToken }: WebexSimulator['credentials']['integration']) {
  return form({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
}

async function read(simulator: WebexSimulator, token: string): Promise<void> {
  const paths = [
    '',
    '/v2/skill',
    '/v2/skill?attributes=id,name',
    '/skill',
    `/skill/${skillIds.tier}`,
    `/skill/${skillIds.tier}/incoming-references`,
    '/v2/skill-profile',
    '/v2/skill-profile?page=1&pageSize=3&attributes=id,version,lastUpdatedTime',
    `/v2/skill-profile?filter=id=in=(${billingSpecialist},${supportExpert})`,
    `/v2/skill-profile?filter=id==${billingSpecialist}&singleObjectResponse=true`,
    '/v2/skill-profile?filter=id==%22nobody%22',
    '/v2/skill-profile?search=billing',
    '/skill-profile',
    '/skill-profile/bulk-export',
    `/skill-profile/${billingSpecialist}?includeSkillDetails=true`,
    `/skill-profile/${billingSpecialist}`,
    `/skill-profile/${billingSpecialist}/incoming-references?type=team`,
    '/v2/team?supervisorView=true',
    '/v2/team',
    '/team',
    `/team/${teamIds.billing}`,
    '/v2/user?supervisorManagedAgentsOnly=true',
    '/v2/user?search=nadia',
    '/user',
    `/user/${people.premiumAgent.id}?includeUserProfileType=true&includeSkillProfileAudit=true&includeReskillAuditInfo=true&includeSkillDetails=true`,
    `/user/by-ci-user-id/${people.nadiaNorth.ciUserId}?includeUserProfile=true`,
    `/v2/user/by-ci-user-id/${people.nadiaNorth.ciUserId}?includeUserProfile=true`,
    '/v3/user-profile',
    `/v3/user-profile/${simulator.organization.users.get(people.nadiaNorth.id)?.userProfileId ?? ''}`,
    `/user-profile/${simulator.organization.users.get(people.nadiaNorth.id)?.userProfileId ?? ''}`,
    '/v2/contact-service-queue',
    '/v3/contact-service-queue',
    '/contact-service-queue',
    `/contact-service-queue/${queueIds.billingGerman}`,
    `/v2/contact-service-queue/${queueIds.supportFlow}`,
    `/contact-service-queue/by-skill-profile-id/${billingSpecialist}`,
    '/v2/desktop-layout',
    `/desktop-layout/${layoutIds.global}`,
  ];
  for (const path of paths) await call(simulator, token, 'GET', path);
  await call(simulator, token, 'POST', '/user/fetch-by-skill-requirements', {
    skillRequirements: [{ skillId: skillIds.german, condition: '>=', skillValue: '3' }],
  });
}

async function write(simulator: WebexSimulator, token: string): Promise<void> {
  const { body } = await call(simulator, token, 'GET', `/skill-profile/${billingSpecialist}?includeSkillDetails=true`);
  const put = (changed: Json) =>
    call(simulator, token, 'PUT', `/skill-profile/${billingSpecialist}`, { ...body, ...changed });
  await put({});
  await put({ version: 0 });
  await put({ id: peakReserve });
  await put({ activeEnumSkills: undefined });

  const created = await call(simulator, token, 'POST', '/skill-profile', {
    name: 'Tour',
    activeSkills: [{ skillId: skillIds.english, proficiencyValue: 5 }],
    activeEnumSkills: [],
  });
  await call(simulator, token, 'POST', '/skill-profile/bulk', {
    items: [
      {
        itemIdentifier: 1,
        requestAction: 'SAVE',
        item: { name: 'Bulk', activeSkills: [{ skillId: skillIds.vip, booleanValue: true }] },
      },
      { itemIdentifier: 2, requestAction: 'SAVE', item: body },
      { itemIdentifier: 3, requestAction: 'DELETE', item: body },
      { itemIdentifier: 4, requestAction: 'DELETE', item: created.body },
    ],
  });
  await call(simulator, token, 'DELETE', `/skill-profile/${peakReserve}`);
  const agent = `/user/${people.standardAgent.id}`;
  await call(simulator, token, 'PATCH', agent, { skillProfileId: bilingualService });
  await call(simulator, token, 'PATCH', agent, { skillProfileId: null });
  await call(simulator, token, 'PATCH', '/user/bulk', {
    items: [
      {
        itemIdentifier: 1,
        requestAction: 'SAVE',
        item: { id: people.standardAgent.id, skillProfileId: supportExpert },
      },
      { itemIdentifier: 2, requestAction: 'SAVE', item: { skillProfileId: supportExpert } },
    ],
  });
}

/** What Webex refuses, each in its own way. */
async function provoke(simulator: WebexSimulator, token: string): Promise<void> {
  const profile = `/skill-profile/${retentionDesk}`;
  const { body } = await call(simulator, token, 'GET', profile);
  const entry = (fields: Json) => ({ ...body, activeSkills: [fields] });
  await call(simulator, null, 'GET', '/v2/skill');
  await call(simulator, 'unknown', 'GET', '/v2/skill');
  await call(simulator, token, 'PUT', profile, entry({ skillId: skillIds.english, proficiencyValue: 6 }));
  await call(simulator, token, 'PUT', profile, entry({ skillId: skillIds.german, proficiencyValue: 5.5 }));
  await call(simulator, token, 'PUT', profile, { ...body, activeEnumSkills: [{ skillId: skillIds.tier }] });
  await call(simulator, token, 'PUT', `${profile}?skillProfileDTO=${encodeURIComponent(JSON.stringify(body))}`);
  await call(simulator, token, 'PUT', `/skill-profile/${people.admin.id}`, body);
  await call(simulator, token, 'POST', '/skill-profile', {
    name: 'Retention Desk',
    activeSkills: body['activeSkills'],
  });
  await call(simulator, token, 'POST', '/skill-profile', {
    name: 'Sales Hunter',
    activeSkills: [{ skillId: skillIds.vip, booleanValue: true }],
  });
  await call(simulator, token, 'DELETE', profile);
  await call(simulator, token, 'GET', '/v2/skill-profile?filter=id==a%20b');
  await call(simulator, token, 'GET', '/v2/skill?attributes=enumSkillValues');
  await call(simulator, token, 'GET', `/v2${profile}`);
  await call(simulator, token, 'POST', '/v2/skill-profile', body);
  await call(simulator, token, 'PATCH', '/skill-profile/bulk', { items: [] });
  await call(simulator, token, 'PUT', `/v2/user-profile/${people.admin.id}`, {});
  await call(simulator, token, 'POST', '/skill-profile/purge-inactive-entities');
  await call(simulator, token, 'PATCH', `/user/${people.standardAgent.id}`, []);
  await call(simulator, token, 'PATCH', `/user/${people.standardAgent.id}`, { email: 'else@velocity.example' });
  await call(simulator, token, 'PATCH', `/user/${people.standardAgent.id}/reskill`, { skillProfileId: retentionDesk });
  await call(simulator, token, 'GET', `/user/${people.admin.ciUserId}`);
  await call(simulator, token, 'POST', '/user/fetch-by-skill-requirements', { skillRequirements: [] });
}

async function authorize(simulator: WebexSimulator): Promise<void> {
  const { serviceApp, integration, tokenManager } = simulator.credentials;
  const ask = new URLSearchParams({
    response_type: 'code',
    client_id: integration.clientId,
    redirect_uri: 'http://localhost/callback',
    scope: 'cjp:config_read cjp:config_write',
    state: 'tour',
  });
  await call(simulator, null, 'GET', `/v1/authorize?${ask.toString()}`);
  await call(simulator, null, 'POST', '/v1/access_token', refreshForm(integration));
  await call(simulator, null, 'POST', '/v1/access_token', refreshForm(integration));
  await call(simulator, null, 'POST', '/v1/access_token', refreshForm({ ...integration, refreshToken: 'dead' }));
  await call(simulator, null, 'POST', '/v1/access_token', refreshForm({ ...integration, clientSecret: 'wrong' }));
  const { clientId, clientSecret, id } = serviceApp;
  const targetOrgId = Buffer.from(`ciscospark://us/ORGANIZATION/${simulator.organization.id}`).toString('base64url');
  const mint = (token: string, secret: string) =>
    call(simulator, token, 'POST', `/v1/applications/${id}/token`, { clientId, clientSecret: secret, targetOrgId });
  await mint(tokenManager.accessToken, clientSecret);
  await mint(tokenManager.accessToken, 'wrong');
  await mint(integration.accessToken, clientSecret);
  await call(simulator, serviceApp.accessToken, 'GET', '/v1/authorizations/tokenExpiry');
  const revoke = { client_id: integration.clientId, client_secret: integration.clientSecret, token: 'unknown' };
  await call(simulator, null, 'POST', '/idb/oauth2/v1/revoke', form(revoke));
  await call(simulator, 'unknown', 'GET', '/v1/people/me');
}

async function beSupervisor(simulator: WebexSimulator): Promise<void> {
  const token = simulator.issueDesktopToken(people.nadiaNorth.ciUserId);
  await call(simulator, token, 'GET', '/v1/people/me');
  await call(simulator, token, 'GET', '/v1/authorizations/tokenExpiry');
  await read(simulator, token);
  await call(simulator, token, 'GET', `/skill-profile/${retentionDesk}`);
  const profile = `/skill-profile/${supportExpert}`;
  const { body } = await call(simulator, token, 'GET', profile);
  await call(simulator, token, 'PUT', profile, { ...body, description: 'By the desktop token' });
  await call(simulator, token, 'PUT', profile, { ...body, activeSkills: [] });
  await call(simulator, token, 'PATCH', `/user/${people.premiumAgent.id}/reskill`, { skillProfileId: supportExpert });
}

async function visit(requests: RecordedRequest[], set: (simulator: WebexSimulator) => void): Promise<void> {
  const simulator = await startWebexSimulator({ requestsPerMinute: 1_000 });
  set(simulator);
  const admin = simulator.credentials.directAccessToken;
  await beSupervisor(simulator);
  await read(simulator, admin);
  await read(simulator, simulator.credentials.serviceApp.accessToken);
  await write(simulator, admin);
  await provoke(simulator, admin);
  await authorize(simulator);
  requests.push(...simulator.requests);
  await simulator.close();
}

async function exceedTheBudget(requests: RecordedRequest[]): Promise<void> {
  const simulator = await startWebexSimulator({ requestsPerMinute: 1 });
  const { accessToken } = simulator.credentials.serviceApp;
  await call(simulator, accessToken, 'GET', '/v2/skill');
  await call(simulator, accessToken, 'GET', '/v2/skill');
  requests.push(...simulator.requests);
  await simulator.close();
}

/** Every call, good and bad, with every switch in every position: what was asked and answered. */
export async function simulatorTour(): Promise<RecordedRequest[]> {
  const requests: RecordedRequest[] = [];
  for (const name of Object.keys(switchPositions) as SwitchName[]) {
    for (const position of switchPositions[name].slice(name === 'stalePutVersion' ? 0 : 1)) {
      await visit(requests, ({ switches }) => Object.assign(switches, { [name]: position }));
    }
  }
  await visit(requests, ({ switches }) => {
    switches.colleagueEditsAfterPut = (profile) => (profile.description = 'By a colleague');
  });
  await exceedTheBudget(requests);
  return requests;
}

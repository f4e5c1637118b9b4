import { Router } from 'express';
import { remarkOn } from './person-remark.ts';
import { isObject } from './json-object.ts';
import { colleagueEdit, type SkillValueChange } from './skill-value-change.ts';
import { defaultSwitches, switchPositions, type Switches } from './switches.ts';
import { WebexError } from './webex-error.ts';
import type { WebexSimulator } from './webex-simulator.ts';

const refused = (detail: string): WebexError => new WebexError(400, { detail });

function setSwitches(switches: Switches, changes: unknown): void {
  if (!isObject(changes)) throw refused('Give an object of switch names and values.');
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'colleagueEditsAfterPut') {
      switches.colleagueEditsAfterPut = value === null ? null : colleagueEdit(value as SkillValueChange);
      continue;
    }
    const positions: readonly unknown[] | undefined = (switchPositions as Record<string, readonly unknown[]>)[name];
    if (!positions) throw refused(`There is no switch ${name}. There are: ${Object.keys(switchPositions).join(', ')}.`);
    const anyNumber = positions.some((position) => typeof position === 'number');
    if (!positions.includes(value) && !(anyNumber && typeof value === 'number')) {
      throw refused(`${name} is one of ${positions.map((position) => JSON.stringify(position)).join(', ')}.`);
    }
    Object.assign(switches, { [name]: value });
  }
}

function shownSwitches(switches: Switches) {
  const { colleagueEditsAfterPut, ...plain } = switches;
  return { ...plain, colleagueEditsAfterPut: colleagueEditsAfterPut === null ? null : 'set' };
}

/** What a demo or another process does with the simulator; nothing of this is Webex. */
export function controlPaths(simulator: WebexSimulator): Router {
  const { organization, switches, faults, requests } = simulator;
  const routes = Router();

  routes.use((request, response, next) => {
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
      'Access-Control-Allow-Headers': 'Content-Type',
      'Access-Control-Allow-Private-Network': 'true',
    });
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  });

  routes.get('/people', (_request, response) => {
    response.json(
      [...organization.users.values()].map((user) => ({
        ciUserId: user.ciUserId,
        id: user.id,
        name: `${user.firstName} ${user.lastName}`,
        email: user.email,
        profileType: organization.userProfiles.get(user.userProfileId)?.profileType,
        teams: user.teamIds.map((id) => organization.teams.get(id)?.name),
        remark: remarkOn(organization, user),
      })),
    );
  });

  routes.post('/desktop-tokens', (request, response) => {
    const { ciUserId, expiresInSeconds } = isObject(request.body) ? request.body : {};
    if (typeof ciUserId !== 'string') throw refused('Give a ciUserId; GET /_simulator/people lists them.');
    const life = typeof expiresInSeconds === 'number' ? { expiresInSeconds } : {};
    const accessToken = simulator.issueDesktopToken(ciUserId, life);
    response.status(201).json({ accessToken, orgId: organization.id });
  });
  routes.post('/desktop-tokens/expire', (request, response) => {
    const { accessToken } = isObject(request.body) ? request.body : {};
    simulator.expireToken(String(accessToken));
    response.status(204).end();
  });
  routes.post('/admin-tokens/revoke', (_request, response) => {
    simulator.revokeAdminTokens();
    response.status(204).end();
  });
  routes.get('/credentials', (_request, response) => {
    response.json(simulator.credentials);
  });

  routes.get('/state', (_request, response) => {
    const shown = Object.entries(organization).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Map ? [...(value as Map<string, unknown>).values()] : value,
    ]);
    response.json(Object.fromEntries(shown));
  });
  routes.post('/skill-profiles/:id/edit-elsewhere', (request, response) => {
    simulator.editElsewhere(request.params.id, colleagueEdit(request.body as SkillValueChange));
    response.json(organization.skillProfiles.get(request.params.id));
  });

  routes.get('/switches', (_request, response) => {
    response.json(shownSwitches(switches));
  });
  routes.get('/switch-positions', (_request, response) => {
    response.json(switchPositions);
  });
  routes.patch('/switches', (request, response) => {
    setSwitches(switches, request.body);
    response.json(shownSwitches(switches));
  });
  routes.delete('/switches', (_request, response) => {
    Object.assign(switches, defaultSwitches());
    response.json(shownSwitches(switches));
  });

  routes.get('/faults', (_request, response) => {
    response.json(faults);
  });
  routes.post('/faults', (request, response) => {
    if (!isObject(request.body))
      throw refused('Give a fault, e.g. {"method":"PUT","path":"/skill-profile/","status":503}.');
    faults.push(request.body);
    response.status(201).json(faults);
  });
  routes.delete('/faults', (_request, response) => {
    faults.length = 0;
    response.status(204).end();
  });

  routes.get('/requests', (_request, response) => {
    response.json(requests);
  });
  routes.delete('/requests', (_request, response) => {
    requests.length = 0;
    response.status(204).end();
  });

  return routes;
}

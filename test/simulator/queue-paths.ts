import { Router, type RequestHandler } from 'express';
import { bareList, listAnswer, pageAnswer, type Listing } from './list-answer.ts';
import type { ContactServiceQueue, Skill, SkillRequirement } from './organization.ts';
import { writtenSkillType } from './skill-documents.ts';
import { profileMatches } from './skill-requirement-match.ts';
import { notFound } from './webex-error.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

const words: Record<string, string> = { '>=': 'GREATER_THAN_OR_EQUAL_TO', '<=': 'LESS_THAN_OR_EQUAL_TO' };

function writtenValue(world: World, skill: Skill | undefined, value: string): string {
  if (world.switches.enumRequirementValue === 'name') return value;
  return skill?.enumSkillValues.find(({ name }) => name === value)?.id ?? value;
}

function requirementDocument(world: World, queue: ContactServiceQueue, requirement: SkillRequirement): Json {
  const { organizationId, version, createdTime, lastUpdatedTime } = queue;
  const skill = world.organization.skills.get(requirement.skillId);
  const condition =
    world.switches.proficiencyConditionTokens === 'words'
      ? (words[requirement.condition] ?? requirement.condition)
      : requirement.condition;
  return {
    ...{ organizationId, version, createdTime, lastUpdatedTime },
    ...requirement,
    condition,
    skillValue: writtenValue(world, skill, requirement.skillValue),
    dynamicSkill: skill?.dynamicSkill ?? false,
    ...(skill ? { skillName: skill.name, skillType: writtenSkillType(world, skill.skillType) } : {}),
  };
}

function queueDocument(world: World, queue: ContactServiceQueue): Json {
  return {
    ...queue,
    queueSkillRequirements: queue.queueSkillRequirements.map((one) => requirementDocument(world, queue, one)),
    checkAgentAvailability: false,
    maxActiveContacts: 100,
    maxTimeInQueue: 600,
    timezone: 'Europe/Dublin',
    outdialCampaignEnabled: false,
    monitoringPermitted: true,
    parkingPermitted: true,
    recordingPermitted: true,
    recordingAllCallsPermitted: false,
    pauseRecordingPermitted: true,
    systemDefault: false,
    manuallyAssignable: false,
  };
}

const listing = (world: World): Listing => ({
  documents: [...world.organization.queues.values()].map((queue) => queueDocument(world, queue)),
  arrayFields: ['queueSkillRequirements', 'callDistributionGroups', 'agents'],
  filterFields: ['id', 'name', 'queueRoutingType', 'queueType', 'channelType', 'routingType', 'active'],
  searchColumns: ['name', 'description'],
});

export function queuePaths(world: World): Router {
  const routes = Router();
  routes.get(['/v2/contact-service-queue', '/v3/contact-service-queue'], (request, response) => {
    response.json(listAnswer(world, request, listing(world)));
  });
  routes.get('/contact-service-queue', (request, response) => {
    response.json(bareList(world, request, listing(world)));
  });

  routes.get('/contact-service-queue/by-skill-profile-id/:id', (request, response) => {
    const profile = world.organization.skillProfiles.get(request.params.id);
    if (!profile) throw notFound('skill-profile', request.params.id);
    const matching = [...world.organization.queues.values()].filter(
      ({ active, queueRoutingType, queueSkillRequirements }) =>
        active && queueRoutingType === 'SKILL_BASED' && profileMatches(world, profile, queueSkillRequirements),
    );
    const rows = matching.map(({ id, name, channelType }) => ({
      ...{ id, name, channelType },
      qsrType: 'SKILL_PROFILE',
      skillProfileSkillsMatch: true,
      dynamicSkillsMatch: false,
    }));
    response.json(pageAnswer(world, request, rows));
  });

  const item: RequestHandler<{ id: string }> = (request, response) => {
    const queue = world.organization.queues.get(request.params.id);
    if (!queue) throw notFound('contact-service-queue', request.params.id);
    response.json(queueDocument(world, world.visible(queue)));
  };
  // The only entity whose item answers under v2 as well.
  routes.get('/contact-service-queue/:id', item);
  routes.get('/v2/contact-service-queue/:id', item);
  return routes;
}

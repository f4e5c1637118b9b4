import type { Deviation } from './known-deviations.ts';

const undocumentedPath = /^the path is not in the published documents$/;

/** What a client rightly sends although the published documents say otherwise. */
export const requestDeviations: readonly Deviation[] = [
  {
    id: 'request-boolean-value-not-required',
    of: 'request',
    method: /^(POST|PUT)$/,
    path: /^\/skill-profile(\/[^/]+|\/bulk)?$/,
    message: /^body: (\/items\/\d+\/item)?\/activeSkills\/\d+ must have required property 'booleanValue'$/,
    document: 'ActiveSkillDTO requires booleanValue of every active skill.',
    webex: 'Accepts {skillId, proficiencyValue} and {skillId, textValue}.',
    source: '1.2, 3.3',
  },
  {
    id: 'request-null-values-of-other-types',
    of: 'request',
    method: /^(POST|PUT)$/,
    path: /^\/skill-profile(\/[^/]+|\/bulk)?$/,
    message:
      /^body: (\/items\/\d+\/item)?\/activeSkills\/\d+\/(booleanValue|textValue|proficiencyValue) must be \w+, is null$/,
    document: 'The value fields of an active skill cannot be null.',
    webex: 'Some organizations answer null for the fields of other types; a client may send back what it read.',
    source: '1.2 (switch otherTypesFields)',
  },
  {
    id: 'request-user-bulk-items-are-partial',
    of: 'request',
    method: /^PATCH$/,
    path: /^\/user\/bulk$/,
    message:
      /^body: \/items\/\d+\/item must have required property '(active|ciUserId|contactCenterEnabled|email|firstName|lastName|userProfileId)'$/,
    document: 'Types the item as a whole UserDTO, while its own text says that only id is mandatory.',
    webex: 'Takes partial users with their id.',
    source: '1.4',
  },
  {
    id: 'request-skill-requirements-are-a-list',
    of: 'request',
    method: /^POST$/,
    path: /^\/user\/fetch-by-skill-requirements$/,
    message:
      /^body: {2}must (NOT have additional properties 'skillRequirements'|have required property '(condition|skillId|skillValue)')$/,
    document: 'Types the body as one QueueSkillRequirementDTO, while its own example wraps several.',
    webex: 'Takes {skillRequirements: […]}.',
    source: '1.4',
  },
  {
    id: 'request-oauth-is-published-elsewhere',
    of: 'request',
    method: /^(GET|POST)$/,
    path: /^\/v1\/(access_token|authorize|authorizations\/tokenExpiry)$|^\/idb\/oauth2\/v1\/revoke$/,
    message: undocumentedPath,
    document: 'Not in the two documents.',
    webex: 'Described on the developer site only.',
    source: '6',
  },
  {
    id: 'request-organization-probe',
    of: 'request',
    method: /^GET$/,
    path: /^$/,
    message: undocumentedPath,
    document: 'Not in the part of the document that we have.',
    webex: 'GET /organization/{orgid} answers in the right region.',
    source: '5',
  },
  {
    id: 'request-desktop-layouts-were-cut-off',
    of: 'request',
    method: /^GET$/,
    path: /^\/(v2\/)?desktop-layout(\/[^/]+)?$/,
    message: undocumentedPath,
    document: 'Not in the part of the document that we have.',
    webex: 'Published in the whole of it, with page and pageSize.',
    source: 'agent-desktop.md 2',
  },
];

/** Written by “npm run openapi” from the types in shared/; a test says when it is to be run again. What a route is sent and answers; null: nothing, or no JSON. */
export const derivedRoutes: Readonly<Record<string, { body: object | null; answer: object | null }>> = {
  live: { body: null, answer: null },
  ready: { body: null, answer: null },
  openapi: { body: null, answer: null },
  metrics: { body: null, answer: null },
  sessionKeys: { body: null, answer: null },
  widgetFile: { body: null, answer: null },
  consolePage: { body: null, answer: null },
  readLayout: { body: null, answer: { $ref: '#/components/schemas/LayoutDesk' } },
  mergeLayout: {
    body: { $ref: '#/components/schemas/LayoutUpload' },
    answer: { $ref: '#/components/schemas/LayoutFile' },
  },
  removeLayoutPage: {
    body: { type: 'object', properties: { layout: { type: 'string' } }, required: ['layout'] },
    answer: { $ref: '#/components/schemas/LayoutFile' },
  },
  consoleDoor: { body: null, answer: null },
  consoleHome: { body: null, answer: null },
  consoleFile: { body: null, answer: null },
  finishConsent: { body: null, answer: null },
  readAdminStatus: { body: null, answer: { $ref: '#/components/schemas/AdminStatus' } },
  runDoctor: {
    body: { $ref: '#/components/schemas/DoctorRequest' },
    answer: { $ref: '#/components/schemas/DoctorReport' },
  },
  renewToken: { body: null, answer: { $ref: '#/components/schemas/TokenView' } },
  readPolicy: { body: null, answer: { $ref: '#/components/schemas/PolicyState' } },
  previewPolicy: {
    body: { $ref: '#/components/schemas/PolicyRequest' },
    answer: { $ref: '#/components/schemas/PolicyImpact' },
  },
  replacePolicy: {
    body: { $ref: '#/components/schemas/PolicyRequest' },
    answer: { $ref: '#/components/schemas/PolicySaved' },
  },
  searchAudit: { body: null, answer: { $ref: '#/components/schemas/AuditPage' } },
  verifyAudit: {
    body: { type: 'object', properties: { head: { type: 'string' } } },
    answer: { $ref: '#/components/schemas/AuditVerification' },
  },
  exportAudit: { body: { $ref: '#/components/schemas/AuditExportRequest' }, answer: null },
  listDeviations: { body: null, answer: { $ref: '#/components/schemas/DeviationList' } },
  endDeviation: { body: null, answer: { $ref: '#/components/schemas/Change' } },
  takeIncident: { body: null, answer: { $ref: '#/components/schemas/Change' } },
  pauseWriting: { body: null, answer: { $ref: '#/components/schemas/WritingView' } },
  resumeWriting: { body: null, answer: { $ref: '#/components/schemas/WritingView' } },
  lockToken: { body: null, answer: { $ref: '#/components/schemas/WritingView' } },
  disconnectOrganization: {
    body: { type: 'object', properties: { organizationId: { type: 'string' } }, required: ['organizationId'] },
    answer: { $ref: '#/components/schemas/Disconnected' },
  },
  readConnectSettings: { body: null, answer: { $ref: '#/components/schemas/ConnectSettings' } },
  startConsent: {
    body: { $ref: '#/components/schemas/ConsentStart' },
    answer: { $ref: '#/components/schemas/ConsentLink' },
  },
  readConsentAttempt: { body: null, answer: { $ref: '#/components/schemas/ConsentAttemptView' } },
  connectServiceApp: {
    body: { $ref: '#/components/schemas/ServiceAppRequest' },
    answer: { $ref: '#/components/schemas/ConnectReport' },
  },
  startSignIn: { body: null, answer: null },
  finishSignIn: { body: null, answer: null },
  readSignInOffer: { body: null, answer: { $ref: '#/components/schemas/SignInOffer' } },
  useSetupCode: {
    body: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
    answer: {
      type: 'object',
      properties: {
        role: { type: 'string', enum: ['setup', 'viewer', 'operator', 'admin'] },
        expiresAt: { type: 'string' },
      },
      required: ['role', 'expiresAt'],
    },
  },
  testSsoSettings: {
    body: { $ref: '#/components/schemas/SsoSettingsRequest' },
    answer: { type: 'object', properties: { continueAt: { type: 'string' } }, required: ['continueAt'] },
  },
  readSsoSettings: { body: null, answer: { $ref: '#/components/schemas/SsoView' } },
  tryMappingRules: {
    body: {
      type: 'object',
      properties: {
        rules: { type: 'array', items: { $ref: '#/components/schemas/MappingRule' } },
        claims: { type: 'object' },
      },
      required: ['rules', 'claims'],
    },
    answer: { $ref: '#/components/schemas/DryRunAnswer' },
  },
  readMe: { body: null, answer: { $ref: '#/components/schemas/ConsoleMe' } },
  signOut: { body: null, answer: { $ref: '#/components/schemas/SignedOut' } },
  listConsoleSessions: {
    body: null,
    answer: {
      type: 'object',
      properties: { sessions: { type: 'array', items: { $ref: '#/components/schemas/ConsoleSessionView' } } },
      required: ['sessions'],
    },
  },
  endConsoleSession: { body: null, answer: null },
  exchangeDesktopToken: { body: null, answer: { $ref: '#/components/schemas/SessionGranted' } },
  endSession: { body: null, answer: null },
  listSkillProfiles: { body: null, answer: { $ref: '#/components/schemas/SkillProfileList' } },
  readSkillProfile: { body: null, answer: { $ref: '#/components/schemas/SkillProfileView' } },
  listAgents: { body: null, answer: { $ref: '#/components/schemas/AgentList' } },
  listSupervisors: { body: null, answer: { $ref: '#/components/schemas/SupervisorList' } },
  readDraft: { body: null, answer: { $ref: '#/components/schemas/Draft' } },
  keepDraft: { body: { $ref: '#/components/schemas/DraftRequest' }, answer: { $ref: '#/components/schemas/Draft' } },
  removeDraft: { body: null, answer: null },
  previewEdits: {
    body: {
      type: 'object',
      properties: { edits: { type: 'array', items: { $ref: '#/components/schemas/Edit' } } },
      required: ['edits'],
    },
    answer: { $ref: '#/components/schemas/ChangePreview' },
  },
  makeChange: { body: { $ref: '#/components/schemas/ChangeRequest' }, answer: { $ref: '#/components/schemas/Change' } },
  listChanges: { body: null, answer: { $ref: '#/components/schemas/ChangeList' } },
  readChange: { body: null, answer: { $ref: '#/components/schemas/Change' } },
  undoChange: { body: { $ref: '#/components/schemas/UndoRequest' }, answer: { $ref: '#/components/schemas/Change' } },
  previewUndo: { body: null, answer: { $ref: '#/components/schemas/ChangePreview' } },
  moveLease: { body: { $ref: '#/components/schemas/LeaseMove' }, answer: { $ref: '#/components/schemas/Change' } },
  stopChange: { body: null, answer: { $ref: '#/components/schemas/Change' } },
  continueChange: { body: null, answer: { $ref: '#/components/schemas/Change' } },
};

export const derivedSchemas: Readonly<Record<string, object>> = {
  AdminStatus: {
    type: 'object',
    properties: {
      organizationId: { type: 'string' },
      publicUrl: { type: 'string' },
      contactCenterUrl: { type: 'string' },
      checks: { type: 'array', items: { $ref: '#/components/schemas/Check' } },
      token: { $ref: '#/components/schemas/TokenView' },
      writing: { $ref: '#/components/schemas/WritingView' },
      snapshot: {
        type: 'object',
        properties: {
          asOf: { type: 'string' },
          skillProfiles: { type: 'number' },
          agents: { type: 'number' },
          teams: { type: 'number' },
          supervisors: { type: 'number' },
        },
        required: ['asOf', 'skillProfiles', 'agents', 'teams', 'supervisors'],
        description: 'When the organization was last read, and how much of it.',
      },
      deviations: {
        type: 'object',
        properties: { open: { type: 'number' }, incidents: { type: 'number' } },
        required: ['open', 'incidents'],
        description: 'How many leases are open, and how many incidents nobody has taken.',
      },
    },
    required: ['organizationId', 'publicUrl', 'contactCenterUrl', 'checks', 'token', 'writing', 'deviations'],
  },
  AgentList: {
    type: 'object',
    properties: {
      asOf: { type: 'string' },
      agents: { type: 'array', items: { $ref: '#/components/schemas/AgentView' } },
    },
    required: ['asOf', 'agents'],
  },
  AgentView: {
    description: "An agent in scope. The effective profile is his own, else his team's, else none.",
    type: 'object',
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      teams: { type: 'array', items: { type: 'string' } },
      skillProfileId: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      effectiveSkillProfileId: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      source: { type: 'string', enum: ['none', 'own', 'team'] },
      editable: { type: 'boolean' },
      reason: { type: 'string' },
      reasonCode: {
        type: 'string',
        enum: [
          'needs-reauthorization',
          'paused',
          'stage',
          'not-found',
          'outside-scope',
          'unused-profile',
          'no-skill-profile-permission',
          'no-reskill-permission',
          'protected-skill',
          'last-skill',
          'too-many-agents',
          'rights-lost',
          'lease-ended',
          'older-database',
          'webex-refused',
          'webex-busy',
          'webex-unavailable',
          'webex-answer-invalid',
          'organization-not-connected',
        ],
      },
    },
    required: ['id', 'name', 'teams', 'skillProfileId', 'effectiveSkillProfileId', 'source', 'editable'],
  },
  AllowedHost: {
    description: "A host that the desktop must be let reach, in Control Hub's list of allowed domains.",
    type: 'object',
    properties: {
      host: { type: 'string', description: 'As it is entered there.' },
      directives: {
        type: 'array',
        items: { type: 'string', enum: ['script-src', 'connect-src'] },
        description: 'The parts of a content security policy in which it has to be.',
      },
      purpose: { type: 'string' },
    },
    required: ['host', 'directives', 'purpose'],
  },
  AssignmentEdit: {
    description: 'Another profile for one agent; null is "the one of his team".',
    type: 'object',
    properties: {
      userId: { type: 'string' },
      fromSkillProfileId: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      toSkillProfileId: { anyOf: [{ type: 'null' }, { type: 'string' }] },
    },
    required: ['userId', 'fromSkillProfileId', 'toSkillProfileId'],
  },
  AuditExportRequest: {
    type: 'object',
    properties: {
      format: { type: 'string', enum: ['csv', 'jsonl'] },
      from: { type: 'string', description: 'ISO 8601; `to` is the first moment that is left out.' },
      to: { type: 'string' },
    },
    required: ['format'],
  },
  AuditPage: {
    description: 'Newest first. With `nextCursor` there may be more, also behind an empty page.',
    type: 'object',
    properties: {
      records: { type: 'array', items: { $ref: '#/components/schemas/AuditRecordView' } },
      nextCursor: { type: 'string' },
    },
    required: ['records'],
  },
  AuditRecordView: {
    description: 'An audit record; pseudonyms in `actor` and `body` are opened by `people` unless they were forgotten.',
    type: 'object',
    properties: {
      seq: { type: 'number' },
      mac: { type: 'string' },
      at: { type: 'string' },
      action: { type: 'string' },
      actor: { type: 'string' },
      body: { type: 'object', additionalProperties: {} },
      people: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: { id: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
          required: ['id', 'name', 'email'],
        },
      },
    },
    required: ['seq', 'mac', 'at', 'action', 'actor', 'body', 'people'],
  },
  AuditVerification: {
    type: 'object',
    properties: {
      valid: { type: 'boolean' },
      records: { type: 'number' },
      head: { type: 'string', description: '`SEQ:MAC`, to be written down for the next time.' },
      cut: {
        type: 'object',
        properties: { seq: { type: 'number' }, checkpoint: { type: 'number' } },
        required: ['seq', 'checkpoint'],
      },
      forgotten: { type: 'number' },
      faults: {
        type: 'array',
        items: {
          type: 'object',
          properties: { kind: { type: 'string' }, seq: { type: 'number' }, detail: { type: 'string' } },
          required: ['kind', 'seq', 'detail'],
        },
      },
    },
    required: ['valid', 'records', 'head', 'forgotten', 'faults'],
  },
  Change: {
    description: 'What one person did in one step. Times are ISO 8601 in UTC.',
    type: 'object',
    properties: {
      id: { type: 'string' },
      actor: {
        type: 'object',
        properties: { id: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
        required: ['id', 'name', 'email'],
      },
      reason: { type: 'string' },
      createdAt: {
        type: 'string',
        description:
          'Of a Change `via` elsewhere this is when it was noticed: when it was made, and by whom, nobody tells us.',
      },
      via: { type: 'string', enum: ['lease-end', 'elsewhere'] },
      reverts: { type: 'string', description: 'The Change that this one takes back.' },
      revertedBy: { type: 'string', description: 'The newest Change that took this one back, or a part of it.' },
      startsAt: { type: 'string', description: 'When it is to begin; absent: at once.' },
      until: { type: 'string', description: 'When Skilldesk puts it back by itself; absent: never.' },
      owner: { type: 'string', description: 'Whose the end is: the id and the name of a person.' },
      ownerName: { type: 'string' },
      endedAt: { type: 'string', description: 'When its end began: nothing of it can be moved any more.' },
      incident: {
        $ref: '#/components/schemas/Incident',
        description: 'Something about its end that somebody is to look at.',
      },
      terms: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            at: { type: 'string' },
            actor: { type: 'string' },
            actorName: { type: 'string' },
            until: { anyOf: [{ type: 'null' }, { type: 'string' }] },
            owner: { type: 'string' },
            ownerName: { type: 'string' },
          },
          required: ['at', 'actor', 'actorName', 'until', 'owner', 'ownerName'],
        },
        description: 'Each move of the end or the owner, oldest first; null is "for good".',
      },
      items: { type: 'array', items: { $ref: '#/components/schemas/ChangeItem' } },
    },
    required: ['id', 'actor', 'reason', 'createdAt', 'terms', 'items'],
  },
  ChangeItem: {
    description:
      "One edit of a Change and what became of it. An assignment's `diff` is what that person gains and loses by it.",
    type: 'object',
    properties: {
      skillProfileId: { type: 'string' },
      userId: { type: 'string' },
      teamId: {
        type: 'string',
        description: 'A team that was given another profile at Webex: Skilldesk itself never does that.',
      },
      deleted: {
        type: 'object',
        properties: { name: { type: 'string' } },
        required: ['name'],
        description: 'The profile was deleted at Webex, and had this name.',
      },
      fromSkillProfileId: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      toSkillProfileId: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      outcome: {
        type: 'string',
        enum: [
          'unchanged',
          'pending',
          'failed',
          'superseded',
          'in-doubt',
          'verified',
          'conflict',
          'refused',
          'not-effective',
          'stopped',
          'scheduled',
          'sent',
        ],
      },
      rule: {
        type: 'string',
        enum: [
          'needs-reauthorization',
          'paused',
          'stage',
          'not-found',
          'outside-scope',
          'unused-profile',
          'no-skill-profile-permission',
          'no-reskill-permission',
          'protected-skill',
          'last-skill',
          'too-many-agents',
          'rights-lost',
          'lease-ended',
          'older-database',
          'webex-refused',
          'webex-busy',
          'webex-unavailable',
          'webex-answer-invalid',
          'organization-not-connected',
        ],
      },
      diff: { type: 'array', items: { $ref: '#/components/schemas/SkillDifference' } },
      asked: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: {
                skillId: { type: 'string' },
                value: {
                  anyOf: [
                    { type: 'boolean' },
                    { type: 'null' },
                    { type: 'string' },
                    { type: 'number' },
                    { type: 'array', items: { type: 'string' } },
                  ],
                },
              },
              required: ['skillId', 'value'],
            },
            {
              type: 'object',
              properties: { skillId: { type: 'string' }, add: { type: 'number' } },
              required: ['skillId', 'add'],
            },
          ],
        },
        description:
          'Of a profile, before its begin: what its skills are to be, null to be taken out, or how much more (or less). What that changes is known then.',
      },
      conflict: { $ref: '#/components/schemas/Conflict' },
      leftOut: {
        type: 'array',
        items: { $ref: '#/components/schemas/LeftOut' },
        description:
          "Skills that stayed as they were: the edit's conditions did not hold for them, or somebody changed them since what is undone.",
      },
      trackingId: { type: 'string' },
      names: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description:
          'By id, as they were called when it was asked for: the profile or agent, the skills with their choices, the teams in scope.',
      },
      reached: {
        type: 'object',
        properties: {
          agents: { type: 'number' },
          teams: { type: 'array', items: { type: 'string' } },
          otherTeams: { type: 'number' },
        },
        required: ['agents', 'teams', 'otherTeams'],
        description: 'Whom it reached then: active agents, teams in scope, and how many others.',
      },
    },
    required: ['outcome', 'diff'],
  },
  ChangeList: {
    type: 'object',
    properties: {
      changes: { type: 'array', items: { $ref: '#/components/schemas/Change' } },
      nextCursor: { type: 'string' },
    },
    required: ['changes'],
  },
  ChangePreview: {
    description: 'What edits would do together. The id stands for what was shown to this person, for ten minutes.',
    type: 'object',
    properties: {
      previewId: { type: 'string' },
      asOf: { type: 'string' },
      items: { type: 'array', items: { $ref: '#/components/schemas/PreviewItem' } },
    },
    required: ['previewId', 'asOf', 'items'],
  },
  ChangeRequest: {
    description: 'What one person asks for in one step.',
    type: 'object',
    properties: {
      edits: { type: 'array', items: { $ref: '#/components/schemas/Edit' } },
      reason: { type: 'string' },
      previewId: { type: 'string', description: 'The preview that this person agreed to.' },
      acknowledge: {
        type: 'boolean',
        description: 'He agrees to the use outside of his scope that this preview showed.',
      },
      startsAt: {
        type: 'string',
        description:
          'When it is to begin, and when Skilldesk is to put it back: ISO 8601 with a zone, at most a year ahead.',
      },
      until: { type: 'string' },
    },
    required: ['edits', 'reason'],
  },
  Check: {
    description: 'One line of the checklist. `unknown`: nothing that Skilldesk can see tells.',
    type: 'object',
    properties: {
      name: {
        type: 'string',
        enum: ['sso', 'organization', 'probes', 'token-manager', 'widget-host', 'layout', 'first-supervisor'],
      },
      state: { type: 'string', enum: ['unknown', 'done', 'open'] },
      found: { type: 'string', description: 'What was found, and unless it is done what to do next.' },
      next: { type: 'string' },
    },
    required: ['name', 'state', 'found'],
  },
  ClientView: {
    description: 'Where the client of a way in comes from, when nobody gives another.',
    type: 'object',
    properties: {
      clientId: { type: 'string' },
      applicationId: { type: 'string', description: 'Of a Service App.' },
      source: {
        type: 'string',
        enum: ['environment', 'vault', 'none'],
        description: '`none`: the wizard has to be given one.',
      },
    },
    required: ['source'],
  },
  Conflict: {
    description:
      'What stood in the way. For values: each touched skill, and the revision to base the next edit on. For an assignment: the three profiles.',
    type: 'object',
    properties: {
      revision: { type: 'string' },
      skills: { type: 'array', items: { $ref: '#/components/schemas/SkillConflict' } },
      assignment: {
        type: 'object',
        properties: {
          base: { anyOf: [{ type: 'null' }, { type: 'string' }] },
          theirs: { anyOf: [{ type: 'null' }, { type: 'string' }] },
          mine: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        },
        required: ['base', 'theirs', 'mine'],
      },
    },
    required: ['skills'],
  },
  ConnectReport: {
    description: 'How a way in ended. Unless it is `active`, what was in use before is still in use.',
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['token-manager', 'service-app', 'integration'] },
      state: { type: 'string', enum: ['pending', 'active', 'locked', 'failed', 'refused'] },
      steps: { type: 'array', items: { $ref: '#/components/schemas/ConnectStep' } },
    },
    required: ['kind', 'state', 'steps'],
  },
  ConnectSettings: {
    description: 'What the connect wizard begins with.',
    type: 'object',
    properties: {
      redirectUri: { type: 'string', description: 'To be registered at developer.webex.com, letter by letter.' },
      redirectFault: {
        type: 'string',
        description: 'Set when WEBEX_REDIRECT_URI leads elsewhere, so that no answer would come back here.',
      },
      scopes: {
        type: 'object',
        properties: {
          'token-manager': { type: 'array', items: { type: 'string' } },
          'service-app': { type: 'array', items: { type: 'string' } },
          integration: { type: 'array', items: { type: 'string' } },
        },
        required: ['token-manager', 'service-app', 'integration'],
      },
      integration: { $ref: '#/components/schemas/ClientView' },
      'token-manager': { $ref: '#/components/schemas/ClientView' },
      'service-app': { $ref: '#/components/schemas/ClientView' },
      canMint: {
        type: 'boolean',
        description: 'Whether there is a token manager by which a pair for the Service App can be minted.',
      },
    },
    required: ['redirectUri', 'scopes', 'integration', 'token-manager', 'service-app', 'canMint'],
  },
  ConnectStep: {
    description: '`not-tried`: an earlier one failed, or does not belong to this way in.',
    type: 'object',
    properties: {
      name: { type: 'string', enum: ['organization', 'consent', 'client', 'token', 'scopes', 'contact-center'] },
      state: { type: 'string', enum: ['ok', 'failed', 'waiting', 'not-tried'] },
      says: { type: 'string' },
      next: { type: 'string', description: 'What to do next, where it is not ok.' },
    },
    required: ['name', 'state', 'says'],
  },
  ConsentAttemptView: {
    description: 'An attempt by consent: `report` once the browser has come back.',
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['token-manager', 'integration'] },
      state: { type: 'string', enum: ['open', 'expired', 'ended'] },
      report: { $ref: '#/components/schemas/ConnectReport' },
    },
    required: ['kind', 'state'],
  },
  ConsentLink: {
    description: 'Where the browser is to go. The attempt is good for this console session, once, until then.',
    type: 'object',
    properties: { url: { type: 'string' }, attemptId: { type: 'string' }, expiresAt: { type: 'string' } },
    required: ['url', 'attemptId', 'expiresAt'],
  },
  ConsentStart: {
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['token-manager', 'integration'] },
      clientId: {
        type: 'string',
        description: "Both or none: without them the environment's or the vault's are used.",
      },
      clientSecret: { type: 'string' },
    },
    required: ['kind'],
  },
  ConsoleMe: {
    description:
      'Who is signed in at the console. `person` is absent for whoever came by a setup code, that is by the host itself.',
    type: 'object',
    properties: {
      person: {
        type: 'object',
        properties: { id: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
        required: ['id', 'name', 'email'],
      },
      role: { type: 'string', enum: ['viewer', 'operator', 'admin'] },
      reason: { $ref: '#/components/schemas/RoleReason' },
      startedAt: { type: 'string' },
      expiresAt: { type: 'string' },
      recentUntil: { type: 'string', description: 'Until when nothing asks for another sign-in; past when it does.' },
    },
    required: ['role', 'startedAt', 'expiresAt', 'recentUntil'],
  },
  ConsoleSessionView: {
    description: 'A session as it is listed; its id ends it and proves nothing.',
    type: 'object',
    properties: {
      id: { type: 'string' },
      person: {
        type: 'object',
        properties: { id: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
        required: ['id', 'name', 'email'],
      },
      role: { type: 'string', enum: ['setup', 'viewer', 'operator', 'admin'] },
      browser: { type: 'string' },
      startedAt: { type: 'string' },
      usedAt: { type: 'string' },
      expiresAt: { type: 'string' },
      current: { type: 'boolean', description: 'The one that asks.' },
    },
    required: ['id', 'role', 'browser', 'startedAt', 'usedAt', 'expiresAt', 'current'],
  },
  Covered: {
    description:
      'A team, or a supervisor, and what he finds in his desktop. `id` of a supervisor is that in Common Identity.',
    type: 'object',
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      layoutId: {
        anyOf: [{ type: 'null' }, { type: 'string' }],
        description: 'The layout that decides; null where nobody can say which.',
      },
      standing: { $ref: '#/components/schemas/PageStanding' },
      reason: { type: 'string', description: 'By what the layout is decided, or why nobody can say.' },
    },
    required: ['id', 'name', 'layoutId', 'standing', 'reason'],
  },
  CredentialKind: { type: 'string', enum: ['token-manager', 'service-app', 'integration', 'direct'] },
  CredentialView: {
    description: 'A credential without its secrets. Times are ISO 8601 in UTC; absent where nobody said.',
    type: 'object',
    properties: {
      kind: { $ref: '#/components/schemas/CredentialKind' },
      source: { type: 'string', enum: ['environment', 'given'] },
      state: { type: 'string' },
      clientId: { type: 'string' },
      createdAt: { type: 'string' },
      accessExpiresAt: { type: 'string' },
      refreshExpiresAt: { type: 'string' },
      nextRefreshAt: { type: 'string' },
      scopes: { type: 'array', items: { type: 'string' } },
      failure: {
        type: 'object',
        properties: {
          class: { type: 'string' },
          code: { type: 'string' },
          at: { type: 'string' },
          trackingId: { type: 'string' },
        },
        required: ['class', 'code', 'at'],
        description: 'The last thing that went wrong, by our own words for it.',
      },
    },
    required: ['kind', 'source', 'state', 'createdAt'],
  },
  DesktopReach: {
    description: 'Times are ISO 8601 in UTC, and of this server process alone unless said otherwise.',
    type: 'object',
    properties: {
      state: { $ref: '#/components/schemas/DesktopReachState' },
      detail: { type: 'string', description: 'What this means, and what to do.' },
      since: {
        type: 'string',
        description:
          'Since when this process has looked; whatever was before, or at another replica, it does not know.',
      },
      bundleLoaded: {
        type: 'object',
        properties: { first: { type: 'string' }, last: { type: 'string' } },
        required: ['first', 'last'],
      },
      apiReached: {
        type: 'object',
        properties: { first: { type: 'string' }, last: { type: 'string' } },
        required: ['first', 'last'],
      },
      supervisorSeen: {
        type: 'object',
        properties: { first: { type: 'string' }, last: { type: 'string' } },
        required: ['first', 'last'],
      },
      sessionAlive: {
        type: 'boolean',
        description: "Somebody's session lives now, at whichever replica it was granted.",
      },
      refusedOrigins: {
        type: 'array',
        items: { type: 'string' },
        description: 'Origins of pages that asked and may not.',
      },
    },
    required: ['state', 'detail', 'since', 'sessionAlive', 'refusedOrigins'],
  },
  DesktopReachState: {
    description:
      'Whether desktops come as far as the backend: `supervisor-seen` somebody was let in · `exchange-refused` they ask, and nobody was let in ·\n`origin-refused` their origin is not allowed · `api-never-reached` they load the bundle, and their policy keeps the API from it ·\n`bundle-not-seen` nobody loaded the bundle from this server, which says nothing of a CDN.',
    type: 'string',
    enum: ['supervisor-seen', 'exchange-refused', 'origin-refused', 'api-never-reached', 'bundle-not-seen'],
  },
  DeviationList: {
    description: 'Leases that are open and incidents that nobody has taken, of the whole organization, newest first.',
    type: 'object',
    properties: {
      asOf: { type: 'string' },
      deviations: { type: 'array', items: { $ref: '#/components/schemas/Change' } },
      nextCursor: { type: 'string' },
    },
    required: ['asOf', 'deviations'],
  },
  Disconnected: {
    type: 'object',
    properties: {
      destroyed: { type: 'array', items: { $ref: '#/components/schemas/CredentialKind' } },
      revoked: { type: 'array', items: { $ref: '#/components/schemas/CredentialKind' } },
      waiting: {
        type: 'array',
        items: {
          type: 'object',
          properties: { kind: { $ref: '#/components/schemas/CredentialKind' }, until: { type: 'string' } },
          required: ['kind', 'until'],
        },
      },
      steps: { type: 'array', items: { type: 'string' }, description: 'What a person has to do now, in order.' },
    },
    required: ['destroyed', 'revoked', 'waiting', 'steps'],
  },
  DoctorReport: {
    type: 'object',
    properties: {
      ok: { type: 'boolean' },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            probe: { type: 'string' },
            status: { type: 'string', enum: ['ok', 'warning', 'failed', 'skipped'] },
            cause: { type: 'string' },
            fix: { type: 'string' },
          },
          required: ['probe', 'status', 'cause', 'fix'],
        },
      },
    },
    required: ['ok', 'rows'],
  },
  DoctorRequest: {
    description:
      '`probeWrite`: the id or the name of a skill profile that is written back unchanged; it stands in the history.',
    type: 'object',
    properties: { allApis: { type: 'boolean' }, probeWrite: { type: 'string' } },
  },
  Draft: {
    description: "What a person has not saved yet. `savedAt` is the backend's, ISO 8601 in UTC.",
    type: 'object',
    properties: {
      savedAt: { type: 'string' },
      edits: { type: 'array', items: { $ref: '#/components/schemas/Edit' } },
      startsAt: { type: 'string', description: 'The begin that he has chosen so far.' },
      until: {
        anyOf: [{ type: 'null' }, { type: 'string' }],
        description: 'The end that he has chosen so far; null is "for good".',
      },
      reason: { type: 'string' },
      base: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          additionalProperties: {
            anyOf: [
              { type: 'boolean' },
              { type: 'null' },
              { type: 'string' },
              { type: 'number' },
              { type: 'array', items: { type: 'string' } },
            ],
          },
        },
        description:
          'By profile and skill, what was there when it was edited; null is "not in the profile". Without it, only the revision tells.',
      },
      tag: { type: 'string', description: 'A name of this state of the draft that no other has.' },
    },
    required: ['savedAt', 'edits'],
  },
  DraftRequest: {
    type: 'object',
    properties: {
      edits: { type: 'array', items: { $ref: '#/components/schemas/Edit' } },
      base: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          additionalProperties: {
            anyOf: [
              { type: 'boolean' },
              { type: 'null' },
              { type: 'string' },
              { type: 'number' },
              { type: 'array', items: { type: 'string' } },
            ],
          },
        },
        description:
          'By profile and skill, what was there when it was edited; null is "not in the profile". Without it, only the revision tells.',
      },
      reason: { type: 'string' },
      startsAt: { type: 'string', description: 'The begin that he has chosen so far.' },
      until: {
        anyOf: [{ type: 'null' }, { type: 'string' }],
        description: 'The end that he has chosen so far; null is "for good".',
      },
      tag: { type: 'string', description: 'A name of this state of the draft that no other has.' },
      over: {
        type: 'array',
        items: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        description:
          'The tags of the drafts whose place it may take, null for none at all; absent: any. Two pages of one person do not overwrite each other unseen by it.',
      },
    },
    required: ['edits'],
  },
  DryRunAnswer: {
    description: '`role` absent: nobody with these claims would be let in.',
    type: 'object',
    properties: {
      role: { type: 'string', enum: ['viewer', 'operator', 'admin'] },
      reason: { $ref: '#/components/schemas/RoleReason' },
    },
  },
  Edit: { anyOf: [{ $ref: '#/components/schemas/ValuesEdit' }, { $ref: '#/components/schemas/AssignmentEdit' }] },
  EditPolicy: {
    description:
      'Who must be in scope for the values of a profile to be edited: `strict` every user and team that has it · `acknowledge` the same, unless\nwho edits it was shown the use outside of his scope by a preview and agreed to it · `open` nobody.',
    type: 'string',
    enum: ['acknowledge', 'open', 'strict'],
  },
  EnumSkillValue: {
    type: 'object',
    properties: { id: { type: 'string' }, name: { type: 'string' } },
    required: ['id', 'name'],
  },
  Fault: {
    description:
      'One fault of a request: a dotted path into its body, and in English what is wrong there; `code` says the same to whoever has words of his own.',
    type: 'object',
    properties: {
      path: { type: 'string' },
      detail: { type: 'string' },
      code: {
        type: 'string',
        enum: [
          'skill-gone',
          'value-misfit',
          'begin-past',
          'end-past',
          'too-far-ahead',
          'end-before-begin',
          'owner-unfit',
          'preview-missing',
        ],
      },
      skill: { type: 'string', description: "With `value-misfit`: the skill's name." },
    },
    required: ['path', 'detail'],
  },
  Incident: {
    description:
      'What is wrong with the end of a lease: `superseded` somebody changed a value since, which was left · `failed` it was not carried out ·\n`in-doubt` nobody knows yet · `late` by 5 minutes. Open until `takenAt`.',
    type: 'object',
    properties: {
      code: { type: 'string', enum: ['failed', 'superseded', 'in-doubt', 'late'] },
      takenAt: { type: 'string' },
    },
    required: ['code'],
  },
  LadderStep: {
    description: 'What Skilldesk does, one after the other, when the access token ends; a person is the last.',
    type: 'object',
    properties: {
      rung: { type: 'string', enum: ['refresh-token', 'mint', 'person'] },
      state: { type: 'string', enum: ['ready', 'spent', 'missing'] },
      says: { type: 'string' },
    },
    required: ['rung', 'state', 'says'],
  },
  LayoutCoverage: {
    description: 'Who finds the page in his desktop, as Webex was read at `asOf`.',
    type: 'object',
    properties: {
      asOf: { type: 'string' },
      layouts: { type: 'array', items: { $ref: '#/components/schemas/LayoutStanding' } },
      teams: { type: 'array', items: { $ref: '#/components/schemas/Covered' } },
      supervisors: {
        type: 'array',
        items: { $ref: '#/components/schemas/Covered' },
        description: 'Absent: Webex does not show Skilldesk who supervises.',
      },
    },
    required: ['asOf', 'layouts', 'teams'],
  },
  LayoutDesk: {
    description: 'All that an administrator needs to put the page into desktops.',
    type: 'object',
    properties: {
      page: { type: 'object', description: 'One entry of `area.navigation`.' },
      hosts: { type: 'array', items: { $ref: '#/components/schemas/AllowedHost' } },
      reach: { $ref: '#/components/schemas/DesktopReach' },
      coverage: {
        anyOf: [
          { $ref: '#/components/schemas/LayoutCoverage' },
          { type: 'object', properties: { unread: { type: 'string' } }, required: ['unread'] },
        ],
        description: 'Or why Webex could not be asked.',
      },
    },
    required: ['page', 'hosts', 'reach', 'coverage'],
  },
  LayoutEntryChange: {
    description:
      'What became of the page in one persona: `unchanged` it was there as it should be · `absent` there was none to remove.',
    type: 'object',
    properties: {
      persona: { $ref: '#/components/schemas/Persona' },
      what: { type: 'string', enum: ['absent', 'added', 'updated', 'unchanged', 'removed'] },
    },
    required: ['persona', 'what'],
  },
  LayoutFile: {
    description: 'A layout as it is to be uploaded.',
    type: 'object',
    properties: {
      layout: { type: 'string', description: 'The text of the file, in which nothing else was changed.' },
      changes: { type: 'array', items: { $ref: '#/components/schemas/LayoutEntryChange' } },
      warnings: {
        type: 'array',
        items: { $ref: '#/components/schemas/Fault' },
        description: 'What is not ours and was left, but should be known.',
      },
    },
    required: ['layout', 'changes', 'warnings'],
  },
  LayoutStanding: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      isGlobal: { type: 'boolean', description: "That of whoever's team names none." },
      isActive: { type: 'boolean' },
      standing: { $ref: '#/components/schemas/PageStanding' },
      scripts: { type: 'array', items: { type: 'string' }, description: 'Where the bundle comes from in it.' },
      reason: { type: 'string', description: 'Why not `current`.' },
    },
    required: ['id', 'name', 'isGlobal', 'isActive', 'standing', 'scripts'],
  },
  LayoutUpload: {
    type: 'object',
    properties: {
      layout: { type: 'string', description: 'The text of the file as it was downloaded.' },
      script: { type: 'string', description: 'Where the bundle is, if not at the backend.' },
      label: { type: 'string' },
      route: { type: 'string' },
    },
    required: ['layout'],
  },
  LeaseMove: {
    description:
      'What becomes of the end of a Change: another one, none (null), or now (a past one); and whose it is from then on.',
    type: 'object',
    properties: { until: { anyOf: [{ type: 'null' }, { type: 'string' }] }, owner: { type: 'string' } },
  },
  LeftOut: {
    description:
      'A skill that stays as it is, since it does not meet the conditions of the edit; null stands for "not in the profile".',
    type: 'object',
    properties: {
      skillId: { type: 'string' },
      theirs: {
        anyOf: [
          { type: 'boolean' },
          { type: 'null' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
      },
    },
    required: ['skillId', 'theirs'],
  },
  Limits: {
    type: 'object',
    properties: {
      sessionExchangesPerMinute: { type: 'number', description: 'Per person.' },
      changesPerMinute: { type: 'number', description: 'Per person; a Change counts once, however many items it has.' },
      refusedExchangesPerMinute: { type: 'number', description: 'Per address.' },
    },
    required: ['sessionExchangesPerMinute', 'changesPerMinute', 'refusedExchangesPerMinute'],
  },
  MappingRule: {
    description:
      "Gives a role to whoever's claim matches. `claim` is a name, or a path that begins with a slash (RFC 6901: `/realm_access/roles`). `equals` wants\na text that is the value, `includes` a list of texts with the value in it; letter for letter, and nothing else is looked into.",
    type: 'object',
    properties: {
      claim: { type: 'string' },
      op: { type: 'string', enum: ['equals', 'includes'] },
      value: { type: 'string' },
      role: { type: 'string', enum: ['viewer', 'operator', 'admin'] },
    },
    required: ['claim', 'op', 'value', 'role'],
  },
  MemberImpact: {
    description:
      'What one changed member of the policy would do. Lists name at most `mostNamed`; the counts are of all.',
    type: 'object',
    properties: {
      member: {
        type: 'string',
        enum: ['edit', 'protectedSkills', 'stage', 'defaultEndMinutes', 'shiftEnds', 'retentionDays', 'limits'],
      },
      before: { type: 'string' },
      after: { type: 'string' },
      effects: { type: 'array', items: { type: 'string' }, description: 'What comes of it, in sentences.' },
      profiles: {
        type: 'object',
        properties: {
          count: { type: 'number' },
          named: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
        },
        required: ['count', 'named'],
      },
      teams: {
        type: 'object',
        properties: {
          count: { type: 'number' },
          named: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
        },
        required: ['count', 'named'],
      },
      persons: {
        type: 'object',
        properties: {
          count: { type: 'number' },
          named: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
        },
        required: ['count', 'named'],
      },
    },
    required: ['member', 'before', 'after', 'effects', 'profiles', 'teams', 'persons'],
  },
  Named: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } }, required: ['id', 'name'] },
  PageStanding: {
    description:
      '`outdated`: the page is there, with another address or other properties than today · `unknown`: Webex did not tell, and nobody guesses.',
    type: 'string',
    enum: ['current', 'outdated', 'absent', 'unknown'],
  },
  Persona: { type: 'string', enum: ['supervisor', 'supervisorAgent'] },
  Policy: {
    description: 'What an organization lets its people do with Skilldesk.',
    type: 'object',
    properties: {
      edit: { $ref: '#/components/schemas/EditPolicy' },
      protectedSkills: {
        type: 'array',
        items: { type: 'string' },
        description: 'Ids of skills that only administrators may change.',
      },
      stage: { $ref: '#/components/schemas/Stage' },
      defaultEndMinutes: {
        anyOf: [{ type: 'null' }, { type: 'number' }],
        description:
          'How long a Change lasts unless its person chooses another end; null: none is proposed. A proposal: the API puts no end where none is asked for.',
      },
      shiftEnds: { type: 'array', items: { $ref: '#/components/schemas/ShiftEnd' } },
      retentionDays: { type: 'number', description: 'How long audit records are kept.' },
      limits: { $ref: '#/components/schemas/Limits' },
    },
    required: ['edit', 'protectedSkills', 'stage', 'defaultEndMinutes', 'shiftEnds', 'retentionDays', 'limits'],
  },
  PolicyImpact: {
    description: '`asOf` null: Webex was not read yet, and nobody can say whom it affects.',
    type: 'object',
    properties: {
      version: { type: 'number' },
      asOf: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      members: { type: 'array', items: { $ref: '#/components/schemas/MemberImpact' } },
      warnings: {
        type: 'array',
        items: { type: 'string' },
        description: 'What would be taken as it is, and may be a mistake.',
      },
    },
    required: ['version', 'asOf', 'members', 'warnings'],
  },
  PolicyRequest: {
    description:
      '`version`: of the policy that the change was made to; another one by now answers 409 `preview-outdated`.',
    type: 'object',
    properties: { version: { type: 'number' }, policy: { $ref: '#/components/schemas/Policy' } },
    required: ['version', 'policy'],
  },
  PolicySaved: {
    type: 'object',
    properties: {
      warnings: { type: 'array', items: { type: 'string' } },
      policy: { $ref: '#/components/schemas/Policy' },
      version: { type: 'number' },
      changed: {
        type: 'object',
        properties: { by: { type: 'string' }, at: { type: 'string' } },
        required: ['by', 'at'],
      },
      editByEnvironment: {
        type: 'string',
        enum: ['acknowledge', 'open', 'strict'],
        description: 'EDIT_POLICY is set, holds instead of `policy.edit`, and cannot be changed here.',
      },
      names: {
        type: 'object',
        properties: {
          skills: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
          teams: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
          persons: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
        },
        required: ['skills', 'teams', 'persons'],
        description: 'By id, what the policy may name and what it does name, as far as Webex was read.',
      },
    },
    required: ['warnings', 'policy', 'version', 'names'],
  },
  PolicyState: {
    description: 'The policy as it is stored. `version` 0: nobody ever set one, and these are the defaults.',
    type: 'object',
    properties: {
      policy: { $ref: '#/components/schemas/Policy' },
      version: { type: 'number' },
      changed: {
        type: 'object',
        properties: { by: { type: 'string' }, at: { type: 'string' } },
        required: ['by', 'at'],
      },
      editByEnvironment: {
        type: 'string',
        enum: ['acknowledge', 'open', 'strict'],
        description: 'EDIT_POLICY is set, holds instead of `policy.edit`, and cannot be changed here.',
      },
      names: {
        type: 'object',
        properties: {
          skills: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
          teams: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
          persons: { type: 'array', items: { $ref: '#/components/schemas/Named' } },
        },
        required: ['skills', 'teams', 'persons'],
        description: 'By id, what the policy may name and what it does name, as far as Webex was read.',
      },
    },
    required: ['policy', 'version', 'names'],
  },
  PolicyView: {
    description:
      'The policy as the widget is told it: of a named stage only whether it includes this person, of the ends of shifts those of his teams.',
    type: 'object',
    properties: {
      edit: { $ref: '#/components/schemas/EditPolicy' },
      protectedSkills: { type: 'array', items: { type: 'string' } },
      stage: { type: 'string', enum: ['preview', 'all', 'named'] },
      mayWrite: { type: 'boolean', description: 'False: at this stage nothing that this person asks for is written.' },
      defaultEndMinutes: { anyOf: [{ type: 'null' }, { type: 'number' }] },
      shiftEnds: { type: 'array', items: { $ref: '#/components/schemas/ShiftEnd' } },
    },
    required: ['edit', 'protectedSkills', 'stage', 'mayWrite', 'defaultEndMinutes', 'shiftEnds'],
  },
  PreviewItem: {
    description:
      'What one edit would do. `agents` counts active users by how they have the profile; an assignment reaches the one it is for.',
    type: 'object',
    properties: {
      skillProfileId: { type: 'string' },
      userId: { type: 'string' },
      diff: { type: 'array', items: { $ref: '#/components/schemas/SkillDifference' } },
      leftOut: {
        type: 'array',
        items: { $ref: '#/components/schemas/LeftOut' },
        description: "Skills that would stay as they are, since the edit's conditions do not hold for them.",
      },
      agents: {
        type: 'object',
        properties: { direct: { type: 'number' }, throughTeam: { type: 'number' }, outsideScope: { type: 'number' } },
        required: ['direct', 'throughTeam', 'outsideScope'],
      },
      queues: { type: 'array', items: { $ref: '#/components/schemas/QueueEffect' } },
      warnings: { type: 'array', items: { $ref: '#/components/schemas/PreviewWarning' } },
    },
    required: ['diff', 'agents', 'queues', 'warnings'],
  },
  PreviewWarning: {
    description: '`queue-to-nobody` says which queue, and of how many agents it is not known, if of any.',
    type: 'object',
    properties: {
      code: { type: 'string' },
      detail: { type: 'string' },
      queueId: { type: 'string' },
      unclear: { type: 'number' },
    },
    required: ['code', 'detail'],
  },
  Problem: {
    description: 'RFC 9457 problem details.',
    type: 'object',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'number' },
      detail: { type: 'string' },
      code: {
        type: 'string',
        enum: [
          'needs-reauthorization',
          'not-found',
          'lease-ended',
          'webex-unavailable',
          'webex-answer-invalid',
          'organization-not-connected',
          'bad-request',
          'idempotency-key-missing',
          'desktop-token-refused',
          'session-missing',
          'session-expired',
          'session-outdated',
          'not-a-supervisor',
          'other-organization',
          'not-allowed',
          'idempotency-key-in-use',
          'preview-outdated',
          'already-reverted',
          'draft-outdated',
          'too-large',
          'unsupported-media-type',
          'idempotency-key-reused',
          'too-many-requests',
          'internal-error',
          'identity-unavailable',
          'snapshot-loading',
          'database-unavailable',
          'sign-in-again',
        ],
      },
      requestId: { type: 'string' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/Fault' } },
      rule: { type: 'string' },
      preview: {
        $ref: '#/components/schemas/ChangePreview',
        description: 'With `preview-outdated`: what the edits would do now.',
      },
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  },
  QueueEffect: {
    description:
      'What one edit does to one queue. `counted`: agents were counted · `not-served`: the queue sends its contacts to none of the teams concerned ·\n`unknown`: nobody can tell from the configuration, and `reason` says why. The numbers are null unless `counted`.',
    type: 'object',
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      effect: { type: 'string', enum: ['unknown', 'counted', 'not-served'] },
      eligibleBefore: {
        anyOf: [{ type: 'null' }, { type: 'number' }],
        description: 'Agents of the whole organization who qualify for certain, now and with all edits of the preview.',
      },
      eligibleAfter: { anyOf: [{ type: 'null' }, { type: 'number' }] },
      unclear: {
        anyOf: [{ type: 'null' }, { type: 'number' }],
        description: 'Agents of whom it cannot be said whether they will qualify.',
      },
      enter: {
        type: 'array',
        items: { type: 'string' },
        description: 'Agents in scope who begin to qualify, and who cease to, by this edit.',
      },
      leave: { type: 'array', items: { type: 'string' } },
      reason: {
        type: 'string',
        description: 'In English; `reasonCode` says the same to whoever has words of his own.',
      },
      reasonCode: {
        type: 'string',
        enum: [
          'not-read',
          'requirement-not-understood',
          'dynamic-skill-not-read',
          'requirements-in-flow',
          'serves-other-teams',
          'higher-is-weaker',
        ],
      },
      limits: {
        type: 'array',
        items: { $ref: '#/components/schemas/SkillLimit' },
        description: 'With `higher-is-weaker`: of what.',
      },
    },
    required: ['id', 'name', 'effect', 'eligibleBefore', 'eligibleAfter', 'unclear', 'enter', 'leave'],
  },
  Role: { type: 'string', enum: ['supervisor', 'administrator'] },
  RoleReason: {
    description:
      'Why somebody has his role: the rule that matched first, and the names (never the values) of the claims that the provider sent.',
    type: 'object',
    properties: {
      rule: { $ref: '#/components/schemas/MappingRule' },
      claims: { type: 'array', items: { type: 'string' } },
    },
    required: ['rule', 'claims'],
  },
  ServiceAppRequest: {
    type: 'object',
    properties: {
      applicationId: { type: 'string' },
      clientId: { type: 'string' },
      clientSecret: { type: 'string' },
      refreshToken: {
        type: 'string',
        description:
          'Without one a pair is minted by the token manager, or by the personal token, which is used once and not stored.',
      },
      personalAccessToken: { type: 'string' },
    },
  },
  SessionGranted: {
    description:
      'Answer to the exchange of a desktop token. `token` is the session: proof of a verified person, good for nothing at Webex.',
    type: 'object',
    properties: {
      token: { type: 'string' },
      expiresAt: { type: 'string' },
      contract: { type: 'number' },
      user: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          name: { type: 'string' },
          email: { type: 'string' },
          role: { $ref: '#/components/schemas/Role' },
          mayEdit: { type: 'boolean' },
        },
        required: ['id', 'name', 'email', 'role', 'mayEdit'],
      },
      organizationId: { type: 'string' },
      scope: {
        type: 'object',
        properties: {
          teams: {
            type: 'array',
            items: {
              type: 'object',
              properties: { id: { type: 'string' }, name: { type: 'string' } },
              required: ['id', 'name'],
            },
          },
          agents: { anyOf: [{ type: 'null' }, { type: 'number' }] },
          skillProfiles: { type: 'number' },
        },
        required: ['teams', 'agents', 'skillProfiles'],
        description: '`agents` is null where the organization could not be read yet.',
      },
      policy: { $ref: '#/components/schemas/PolicyView' },
    },
    required: ['token', 'expiresAt', 'contract', 'user', 'organizationId', 'scope', 'policy'],
  },
  SetOperation: { anyOf: [{ $ref: '#/components/schemas/ValueToSet' }, { $ref: '#/components/schemas/ValueToAdd' }] },
  ShiftEnd: {
    description: 'A shift of a team ends at this time every day; a team may have several.',
    type: 'object',
    properties: {
      teamId: { type: 'string' },
      time: { type: 'string', description: '“HH:MM” by the clock on the wall there, 00:00 to 23:59.' },
      zone: { type: 'string', description: 'By IANA, such as “Europe/Berlin”.' },
    },
    required: ['teamId', 'time', 'zone'],
  },
  SignInOffer: {
    description: 'What the page shows to whoever is not signed in.',
    type: 'object',
    properties: {
      sso: { type: 'string', enum: ['environment', 'none', 'database'] },
      providerHost: { type: 'string', description: 'At whose page people sign in.' },
      redirectUri: { type: 'string', description: 'To be registered at the provider.' },
      setupCode: {
        type: 'object',
        properties: { until: { type: 'string' }, triesLeft: { type: 'number' }, file: { type: 'string' } },
        required: ['until', 'triesLeft'],
        description:
          "A code that waits to be entered: until when, and where it was written besides the server's standard error.",
      },
    },
    required: ['sso', 'redirectUri'],
  },
  SignedOut: {
    description: '`signOutAt`: where the provider ends its own session, when it offers that.',
    type: 'object',
    properties: { signOutAt: { type: 'string' } },
  },
  SkillConflict: {
    description:
      'One skill that somebody else changed since the base revision; null stands for "not in the profile", or for an unknown base.',
    type: 'object',
    properties: {
      skillId: { type: 'string' },
      base: {
        anyOf: [
          { type: 'boolean' },
          { type: 'null' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
      },
      theirs: {
        anyOf: [
          { type: 'boolean' },
          { type: 'null' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
      },
      mine: {
        anyOf: [
          { type: 'boolean' },
          { type: 'null' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
      },
    },
    required: ['skillId', 'base', 'theirs', 'mine'],
  },
  SkillDifference: {
    description: 'One skill\'s change; null stands for "not in the profile".',
    type: 'object',
    properties: {
      skillId: { type: 'string' },
      before: {
        anyOf: [
          { type: 'boolean' },
          { type: 'null' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
      },
      after: {
        anyOf: [
          { type: 'boolean' },
          { type: 'null' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
      },
    },
    required: ['skillId', 'before', 'after'],
  },
  SkillLimit: {
    description: 'A requirement for at most so much of a skill.',
    type: 'object',
    properties: { skillId: { type: 'string' }, atMost: { type: 'string' } },
    required: ['skillId', 'atMost'],
  },
  SkillProfileList: {
    description: '`read` of `total` profiles have their values; `complete` when all have.',
    type: 'object',
    properties: {
      asOf: { type: 'string' },
      complete: { type: 'boolean' },
      read: { type: 'number' },
      total: { type: 'number' },
      skills: { type: 'array', items: { $ref: '#/components/schemas/SkillView' } },
      skillProfiles: { type: 'array', items: { $ref: '#/components/schemas/SkillProfileView' } },
    },
    required: ['asOf', 'complete', 'read', 'total', 'skills', 'skillProfiles'],
  },
  SkillProfileView: {
    description:
      'A profile as this person may see it. `values` and `revision` are absent while the profile has not been read yet.',
    type: 'object',
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      description: { type: 'string' },
      revision: { type: 'string' },
      values: { type: 'array', items: { $ref: '#/components/schemas/SkillWithValue' } },
      editable: { type: 'boolean' },
      reason: {
        type: 'string',
        description: 'Why not, in English; `reasonCode` says the same to whoever has words of his own.',
      },
      reasonCode: {
        type: 'string',
        enum: [
          'needs-reauthorization',
          'paused',
          'stage',
          'not-found',
          'outside-scope',
          'unused-profile',
          'no-skill-profile-permission',
          'no-reskill-permission',
          'protected-skill',
          'last-skill',
          'too-many-agents',
          'rights-lost',
          'lease-ended',
          'older-database',
          'webex-refused',
          'webex-busy',
          'webex-unavailable',
          'webex-answer-invalid',
          'organization-not-connected',
        ],
      },
      usedBy: {
        type: 'object',
        properties: {
          agents: { type: 'number' },
          teams: { type: 'array', items: { type: 'string' } },
          outsideScope: { type: 'number' },
        },
        required: ['agents', 'teams', 'outsideScope'],
        description:
          'Agents in scope whose effective profile this is; the teams in scope that have it; users and teams outside the scope that have it.',
      },
    },
    required: ['id', 'name', 'description', 'editable', 'usedBy'],
  },
  SkillValue: {
    description:
      'What a profile says of one skill: an integer 0–10, a boolean, a text of at most 100 characters, or the ids of enum values.',
    anyOf: [{ type: 'boolean' }, { type: 'string' }, { type: 'number' }, { type: 'array', items: { type: 'string' } }],
  },
  SkillView: {
    description: '`protected`: the policy keeps it from this person.',
    type: 'object',
    properties: {
      protected: { const: true },
      id: { type: 'string' },
      name: { type: 'string' },
      description: { type: 'string' },
      skillType: { type: 'string', enum: ['PROFICIENCY', 'BOOLEAN', 'TEXT', 'ENUM'] },
      active: { type: 'boolean' },
      enumSkillValues: { type: 'array', items: { $ref: '#/components/schemas/EnumSkillValue' } },
    },
    required: ['id', 'name', 'description', 'skillType', 'active', 'enumSkillValues'],
  },
  SkillWithValue: {
    type: 'object',
    properties: { skillId: { type: 'string' }, value: { $ref: '#/components/schemas/SkillValue' } },
    required: ['skillId', 'value'],
  },
  SsoSettingsRequest: {
    type: 'object',
    properties: {
      issuer: { type: 'string' },
      clientId: { type: 'string' },
      clientSecret: { type: 'string' },
      rules: { type: 'array', items: { $ref: '#/components/schemas/MappingRule' } },
    },
    required: ['issuer', 'clientId', 'rules'],
  },
  SsoView: {
    description: 'How people sign in, without the secret.',
    type: 'object',
    properties: {
      from: { type: 'string', enum: ['environment', 'database'] },
      issuer: { type: 'string' },
      clientId: { type: 'string' },
      rules: { type: 'array', items: { $ref: '#/components/schemas/MappingRule' } },
    },
    required: ['from', 'issuer', 'clientId', 'rules'],
  },
  Stage: {
    description:
      'How far the roll-out is. `preview`: nobody writes, administrators included · `named`: a person who is named (by his id in Common Identity)\nwrites within his whole scope; anybody else who supervises a named team writes what concerns named teams alone · `all`.',
    anyOf: [
      { type: 'string', enum: ['preview', 'all'] },
      {
        type: 'object',
        properties: {
          named: {
            type: 'object',
            properties: {
              persons: { type: 'array', items: { type: 'string' } },
              teams: { type: 'array', items: { type: 'string' } },
            },
            required: ['persons', 'teams'],
          },
        },
        required: ['named'],
      },
    ],
  },
  SupervisorList: {
    description:
      'To whom the end of a Change can be handed over, as the organization was read at `asOf`; `teams`: those that both have.',
    type: 'object',
    properties: {
      asOf: { type: 'string' },
      complete: { type: 'boolean', description: 'False: Webex does not show Skilldesk who supervises.' },
      supervisors: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: { type: 'string' },
            name: { type: 'string' },
            teams: { type: 'array', items: { type: 'string' } },
          },
          required: ['id', 'name', 'teams'],
        },
      },
    },
    required: ['asOf', 'complete', 'supervisors'],
  },
  TokenState: {
    type: 'string',
    enum: ['not-connected', 'pending', 'active', 'degraded', 'expired', 'needs-reauthorization', 'locked'],
  },
  TokenView: {
    type: 'object',
    properties: {
      state: { $ref: '#/components/schemas/TokenState' },
      inUse: { $ref: '#/components/schemas/CredentialView' },
      tokenManager: { $ref: '#/components/schemas/CredentialView' },
      others: {
        type: 'array',
        items: { $ref: '#/components/schemas/CredentialView' },
        description: 'What waits, was refused or was replaced.',
      },
      ladder: { type: 'array', items: { $ref: '#/components/schemas/LadderStep' } },
      steps: { type: 'string', description: 'What only a person can do.' },
      disconnectedAt: { type: 'string' },
      revocations: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            kind: { $ref: '#/components/schemas/CredentialKind' },
            requestedAt: { type: 'string' },
            until: { type: 'string' },
          },
          required: ['kind', 'requestedAt', 'until'],
        },
        description: 'What Webex is still to be told after a disconnect.',
      },
    },
    required: ['state', 'others', 'ladder', 'revocations'],
  },
  UndoRequest: {
    description: 'Why a Change is taken back, and what was agreed to.',
    type: 'object',
    properties: {
      reason: { type: 'string' },
      previewId: { type: 'string', description: 'The preview that this person agreed to.' },
      acknowledge: {
        type: 'boolean',
        description: 'He agrees to the use outside of his scope that this preview showed.',
      },
    },
    required: ['reason'],
  },
  ValueToAdd: {
    description:
      'So much more (or less) of a proficiency than the base has, from 0 to 10; a skill that is not in the profile is left out.',
    type: 'object',
    properties: {
      skillId: { type: 'string' },
      add: { type: 'number' },
      onlyIf: {
        anyOf: [
          { type: 'boolean' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
        description: 'Only where the profile has exactly this value.',
      },
      onlyIfPresent: { type: 'boolean', description: 'Only where the skill is in the profile.' },
    },
    required: ['skillId', 'add'],
  },
  ValueToSet: {
    description: 'A value for a skill, which comes into the profile if it is not there.',
    type: 'object',
    properties: {
      skillId: { type: 'string' },
      value: { $ref: '#/components/schemas/SkillValue' },
      onlyIf: {
        anyOf: [
          { type: 'boolean' },
          { type: 'string' },
          { type: 'number' },
          { type: 'array', items: { type: 'string' } },
        ],
        description: 'Only where the profile has exactly this value.',
      },
      onlyIfPresent: { type: 'boolean', description: 'Only where the skill is in the profile.' },
    },
    required: ['skillId', 'value'],
  },
  ValuesEdit: {
    description: 'Values of skills in one profile, based on the revision that the editor saw.',
    type: 'object',
    properties: {
      skillProfileId: { type: 'string' },
      revision: { type: 'string' },
      set: { type: 'array', items: { $ref: '#/components/schemas/SetOperation' } },
      remove: { type: 'array', items: { type: 'string' } },
      restore: {
        type: 'array',
        items: { $ref: '#/components/schemas/SkillDifference' },
        description:
          'Of an undo alone, never taken from a request: a skill that still is `before` becomes `after`. It needs no revision.',
      },
      deleted: {
        type: 'object',
        properties: { name: { type: 'string' } },
        required: ['name'],
        description: 'Of what was noticed alone: the profile itself is gone, and had this name.',
      },
    },
    required: ['skillProfileId', 'revision', 'set', 'remove'],
  },
  WritingView: {
    description: 'Whether anything is written to Webex. `because`, when it was Skilldesk itself that paused.',
    type: 'object',
    properties: {
      state: { type: 'string', enum: ['open', 'not-connected', 'locked', 'paused'] },
      since: { type: 'string' },
      because: { type: 'string' },
    },
    required: ['state'],
  },
};

/** Written by “npm run openapi” from the types in shared/; a test says when it is to be run again. What a route is sent and answers; null: nothing, or no JSON. */
export const derivedRoutes: Readonly<Record<string, { body: object | null; answer: object | null }>> = {
  live: { body: null, answer: null },
  ready: { body: null, answer: null },
  openapi: { body: null, answer: null },
  metrics: { body: null, answer: null },
  sessionKeys: { body: null, answer: null },
  widgetFile: { body: null, answer: null },
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
          'not-found',
          'outside-scope',
          'unused-profile',
          'no-skill-profile-permission',
          'no-reskill-permission',
          'stage',
          'protected-skill',
          'last-skill',
          'too-many-agents',
          'rights-lost',
          'paused',
          'lease-ended',
          'webex-refused',
          'webex-busy',
          'webex-unavailable',
          'webex-answer-invalid',
          'needs-reauthorization',
          'organization-not-connected',
        ],
      },
    },
    required: ['id', 'name', 'teams', 'skillProfileId', 'effectiveSkillProfileId', 'source', 'editable'],
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
          'superseded',
          'failed',
          'in-doubt',
          'verified',
          'unchanged',
          'conflict',
          'refused',
          'not-effective',
          'stopped',
          'scheduled',
          'pending',
          'sent',
        ],
      },
      rule: {
        type: 'string',
        enum: [
          'not-found',
          'outside-scope',
          'unused-profile',
          'no-skill-profile-permission',
          'no-reskill-permission',
          'stage',
          'protected-skill',
          'last-skill',
          'too-many-agents',
          'rights-lost',
          'paused',
          'lease-ended',
          'webex-refused',
          'webex-busy',
          'webex-unavailable',
          'webex-answer-invalid',
          'needs-reauthorization',
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
    enum: ['acknowledge', 'strict', 'open'],
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
      code: { type: 'string', enum: ['superseded', 'failed', 'in-doubt', 'late'] },
      takenAt: { type: 'string' },
    },
    required: ['code'],
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
  PolicyView: {
    description:
      'The policy as the widget is told it: of a named stage only whether it includes this person, of the ends of shifts those of his teams.',
    type: 'object',
    properties: {
      edit: { $ref: '#/components/schemas/EditPolicy' },
      protectedSkills: { type: 'array', items: { type: 'string' } },
      stage: { type: 'string', enum: ['preview', 'named', 'all'] },
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
          'not-found',
          'lease-ended',
          'webex-unavailable',
          'webex-answer-invalid',
          'needs-reauthorization',
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
      effect: { type: 'string', enum: ['counted', 'not-served', 'unknown'] },
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
      sso: { type: 'string', enum: ['environment', 'database', 'none'] },
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
          'not-found',
          'outside-scope',
          'unused-profile',
          'no-skill-profile-permission',
          'no-reskill-permission',
          'stage',
          'protected-skill',
          'last-skill',
          'too-many-agents',
          'rights-lost',
          'paused',
          'lease-ended',
          'webex-refused',
          'webex-busy',
          'webex-unavailable',
          'webex-answer-invalid',
          'needs-reauthorization',
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
};

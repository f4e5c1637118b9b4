import type { SkillProfile } from './organization.ts';

/** Done to a profile after the next applied PUT and before its next read, as a colleague in Control Hub would. */
export type ColleagueEdit = (profile: SkillProfile) => void;

/**
 * One position for each thing nobody has measured on a real tenant. Numbers in brackets: the sections of
 * webex-api.md (10.n = number n of its list, 11, 12) or U1-U9 of security.md.
 */
export interface Switches {
  /** [10.1] A PUT that carries an older `version` than the stored one. */
  stalePutVersion: 'ignored' | '409' | '412';
  /** [10.2] A larger `pageSize` is silently shrunk to this. */
  maxPageSize: number;
  /** [10.3] Bulk SAVE with an `id` (and, to be updated, an `organizationId`). */
  bulkSaveWithId: 'refused' | 'updates';
  /** [10.4] Array fields in v2 lists. */
  listArrays: 'omitted' | 'present';
  /** [10.5, U5] Does a Service App, which has no user profile, pass the check for skill profiles? */
  serviceAppProfileCheck: 'bypassed' | 'denied';
  /** [10.6] What a dead refresh token is answered with. */
  refreshFailureBody: 'invalid_request' | 'invalid_grant' | 'router';
  /** [6] Status of a wrong client secret. */
  invalidClientStatus: '401' | '400';
  /** [6] `scope` in token answers. */
  tokenAnswerScope: 'present' | 'absent';
  /** [10.7] Which scopes a newly issued desktop token has when the test names none. */
  desktopTokenScopes: 'full' | 'no-people-read' | 'no-contact-center';
  /** [10.7] A write with a desktop token: 403 at once, 403 only after the body proved valid, or as the user profile says. */
  desktopTokenWrite: 'forbidden' | 'validated-first' | 'allowed';
  /** [10.9] Most entries of one skill profile; more is a 400. `null` = no limit. */
  skillsPerProfileLimit: number | null;
  /** [10.9] Most items of one bulk request; more is a 400. `null` = no limit. */
  bulkItemsLimit: number | null;
  /** [10.9] Most dynamic skills of one user; more is a 400. `null` = no limit. */
  dynamicSkillsLimit: number | null;
  /** [10.10] A PUT without `activeEnumSkills`. */
  putWithoutEnumArray: 'clears' | 'refused' | 'keeps';
  /** [10.11] GET skill-profile/bulk-export. */
  bulkExport: 'gone' | 'served';
  /** [10.12] A PUT that echoes skillName, enum names, times or links. */
  putEchoes: 'accepted' | 'refused';
  /** [1.2] The `id` in a PUT body differs from the one in the path. */
  profileIdMismatch: 'ignored' | 'refused';
  /** [1.2] Value fields of other types on an active skill. */
  otherTypesFields: 'absent' | 'null';
  /** [2.1] PROFICIENCY, or Proficiency as published. */
  skillTypeCase: 'upper' | 'mixed';
  /** [1.0] Percent-encoded quotes in `filter`; raw ones are always a 400. */
  encodedQuotesInFilter: 'accepted' | 'refused';
  /** [11, unknown 13] Proficiency conditions on the wire. */
  proficiencyConditionTokens: 'symbols' | 'words';
  /** [11, unknown 14] Does an agent without the skill match `<=` and `IS_NOT`? Seen in by-skill-profile-id. */
  absentSkillMatch: 'no' | 'yes';
  /** [11] `skillValue` of a requirement on an ENUM skill. */
  enumRequirementValue: 'name' | 'id';
  /** [12] The 501st agent of one skill profile. */
  agentsPerProfileLimit: 'refused' | 'unlimited';
  /** [U1] Does minting a Service App pair end the previous pair? */
  mintInvalidatesOldPair: 'no' | 'yes';
  /** [U2] Does a refresh end the previous access token? */
  refreshEndsOldAccessToken: 'no' | 'yes';
  /** [U3] Does a refresh renew the life of the refresh token? */
  refreshTokenClock: 'sliding' | 'fixed';
  /** [U4] Does a refresh replace the refresh token, and what does a second use of the replaced one do? */
  refreshTokenRotation: 'none' | 'rotates' | 'rotates-and-revokes-family';
  /** [U6] May a desktop token ask for its own end (GET /v1/authorizations/tokenExpiry)? */
  desktopTokenExpiry: 'answered' | 'forbidden';
  /** [U7] Whose 300 requests a minute a desktop token uses. */
  desktopTokenBudget: 'desktop-client' | 'admin-client';
  /** [U9] Milliseconds for which a revoked access token still works. */
  revocationLag: number;
  /** [agent-desktop.md 2] `jsonFileContent` of a desktop layout read by its id: published as a string, shown as an object, or left out. */
  layoutContent: 'text' | 'object' | 'absent';
  /** [4.1, "200 is not proof of change"] A PUT or PATCH that answers 200 and stores nothing. */
  ignoredWrites: 'off' | 'stale-answer' | 'echo-answer';
  /** [2.8] Does an edit raise version and lastUpdatedTime? */
  editStamps: 'raised' | 'kept';
  /** [design: readBackLag] Milliseconds after a write for which item GETs still answer the old document. */
  readBackLag: number;
  /** [design: superseded] Used once, then `null` again. */
  colleagueEditsAfterPut: ColleagueEdit | null;
}

export type SwitchName = keyof Switches;

/** Every switch with each of its positions (numbers: examples); the first is the default. */
export const switchPositions: { readonly [Name in SwitchName]: readonly [Switches[Name], ...Switches[Name][]] } = {
  stalePutVersion: ['ignored', '409', '412'],
  maxPageSize: [100, 10],
  bulkSaveWithId: ['refused', 'updates'],
  listArrays: ['omitted', 'present'],
  serviceAppProfileCheck: ['bypassed', 'denied'],
  refreshFailureBody: ['invalid_request', 'invalid_grant', 'router'],
  invalidClientStatus: ['401', '400'],
  tokenAnswerScope: ['present', 'absent'],
  desktopTokenScopes: ['full', 'no-people-read', 'no-contact-center'],
  desktopTokenWrite: ['forbidden', 'validated-first', 'allowed'],
  skillsPerProfileLimit: [null, 50],
  bulkItemsLimit: [null, 25],
  dynamicSkillsLimit: [null, 2],
  putWithoutEnumArray: ['clears', 'refused', 'keeps'],
  bulkExport: ['gone', 'served'],
  putEchoes: ['accepted', 'refused'],
  profileIdMismatch: ['ignored', 'refused'],
  otherTypesFields: ['absent', 'null'],
  skillTypeCase: ['upper', 'mixed'],
  encodedQuotesInFilter: ['accepted', 'refused'],
  proficiencyConditionTokens: ['symbols', 'words'],
  absentSkillMatch: ['no', 'yes'],
  enumRequirementValue: ['name', 'id'],
  agentsPerProfileLimit: ['refused', 'unlimited'],
  mintInvalidatesOldPair: ['no', 'yes'],
  refreshEndsOldAccessToken: ['no', 'yes'],
  refreshTokenClock: ['sliding', 'fixed'],
  refreshTokenRotation: ['none', 'rotates', 'rotates-and-revokes-family'],
  desktopTokenExpiry: ['answered', 'forbidden'],
  desktopTokenBudget: ['desktop-client', 'admin-client'],
  revocationLag: [0, 30_000],
  layoutContent: ['text', 'object', 'absent'],
  ignoredWrites: ['off', 'stale-answer', 'echo-answer'],
  editStamps: ['raised', 'kept'],
  readBackLag: [0, 1_000],
  colleagueEditsAfterPut: [null],
};

export function defaultSwitches(): Switches {
  const defaults = Object.entries(switchPositions).map(([name, [first]]) => [name, first]);
  return Object.fromEntries(defaults) as Switches;
}

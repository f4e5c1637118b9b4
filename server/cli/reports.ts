import type { Disconnection } from '../admin-token/disconnect.ts';
import type { Credential, CredentialKind } from '../admin-token/ports.ts';
import { revocationsKeptFor } from '../admin-token/revoke-tokens.ts';
import { stepsAfterDisconnect } from '../admin-token/steps-after-disconnect.ts';
import type { TokenStatus } from '../admin-token/token-status.ts';
import type { VaultStatus } from '../admin-token/vault-keys.ts';
import type { ExportedPolicy } from '../policy/import-policy.ts';
import { nameOfStage } from '../../shared/policy.ts';
import type { Report } from './command.ts';

export function tokenReport(status: TokenStatus): Report {
  const { state, inUse, tokenManager, others, steps, pausedAt, pausedBecause, disconnectedAt, revocations } = status;
  return {
    state,
    ok: state === 'active',
    facts: [
      ...(pausedAt === undefined
        ? []
        : [{ name: 'writing', value: `paused since ${date(pausedAt)}; what was saved waits for “skilldesk resume”` }]),
      ...(pausedBecause === undefined
        ? []
        : [{ name: 'paused by Skilldesk', value: `${pausedBecause}. Run “skilldesk audit verify” before “resume”` }]),
      ...(disconnectedAt === undefined ? [] : [{ name: 'disconnected', value: date(disconnectedAt) }]),
      ...revocations.map(({ kind, requestedAt }) => stillToRevoke(kind, requestedAt + revocationsKeptFor)),
      ...(inUse ? factsOf('token', inUse) : [{ name: 'token', value: 'none' }]),
      ...(tokenManager ? factsOf('token manager', tokenManager) : [{ name: 'token manager', value: 'none' }]),
      ...others.map(({ kind, source, state: standing, createdAt }) => ({
        name: 'also stored',
        value: `${kind}, from ${source === 'environment' ? 'the environment' : 'a command'} of ${date(createdAt)}: ${standing}`,
      })),
    ],
    ...(steps !== undefined && { steps: [steps] }),
  };
}

/** `variables`: where this process still holds credentials. */
export function disconnectReport(
  { destroyed, revoked, waiting, before }: Disconnection,
  variables: readonly string[],
): Report {
  const kinds = [...destroyed.map(({ kind }) => kind), ...waiting.map(({ kind }) => kind)];
  return {
    state: 'not-connected',
    ok: waiting.length === 0,
    facts: [
      destroyed.length > 0
        ? { name: 'destroyed here', value: `${credentials(destroyed.length)}, each with its key and its tokens` }
        : { name: 'disconnected', value: before === undefined ? 'there was nothing' : `already, ${date(before)}` },
      ...(revoked.length > 0 ? [{ name: 'revoked at Webex', value: [...new Set(revoked)].join(', ') }] : []),
      ...waiting.map(({ kind, until }) => stillToRevoke(kind, until)),
      ...destroyed
        .filter(({ unrevocable }) => unrevocable)
        .map(({ kind, endsAt }) => ({
          name: 'cannot be revoked by Skilldesk',
          value: `${kind}: ${endsAt === undefined ? 'nobody said when it ends' : `it ends by itself at ${date(endsAt)}`}`,
        })),
    ],
    steps: [
      ...stepsAfterDisconnect(kinds, variables),
      'To connect again: “skilldesk service-app” or “skilldesk connect”, or a different value in the environment.',
    ],
  };
}

const stillToRevoke = (kind: CredentialKind, until: number) => ({
  name: 'still to be revoked',
  value: `${kind}: tried again by the server that runs until ${date(until)}, then destroyed whatever happened`,
});

export function vaultReport({ keys }: VaultStatus): Report {
  const missing = keys.filter(({ isGiven }) => !isGiven);
  return {
    state: missing.length > 0 ? 'a key is missing' : 'sealed',
    ok: missing.length === 0,
    facts: keys.map(({ id, isGiven, seals, mayGo }, at) => ({
      name: id,
      value: !isGiven
        ? `is not in VAULT_KEYS, and ${credentials(seals)} cannot be opened`
        : `${at === 0 ? 'seals what is new; ' : ''}seals ${credentials(seals)}${mayGo ? '; may be taken out of VAULT_KEYS' : ''}`,
    })),
    ...(missing.length > 0 && { steps: [`Put ${missing.map(({ id }) => id).join(', ')} back into VAULT_KEYS.`] }),
  };
}

/** The policy in one sentence, and where it comes from. */
export function policyFact({ policy, version, changed, editByEnvironment }: ExportedPolicy): string {
  const origin = changed
    ? `version ${version}, by ${changed.changedBy} at ${date(changed.changedAt)}`
    : 'the defaults, as nobody has set another';
  const edit = editByEnvironment
    ? `edit ${editByEnvironment} by EDIT_POLICY, which wins over the policy’s ${policy.edit} as long as it is set`
    : `edit ${policy.edit}`;
  const skills = policy.protectedSkills.length;
  return `${edit}; stage ${nameOfStage(policy.stage)}; ${skills === 1 ? '1 protected skill' : `${skills} protected skills`} (${origin})`;
}

function factsOf(name: string, { kind, tokens, nextRefreshAt, failure }: Credential): Report['facts'] {
  return [
    { name, value: kind },
    { name: `${name} ends`, value: date(tokens?.accessExpiresAt) },
    { name: `${name} renewed next`, value: tokens?.refreshToken ? date(nextRefreshAt) : 'cannot be renewed' },
    ...(tokens?.refreshToken
      ? [{ name: `${name}, its refresh token ends`, value: date(tokens.refreshExpiresAt) }]
      : []),
    ...(failure
      ? [{ name: `${name}, last failure`, value: `${failure.code} (${failure.class}) at ${date(failure.at)}` }]
      : []),
  ];
}

const credentials = (n: number) => (n === 1 ? '1 credential' : `${n} credentials`);

const date = (at: number | undefined) => (at === undefined ? 'unknown' : new Date(at).toISOString());

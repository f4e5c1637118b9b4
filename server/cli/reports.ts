import type { Credential } from '../admin-token/ports.ts';
import type { TokenStatus } from '../admin-token/token-status.ts';
import type { VaultStatus } from '../admin-token/vault-keys.ts';
import type { ExportedPolicy } from '../policy/import-policy.ts';
import { nameOfStage } from '../../shared/policy.ts';
import type { Report } from './command.ts';

export function tokenReport({ state, inUse, tokenManager, others, steps }: TokenStatus): Report {
  return {
    state,
    ok: state === 'active',
    facts: [
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

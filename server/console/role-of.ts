import type { ConsoleRole, MappingRule, RoleReason } from '../../shared/console-api.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** The first rule that matches gives the role; without one there is none. */
export function roleOf(
  rules: readonly MappingRule[],
  claims: Claims,
): { role: ConsoleRole; reason: RoleReason } | undefined {
  const rule = rules.find((one) => matches(one, claims));
  return rule && { role: rule.role, reason: { rule, claims: Object.keys(claims).sort() } };
}

function matches({ claim, op, value }: MappingRule, claims: Claims): boolean {
  // Some providers let a person write any address into his profile.
  if (claim === 'email' && claims['email_verified'] !== true) return false;
  const found = claimAt(claims, claim);
  // A text is never looked into, and of a list only texts count: "admin,viewer" is neither admin nor viewer.
  return op === 'equals' ? found === value : Array.isArray(found) && found.includes(value);
}

/** A name as it stands, or a JSON pointer; own members only, and none of a list. */
function claimAt(claims: Claims, claim: string): unknown {
  const names = claim.startsWith('/')
    ? claim
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [claim];
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
        ? (value as Claims)[name]
        : undefined,
    claims,
  );
}

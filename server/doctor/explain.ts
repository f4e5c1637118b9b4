import { causes, type CauseRule, type Fact } from './causes.ts';
import type { ProbeName, Row } from './ports.ts';
import type { Sighting } from './sighting.ts';

const scopes: Partial<Record<ProbeName, string>> = {
  'people-me': 'spark:people_read',
  organizations: 'spark-admin:organizations_read',
  'contact-center-read': 'cjp:config_read',
  'contact-center-write': 'cjp:config_write',
  'broadworks-enterprises': 'spark-admin:broadworks_enterprises_read',
  'wholesale-customers': 'spark-admin:wholesale_customers_read',
};

/** What a support engineer would say of this refusal. */
export function explain(probe: ProbeName, seen: Sighting, facts: ReadonlySet<Fact>): Row {
  const rule = causes.find((candidate) => fits(candidate, probe, seen, facts));
  // The last rule asks for nothing, so there is always one.
  const { as = 'failed', cause = '', fix = '' } = rule ?? {};
  const filled = (text: string) =>
    text
      .replaceAll('{host}', seen.host)
      .replaceAll('{call}', seen.call)
      .replaceAll('{status}', String(seen.status ?? 'nothing'))
      .replaceAll('{wait}', waitOf(seen.retryAfterSeconds))
      .replaceAll('{scope}', scopes[probe] ?? 'for it');
  const tracking = seen.trackingId === undefined ? '' : ` (tracking id ${seen.trackingId})`;
  return { probe, status: as, cause: filled(cause) + tracking, fix: filled(fix) };
}

const fits = (rule: CauseRule, probe: ProbeName, seen: Sighting, facts: ReadonlySet<Fact>): boolean =>
  (rule.probes?.includes(probe) ?? true) &&
  (rule.statuses === undefined || (seen.status !== undefined && rule.statuses.includes(seen.status))) &&
  (rule.network === undefined || rule.network === seen.network) &&
  (rule.shapes?.includes(seen.shape) ?? true) &&
  (rule.says === undefined || rule.says === seen.says) &&
  (rule.facts?.every((fact) => facts.has(fact)) ?? true);

const waitOf = (seconds: number | undefined) =>
  seconds === undefined ? 'a minute' : seconds === 1 ? 'one second' : `${seconds} seconds`;

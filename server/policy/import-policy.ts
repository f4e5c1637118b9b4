import * as z from 'zod/mini';
import type { EditPolicy, Policy } from '../../shared/policy.ts';
import { defaultPolicy } from '../../shared/policy.ts';
import { Policy as PolicySchema } from '../../shared/policy-schemas.ts';
import { AppError } from '../app-error.ts';
import { faultsOfNames, warningsOfNames, type Fault } from './check-names.ts';
import type { CurrentPolicy } from './current-policy.ts';
import type { KnownIds, PolicyChanger, PolicyStore, StoredPolicy } from './ports.ts';

export interface PolicyPorts {
  store: PolicyStore;
  current: CurrentPolicy;
  known: KnownIds;
}

export interface ExportedPolicy {
  policy: Policy;
  /** 0: nobody ever set one, and these are the defaults. */
  version: number;
  changed?: Pick<StoredPolicy, 'changedBy' | 'changedAt'>;
  /** EDIT_POLICY holds instead of the policy's `edit`. */
  editByEnvironment?: EditPolicy;
}

export interface ImportedPolicy {
  version: number;
  /** What was taken as it is, and may be a mistake. */
  warnings: string[];
}

export async function exportPolicy({ store, current }: PolicyPorts): Promise<ExportedPolicy> {
  const { editByEnvironment } = current;
  const environment = editByEnvironment === undefined ? {} : { editByEnvironment };
  const stored = await store.read();
  if (!stored) return { policy: defaultPolicy, version: 0, ...environment };
  const { policy, version, changedBy, changedAt } = stored;
  return { policy, version, changed: { changedBy, changedAt }, ...environment };
}

/**
 * Puts a whole policy in the place of the one in force. A member that an earlier version did not have is missed in a file of that version like
 * any other: filled in from the defaults it would remove what somebody has set since.
 * `over`: the version that it was made to, where that matters.
 * @throws AppError `bad-request` that names every fault by its path, `preview-outdated` when another version than `over` is in force
 */
export async function importPolicy(
  ports: PolicyPorts,
  input: unknown,
  changedBy: PolicyChanger,
  over?: number,
): Promise<ImportedPolicy> {
  const { policy, warnings } = await checkPolicy(ports, input);
  const { version } = await ports.store.replace(policy, changedBy, over);
  await ports.current.inForce();
  return { version, warnings };
}

/**
 * What would be taken in, and what about it may be a mistake.
 * @throws AppError `bad-request` that names every fault by its path
 */
export async function checkPolicy(
  { known }: Pick<PolicyPorts, 'known'>,
  input: unknown,
): Promise<{ policy: Policy; warnings: string[] }> {
  const parsed = z.safeParse(PolicySchema, input);
  if (!parsed.success) throw refused(parsed.error.issues.flatMap((issue) => faultsOf(issue, input)));
  const ids = await known();
  const faults = faultsOfNames(parsed.data, ids);
  if (faults.length > 0) throw refused(faults);
  const warnings = ids
    ? warningsOfNames(parsed.data, ids)
    : ['Webex was not read yet, so no id in this policy could be checked. Import it again later.'];
  return { policy: parsed.data, warnings };
}

/** What the stored policy names and is not there any more, in sentences; undefined when Webex was not read yet. */
export async function doubtsOfPolicy({ store, known }: PolicyPorts): Promise<string[] | undefined> {
  const { policy } = (await store.read()) ?? { policy: defaultPolicy };
  const ids = await known();
  if (!ids) return undefined;
  return [
    ...faultsOfNames(policy, ids).map(({ path, detail }) => `${path}: ${detail}.`),
    ...warningsOfNames(policy, ids),
  ];
}

function faultsOf(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  if (issue.code === 'invalid_union') {
    // The branch that got further than the form of the whole is the one that was meant.
    const meant = issue.errors.find((branch) =>
      branch.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
    );
    if (meant) {
      return meant.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, input));
    }
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, JSON.stringify(key)].join('.'),
      detail: 'is not known to this version of Skilldesk. Take it out',
    }));
  }
  const missing = issue.path.length > 0 && valueAt(input, issue.path) === undefined;
  const detail = missing
    ? 'is missing, and a policy is imported whole, also one of an earlier version. Export the one in force, and change that'
    : issue.message;
  return [{ path: issue.path.join('.') || 'the policy', detail }];
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

const refused = (errors: Fault[]) =>
  new AppError(
    'bad-request',
    ['The policy was not changed:', ...errors.map(({ path, detail }) => `  ${path}: ${detail}.`)].join('\n'),
    { errors },
  );

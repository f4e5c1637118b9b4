import { createHash, randomUUID } from 'node:crypto';
import { isAssignment, namedSkills, type ChangeRequest, type Edit, type UndoRequest } from '../../shared/edit.ts';
import { listSkillValues, type SkillWithValue } from '../../shared/skill-values.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf, refusalOf, teamsReached } from '../skill-profiles/editable.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { demandEditing } from '../identity/admit.ts';
import type { CurrentRights } from '../identity/current-rights.ts';
import type { Session } from '../identity/session.ts';
import type { RevisionStore } from '../skill-profiles/ports.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { actorOf } from './actor-of.ts';
import { timesOf, type ChangeTimes } from './change-times.ts';
import { asOfThen } from './as-of-then.ts';
import { effectOf } from './effect.ts';
import { keepForRoad, type ReadNow } from './just-read.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';
import { demandConsent } from '../preview/demand-consent.ts';
import type { PreviewStore } from '../preview/ports.ts';
import { validateEdits } from '../preview/validate-edits.ts';

interface Ports {
  journal: ChangeJournal;
  rights: CurrentRights;
  snapshot: Snapshot;
  previews: PreviewStore;
  clock: Clock;
  limits: RateLimits;
  policy: CurrentPolicy;
  revisions: RevisionStore;
}

/** What is asked for under an Idempotency-Key: `path` is the one that was called. */
export interface Keyed {
  path: string;
  key: string;
}

/**
 * Takes in what one person asks for: checks it, and commits the intent before anything is written. The same key finds the same Change.
 * @throws AppError `bad-request`, `too-many-requests`, `preview-outdated`, `idempotency-key-reused`, or why this person may write nothing now, with nothing journaled
 */
export function makeChange(
  ports: Ports,
  session: Session,
  keyed: Keyed,
  request: ChangeRequest,
): Promise<JournalChange> {
  return takeIn(ports, session, keyed, request, ({ skills }) => {
    validateEdits(request.edits, skills);
    return Promise.resolve({ edits: request.edits, ...timesOf(request, ports.clock.now()) });
  });
}

interface Asked extends ChangeTimes {
  edits: Edit[];
  reverts?: string;
}

type Ask = (organization: Organization) => Promise<Asked>;

/** The road into the journal for every Change, whoever says what its edits are. */
export async function takeIn(
  ports: Ports,
  session: Session,
  keyed: Keyed,
  request: UndoRequest,
  ask: Ask,
): Promise<JournalChange> {
  const { journal } = ports;
  // As the schema read it: how it was written, and in which order, is not what was asked for.
  const bodyHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const key = { ...keyed, bodyHash };
  // Read meanwhile: most often nothing was made.
  const current = currentFor(ports, session);
  current.catch(() => undefined);
  const made = await journal.made(session.person.id, key);
  if (made) return made;
  try {
    const { change, allowed } = await intentOf(ports, session, request, ask, await current);
    return await journal.intend(change, key, allowed);
  } catch (error) {
    // The same request may have overtaken this one, and be itself what stands in its way.
    const faster = error instanceof AppError ? await journal.made(session.person.id, key) : undefined;
    if (faster) return faster;
    throw error;
  }
}

/** What this person's Change is decided by. @throws AppError where he may edit nothing, or nobody knows */
async function currentFor({ rights, snapshot, policy }: Ports, session: Session): Promise<ReadNow> {
  demandEditing(session.rights);
  const [organization, inForce] = await Promise.all([snapshot.fresh(), policy.inForce(), rights.confirm(session)]);
  return { organization, inForce };
}

interface Intent {
  change: JournalChange;
  /** Fails with `too-many-requests`. */
  allowed: Promise<void>;
}

async function intentOf(
  ports: Ports,
  session: Session,
  request: UndoRequest,
  ask: Ask,
  read: ReadNow,
): Promise<Intent> {
  const { clock, limits } = ports;
  const { organization, inForce } = read;
  const { edits, reverts, startsAt, until } = await ask(organization);
  const grounds = groundsOf(inForce, organization);
  const agreed = await demandConsent(ports, session, grounds, { ...request, edits });
  // Counted while it is taken in, and taken in when it was not one too many.
  const allowed = limits.count('change', session.person.id, inForce.limits);
  allowed.catch(() => undefined);

  const id = randomUUID();
  const createdAt = clock.now();
  const bases = startsAt === undefined ? [] : await basesOf(ports.revisions, edits);
  const items = edits.map((edit, position): JournalItem => {
    const acknowledged = agreed[position] ?? 0;
    const rule = refusalOf(session, grounds, edit, acknowledged);
    const base = bases[position];
    const effect = rule ? [] : effectOf(edit, organization, session.scope);
    return {
      changeId: id,
      position,
      edit,
      outcome: rule ? 'refused' : startsAt === undefined ? 'pending' : 'scheduled',
      ...(rule && { rule }),
      differences: [],
      effect,
      attempts: 0,
      dueAt: startsAt ?? createdAt,
      teamIds: rule === 'not-found' ? [] : teamsReached(grounds, edit),
      ...(rule !== 'not-found' && { asOfThen: asOfThen(grounds, edit, effect) }),
      ...(acknowledged > 0 && { acknowledged }),
      ...(base && { base }),
    };
  });
  keepForRoad(session, read);
  const actor = actorOf(session);
  const hasTimes = startsAt !== undefined || until !== undefined;
  const change = {
    id,
    actor,
    reason: request.reason,
    createdAt,
    authority: session,
    items,
    ...(reverts !== undefined && { reverts }),
    ...(startsAt !== undefined && { startsAt }),
    ...(until !== undefined && { until }),
    ...(hasTimes && { owner: actor }),
    reversals: [],
    terms: [],
  };
  return { change, allowed };
}

/** The values that each edit is based on, of the skills that it names: revisions are not kept until a Change may begin. */
function basesOf(revisions: RevisionStore, edits: readonly Edit[]): Promise<(SkillWithValue[] | undefined)[]> {
  return Promise.all(
    edits.map(async (edit) => {
      const content = isAssignment(edit) ? undefined : await revisions.content(edit.skillProfileId, edit.revision);
      if (isAssignment(edit) || !content) return undefined;
      const named = namedSkills(edit);
      return listSkillValues(content).filter(({ skillId }) => named.includes(skillId));
    }),
  );
}

import { AppError } from '../app-error.ts';
import type { Log } from '../log.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { demandEditing } from '../identity/admit.ts';
import type { CurrentRights } from '../identity/current-rights.ts';
import type { Session } from '../identity/session.ts';
import { groundsOf, refusalOf } from '../skill-profiles/editable.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { actorOf } from './actor-of.ts';
import { demandVisible, visibleItems } from './change-view.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';

interface Ports {
  journal: ChangeJournal;
  rights: CurrentRights;
  snapshot: Snapshot;
  policy: CurrentPolicy;
  log: Log;
}

/** An item may be moved on between reading and stopping it: sent away and turned back, it can be stopped after all. */
const looks = 3;

/**
 * Ends the items of which nothing is on its way; what was sent ends by itself. Who stops what somebody else asked for must be allowed to do it
 * himself, and the rest goes on.
 * @throws AppError `not-found`, `lease-ended` for the end of a lease, `not-allowed` where he may stop nothing of what waits, or why this person may write
 * nothing now
 */
export async function stopChange(ports: Ports, session: Session, id: string): Promise<void> {
  const { journal, log } = ports;
  const change = await readToHandle(ports, session, id);
  if (change.via === 'lease-end') throw endHasBegun();
  const mayTouch = await touchable(ports, session, change);
  let stopped = 0;
  for (let look = 0; look < looks; look += 1) {
    const waiting = (await itemsOf(ports, session, id)).filter(
      ({ outcome }) => outcome === 'pending' || outcome === 'scheduled',
    );
    const his = waiting.filter(mayTouch);
    if (his.length === 0 && waiting.length > 0 && stopped === 0) throw mayNotHandle('stopped', 'to stop it');
    if (his.length === 0) break;
    stopped += await journal.stop(his, actorOf(session));
  }
  log.info({ changeId: id, by: session.person.id, items: stopped }, 'change stopped');
}

/**
 * Takes the stopped items up again, with the next look for open Changes. They go on with the rights of whoever asked for them, which are checked anew; who continues what somebody
 * else asked for must be allowed to do it himself, and the rest stays stopped.
 * @throws AppError `not-found`, `lease-ended`, `not-allowed` where he may continue nothing of what was stopped, or why this person may write nothing now
 */
export async function continueChange(ports: Ports, session: Session, id: string): Promise<void> {
  const { journal, log } = ports;
  const change = await readToHandle(ports, session, id);
  if (change.endedAt !== undefined) throw endHasBegun();
  const mayTouch = await touchable(ports, session, change);
  const stopped = (await itemsOf(ports, session, id)).filter(({ outcome }) => outcome === 'stopped');
  const his = stopped.filter(mayTouch);
  if (his.length === 0 && stopped.length > 0) throw mayNotHandle('continued', 'to continue it');
  const continued = his.length === 0 ? 0 : await journal.reopen(his, actorOf(session), change.startsAt);
  if (continued === 0 && his.length > 0 && (await journal.read(id))?.endedAt !== undefined) throw endHasBegun();
  log.info({ changeId: id, by: session.person.id, items: continued }, 'change continued');
}

const endHasBegun = () =>
  new AppError(
    'lease-ended',
    'Nothing was changed: the end of a lease has begun, and is carried out. Make a new Change to set the values again.',
  );

const mayNotHandle = (handled: string, how: string) =>
  new AppError(
    'not-allowed',
    `Nothing was ${handled}: somebody else made this Change, and you may not edit what it is about yourself. Ask who made it, or an administrator, ${how}.`,
  );

async function touchable({ snapshot, policy }: Ports, session: Session, { actor, owner }: JournalChange) {
  const grounds = groundsOf(await policy.inForce(), await snapshot.fresh());
  return ({ edit, acknowledged }: JournalItem) =>
    actor.id === session.person.id ||
    owner?.id === session.person.id ||
    !refusalOf(session, grounds, edit, acknowledged);
}

async function readToHandle({ rights, journal, snapshot }: Ports, session: Session, id: string) {
  demandEditing(session.rights);
  await rights.confirm(session);
  return demandVisible(session, await snapshot.known(), await journal.read(id));
}

async function itemsOf({ journal, snapshot }: Ports, session: Session, id: string): Promise<JournalItem[]> {
  const change = await journal.read(id);
  return change ? visibleItems(session, await snapshot.known(), change) : [];
}

import { defaultPolicy, type EditPolicy, type Policy } from '../../shared/policy.ts';
import type { Log } from '../log.ts';
import type { PolicyStore, StoredPolicy } from './ports.ts';

/**
 * The policy that holds now. Read from the database at every use, by every replica: one row by its key costs less than an answer that is a
 * second old.
 */
export class CurrentPolicy {
  readonly #store: PolicyStore;
  readonly #log: Log;
  /** What EDIT_POLICY says; wins over what is stored. */
  readonly editByEnvironment: EditPolicy | undefined;
  #seen: number | undefined;

  constructor(store: PolicyStore, log: Log, editByEnvironment: EditPolicy | undefined) {
    this.#store = store;
    this.#log = log;
    this.editByEnvironment = editByEnvironment;
  }

  async inForce(): Promise<Policy> {
    const stored = await this.#store.read();
    const { policy } = stored ?? { policy: defaultPolicy };
    this.#notice(stored, policy);
    return this.editByEnvironment === undefined ? policy : { ...policy, edit: this.editByEnvironment };
  }

  /** Every process logs a policy once, also one that was set through another. */
  #notice(stored: StoredPolicy | undefined, policy: Policy): void {
    const { version = 0, changedBy, changedAt } = stored ?? {};
    if (version === this.#seen) return;
    this.#seen = version;
    const changed = changedAt === undefined ? {} : { changedBy, changedAt: new Date(changedAt).toISOString() };
    const { editByEnvironment } = this;
    this.#log.info({ version, ...changed, policy, editByEnvironment }, 'policy in force');
  }
}

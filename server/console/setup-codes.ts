import type { AuditEntry } from '../audit/ports.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import type { SettingsInForce, SetupCodeNote, SetupCodePurpose, SetupCodeStore } from './ports.ts';
import { makeSetupCode, setupCodeHash, setupCodeLasts } from './setup-code.ts';

export interface SetupCodePorts {
  codes: SetupCodeStore;
  note: SetupCodeNote;
  settings: SettingsInForce;
  clock: Clock;
  log: Pick<Log, 'info' | 'warn'>;
  publicUrl: string;
}

export interface MadeSetupCode {
  code: Secret;
  purpose: SetupCodePurpose;
  expiresAt: number;
  /** Where it is entered. */
  page: string;
}

/** For whoever has the command line: in the place of any code that there was. With SSO it opens the console for a quarter of an hour, and says so loudly. */
export async function giveSetupCode(ports: SetupCodePorts): Promise<MadeSetupCode> {
  const purpose = await purposeNow(ports);
  const record: AuditEntry = { action: 'setup-code-made', actor: 'operator', body: { purpose } };
  const made = await make(ports, purpose, false, record);
  if (!made) throw new AppError('internal-error', 'The setup code could not be stored. Try again.');
  if (purpose === 'break-glass') {
    ports.log.warn({ purpose }, 'an operator has made a code that opens the console without the sign-in');
  }
  return made;
}

/**
 * At the start, where nobody can sign in yet: one for all replicas. On SQLite `alone`, as whoever had the last code has ended.
 * @returns undefined where people sign in, or another replica has made one
 */
export async function offerSetupCode(
  ports: SetupCodePorts,
  alone: boolean,
): Promise<MadeSetupCode | 'another-lives' | undefined> {
  if ((await purposeNow(ports)) !== 'setup') {
    await ports.note.remove();
    return undefined;
  }
  const made = await make(ports, 'setup', !alone);
  if (!made) return 'another-lives';
  ports.log.info(
    { expiresAt: new Date(made.expiresAt).toISOString() },
    'nobody can sign in yet: a setup code was made',
  );
  return made;
}

const purposeNow = async ({ settings }: SetupCodePorts): Promise<SetupCodePurpose> =>
  (await settings()) === undefined ? 'setup' : 'break-glass';

async function make(
  { codes, note, clock, publicUrl }: SetupCodePorts,
  purpose: SetupCodePurpose,
  unlessOneLives: boolean,
  record?: AuditEntry,
): Promise<MadeSetupCode | undefined> {
  const code = makeSetupCode();
  const put = await codes.put({ hash: setupCodeHash(code), purpose }, { unlessOneLives, ...(record && { record }) });
  if (!put) return undefined;
  if (purpose === 'setup') await note.write(`${code.reveal()}\n`);
  return { code, purpose, expiresAt: clock.now() + setupCodeLasts, page: `${publicUrl}/admin/setup` };
}

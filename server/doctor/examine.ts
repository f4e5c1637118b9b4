import type { Clock } from '../clock.ts';
import type { Fact } from './causes.ts';
import { explain } from './explain.ts';
import type { ProbeName, Row, TokenProbes, TokenToExamine, WriteJournal } from './ports.ts';
import type { Probed } from './sighting.ts';
import { readTokenForm } from './token-form.ts';
import { kindRow, lifeRow, looksPersonal, scopesRow } from './token-rows.ts';

interface Ports {
  probes: TokenProbes;
  clock: Clock;
  organizationId: string;
}

interface Options {
  allApis?: boolean;
  /** Name or id of the skill profile that is written back unchanged, and the journal that knows of it. */
  probeWrite?: { profile: string; journal: WriteJournal } | undefined;
}

/** Looks at one token from all sides. Changes nothing, except that `probeWrite` writes one profile back as it is. */
export async function examine(ports: Ports, examined: TokenToExamine, options: Options = {}): Promise<Row[]> {
  const { probes, clock, organizationId } = ports;
  const { token } = examined;
  const form = readTokenForm(token.reveal());
  const [me, organizations, end, read, broadworks, wholesale] = await Promise.all([
    probes.me(token),
    probes.organizations(token),
    probes.tokenEnd(token),
    probes.readSkillProfiles(token),
    options.allApis ? probes.broadworksEnterprises(token) : undefined,
    options.allApis ? probes.wholesaleCustomers(token) : undefined,
  ]);
  // After the reads: what cannot be read is not written either.
  const { probeWrite } = options;
  const write =
    probeWrite && read.ok ? await probes.writeUnchanged(token, probeWrite.profile, probeWrite.journal) : undefined;

  const now = clock.now();
  const endsAt = end.ok ? end.found.endsAt : (form.endsAt ?? examined.expiresAt);
  const organization = me.ok ? me.found.organizationId : form.organizationId;
  const facts = factsOf({
    'accepted-elsewhere': [me, organizations, end, read].some(({ ok }) => ok),
    personal: examined.source === 'personal',
    'looks-personal': ['given', 'direct'].includes(examined.source) && me.ok && looksPersonal(endsAt, now),
    'other-organization': organization !== undefined && organization !== organizationId.toLowerCase(),
  });
  const row = <Found>(probe: ProbeName, answer: Probed<Found>, good: (found: Found) => string): Row =>
    answer.ok ? { probe, status: 'ok', cause: good(answer.found), fix: '' } : explain(probe, answer.seen, facts);

  return [
    kindRow(examined, form, me.ok ? me.found.name : undefined, organization, organizationId),
    !end.ok && end.seen.status === 401 && !facts.has('accepted-elsewhere')
      ? { probe: 'life', status: 'failed', cause: 'Webex refuses the token, so it has ended.', fix: 'See people-me.' }
      : lifeRow(endsAt, examined.refreshExpiresAt, now),
    scopesRow({
      told: examined.scopes ?? form.scopes,
      by: examined.scopes ? 'the answer that brought the token' : 'the token itself',
      proven: [
        ...(me.ok ? ['spark:people_read'] : []),
        ...(organizations.ok ? ['spark-admin:organizations_read'] : []),
        ...(read.ok ? ['cjp:config_read'] : []),
        ...(write?.ok && write.found ? ['cjp:config_write'] : []),
      ],
      writeTried: write !== undefined,
    }),
    row('people-me', me, ({ name }) => `Webex knows the owner: ${name || 'without a name'}.`),
    row('organizations', organizations, ({ ids }) => `The token sees ${counted(ids.length, 'organization')}.`),
    await readRow(ports, examined, read, facts),
    writeRow(probeWrite?.profile, read, write, facts),
    ...(broadworks ? [row('broadworks-enterprises', broadworks, () => 'BroadWorks enterprises can be read.')] : []),
    ...(wholesale ? [row('wholesale-customers', wholesale, () => 'Wholesale customers can be read.')] : []),
  ];
}

const factsOf = (held: Record<Fact, boolean>): ReadonlySet<Fact> =>
  new Set((Object.keys(held) as Fact[]).filter((fact) => held[fact]));

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A refusal that a wrong region can cause is followed up: the organization is looked for in the other regions. */
async function readRow(
  { probes }: Ports,
  { token }: TokenToExamine,
  read: Probed<{ total: number }>,
  facts: ReadonlySet<Fact>,
): Promise<Row> {
  const probe = 'contact-center-read';
  if (read.ok)
    return { probe, status: 'ok', cause: `${counted(read.found.total, 'skill profile')} can be read.`, fix: '' };
  const explained = explain(probe, read.seen, facts);
  const { status, network } = read.seen;
  const alive = facts.has('accepted-elsewhere');
  const mayBeRegion = status === 403 || status === 404 || (status === 401 && alive) || network === 'name-unknown';
  if (!mayBeRegion || facts.has('other-organization') || facts.has('personal')) return explained;
  const [region, ...more] = await probes.regionsThatAnswer(token);
  if (region === undefined) return explained;
  const regions = [region, ...more].join(' and ');
  return {
    probe,
    status: 'failed',
    cause: `The contact center at ${read.seen.host} refuses the token (${status ?? 'no answer'}), but this organization answers in region ${regions}.`,
    fix: `Unless ${read.seen.host} is that region already, set WXCC_REGION=${region}. If it is, the scope cjp:config_read is missing: add it and authorize the app again.`,
  };
}

function writeRow(
  wanted: string | undefined,
  read: Probed<unknown>,
  write: Awaited<ReturnType<TokenProbes['writeUnchanged']>> | undefined,
  facts: ReadonlySet<Fact>,
): Row {
  const probe = 'contact-center-write';
  const row = (status: Row['status'], cause: string, fix = ''): Row => ({ probe, status, cause, fix });
  if (wanted === undefined) {
    return row('skipped', 'Not asked for.', 'Add --probe-write PROFILE: it writes that profile back unchanged.');
  }
  if (!read.ok) return row('skipped', 'Nothing was written, because reading failed.', 'See contact-center-read.');
  if (!write) return row('skipped', 'Nothing was written.');
  if (!write.ok) return explain(probe, write.seen, facts);
  if (!write.found) {
    return row(
      'failed',
      'No skill profile has this name or id. Nothing was written.',
      'Give a name exactly as in Control Hub, or an id.',
    );
  }
  if (!write.found.unchanged) {
    const cause = `“${write.found.name}” was written, but reads differently now: somebody changed it in the same second, or the contact center altered it.`;
    return row(
      'failed',
      cause,
      'Look at this profile in Control Hub, then run the doctor again with one that nobody uses.',
    );
  }
  return row('ok', `“${write.found.name}” was written back unchanged and read again.`);
}

import { csvHeader, csvLine } from '../audit/csv.ts';
import { headText, parseHead } from '../audit/chain.ts';
import type { ExportSpan } from '../audit/export-records.ts';
import type { Verification } from '../audit/verify-chain.ts';
import { exitCodes, UsageError, type Command, type Given } from './command.ts';
import { withCustody } from './with-custody.ts';

const formats = { csv: csvLine, jsonl: JSON.stringify };

const auditExport: Command = {
  name: 'audit export',
  summary: 'Prints the audit records: who changed what, when and why, and how it ended.',
  more: [
    'An export is a record itself, and the last one of it: keep its SEQ:MAC, which is also said on standard error, for “audit verify --head”.',
    'In CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe.',
  ],
  options: {
    format: { type: 'string', value: 'csv|jsonl', help: 'Comma-separated, or one JSON object a line (the default).' },
    from: { type: 'string', value: 'TIME', help: 'The first time of interest, as 2026-06-03 or 2026-06-03T08:00:00Z.' },
    to: { type: 'string', value: 'TIME', help: 'The first time that is of none.' },
  },
  needs: ['beginAuditExport', 'auditPage'],
  run(surroundings, given) {
    const { terminal } = surroundings;
    const format = formatOf(given);
    const span = { ...timeOf(given, 'from'), ...timeOf(given, 'to') };
    return withCustody(surroundings, ['beginAuditExport', 'auditPage'], async ({ beginAuditExport, auditPage }) => {
      const head = await beginAuditExport({ format, ...span });
      if (format === 'csv') terminal.print(csvHeader);
      let after: number | undefined = 0;
      while (after !== undefined) {
        const page = await auditPage({ after, upTo: head.seq, ...span });
        for (const record of page.records) terminal.print(formats[format](record));
        after = page.after;
      }
      terminal.note(`The head of the audit chain: ${headText(head)}`);
      return exitCodes.ok;
    });
  },
};

const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Proves that no audit record was edited, removed, reordered or cut off, or names those that were.',
  more: [
    'A tail that was cut off shows only with --head. Heads are in the log with each outcome, and in every export.',
  ],
  options: {
    head: { type: 'string', value: 'SEQ:MAC', help: 'A head that was seen before: the chain must still hold it.' },
    json: { type: 'boolean', help: 'The result as one JSON object on standard output.' },
  },
  needs: ['verifyAudit'],
  run(surroundings, given) {
    const text = given.text('head');
    const head = text === undefined ? undefined : parseHead(text);
    if (text !== undefined && !head) throw new UsageError('--head takes SEQ:MAC, as the log and every export have it.');
    return withCustody(surroundings, ['verifyAudit'], async ({ verifyAudit }) => {
      const found = await verifyAudit(head);
      surroundings.terminal.print(given.flag('json') ? JSON.stringify(found, null, 2) : textOf(found));
      return found.valid ? exitCodes.ok : exitCodes.failed;
    });
  },
};

const auditForget: Command = {
  name: 'audit forget',
  summary: 'Forgets the name of a person in the audit records; the chain still holds.',
  more: [
    'PERSON is an id or an e-mail address. What the person did stays recorded, by a pseudonym that means nothing.',
  ],
  options: {},
  operand: 'PERSON',
  needs: ['forgetPerson'],
  run: (surroundings, { operand = '' }) =>
    withCustody(surroundings, ['forgetPerson'], async ({ forgetPerson }) => {
      const forgotten = await forgetPerson(operand);
      surroundings.terminal.print(
        forgotten === 0
          ? 'Nobody of this id or e-mail address is named.'
          : `Forgotten: ${forgotten} names of this person.`,
      );
      return forgotten === 0 ? exitCodes.failed : exitCodes.ok;
    }),
};

export const auditCommands: readonly Command[] = [auditExport, auditVerify, auditForget];

function textOf({ valid, records, head, cut, forgotten, faults }: Verification): string {
  return [
    valid ? 'The audit chain holds.' : 'The audit chain does NOT hold.',
    `  ${records} records, head ${head}`,
    ...(cut ? [`  records up to ${cut.seq} were cut by the retention: checkpoint ${cut.checkpoint} says so`] : []),
    ...(forgotten > 0 ? [`  ${forgotten} names were forgotten on demand`] : []),
    ...faults.map(({ kind, detail }) => `  ${kind}: ${detail}`),
  ].join('\n');
}

function formatOf(given: Given): keyof typeof formats {
  const format = given.text('format') ?? 'jsonl';
  if (format === 'csv' || format === 'jsonl') return format;
  throw new UsageError('--format takes csv or jsonl.');
}

function timeOf(given: Given, name: 'from' | 'to'): ExportSpan {
  const text = given.text(name);
  if (text === undefined) return {};
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) {
    throw new UsageError(`--${name} takes a time as 2026-06-03 (in UTC) or 2026-06-03T08:00:00Z.`);
  }
  return { [name]: time };
}

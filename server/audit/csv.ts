import type { ExportedRecord } from './export-records.ts';

type Row = Readonly<Record<(typeof columns)[number], unknown>>;

const columns = [
  'seq',
  'at',
  'action',
  'actor',
  'name',
  'email',
  'change',
  'outcome',
  'rule',
  'reason',
  'subject',
  'skills',
  'agents',
  'teams',
  'trackingId',
  'reverts',
  'details',
  'mac',
] as const;

export const csvHeader = columns.join(',');

/** A record as one line for a spreadsheet; `details` is the whole body as JSON. */
export function csvLine(record: ExportedRecord): string {
  const { seq, at, action, actor, body, people, mac } = record;
  const known = people[actor];
  const reached = objectOf(body['reached']);
  const row: Row = {
    ...{ seq, at, action, actor, mac },
    name: known?.name,
    email: known?.email,
    change: body['changeId'],
    outcome: body['outcome'],
    rule: body['rule'],
    reason: body['reason'],
    subject: subjectOf(record),
    skills: listOf(body['skills']).map(skillText).join('; '),
    agents: reached['agents'],
    teams: listOf(reached['teams']).map(nameOf).join('; '),
    trackingId: body['trackingId'],
    reverts: body['reverts'],
    details: JSON.stringify(body),
  };
  return columns.map((column) => cell(row[column])).join(',');
}

/** What a spreadsheet would take for a formula gets an apostrophe, which shows that it is text. */
export function cell(value: unknown): string {
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n\t;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function subjectOf({ body, people }: ExportedRecord): string {
  if (body['skillProfile'] !== undefined) return nameOf(body['skillProfile']);
  if (body['team'] !== undefined) return `${nameOf(body['team'])}: ${nameOf(body['from'])} → ${nameOf(body['to'])}`;
  const [agent] = listOf(body['agent']);
  if (typeof agent !== 'string') return '';
  return `${people[agent]?.name ?? agent}: ${nameOf(body['from'])} → ${nameOf(body['to'])}`;
}

function skillText(skill: unknown): string {
  const { before, after } = objectOf(skill);
  return `${nameOf(skill)}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return Array.isArray(value) ? value.map(nameOf).join(' + ') : cellText(value);
}

const cellText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** By its name as of then, else by its id. */
function nameOf(thing: unknown): string {
  const { name, id } = objectOf(thing);
  return typeof name === 'string' ? name : typeof id === 'string' ? id : '–';
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

import { isFinal, type ChangeItem, type Outcome } from '../../shared/change.ts';
import type { EnumSkillValue, SkillValue } from '../../shared/skill.ts';
import type { Fault } from '../../shared/problem.ts';
import type { FailureCode } from '../api/api-problem.ts';
import type { Standing } from '../work/save.ts';
import { collator, listFormat, numberFormat, pluralRules } from './intl.ts';
import { inEnglish, isTextKey, type CountedKey, type TextKey } from './english.ts';
import type { Translation } from './translation.ts';

type Filling = Readonly<Record<string, string | number>>;

interface Readable {
  reason?: string;
  reasonCode?: string;
  usedBy?: { outsideScope: number };
}

/** The widget's texts in one language, with numbers and dates by the customs of one region. */
export class Words {
  readonly locale: string;
  readonly language: string;
  readonly #translation: Translation;

  constructor(locale: string, language = locale, translation: Translation = new Map()) {
    this.locale = locale;
    this.language = language;
    this.#translation = translation;
  }

  /** Makes what a view says numbers, lists and names with: for a moment in which nobody waits for this thread. */
  prepare(): void {
    for (const format of [numberFormat, listFormat, collator]) format(this.locale);
    pluralRules(this.language);
  }

  text(key: TextKey, filling: Filling = {}): string {
    return this.#filled(this.#translation.get(key) ?? inEnglish(key) ?? key, filling);
  }

  /** The form for `n`; a language without a form of its own for it says the general one. */
  count(key: CountedKey, n: number, filling: Filling = {}): string {
    const english = n === 1 ? (`${key}.one` as const) : (`${key}.other` as const);
    const general = this.#translation.get(`${key}.other`) ?? inEnglish(english) ?? key;
    const form = this.#translation.get(`${key}.${pluralRules(this.language).select(n)}`) ?? general;
    return this.#filled(form, { n, ...filling });
  }

  number(n: number): string {
    return numberFormat(this.locale).format(n);
  }

  problem(code: FailureCode): string {
    return this.text(`problem.${code}`);
  }

  /** A rule of the backend; it may be newer than this page. */
  rule(rule: string): string {
    const key = `rule.${rule}`;
    return isTextKey(key) ? this.text(key) : this.text('rule.unknown', { rule });
  }

  /** Who made a Change when no person did; it may be newer than this page. */
  via(via: string): string {
    const key = `via.${via}`;
    return isTextKey(key) ? this.text(key) : this.text('via.unknown', { via });
  }

  outcome(item: ChangeItem): string {
    const { outcome, userId } = item;
    if (outcome === 'verified' && userId !== undefined) return this.text('outcome.verified-assignment');
    if (isUnsure(item)) return this.text('outcome.stopped-unsure');
    if (isLeftAlone(item)) return this.text('outcome.superseded-unwritten');
    const key = `outcome.${outcome}`;
    return this.text(isTextKey(key) ? key : 'outcome.unknown');
  }

  /** What is wrong with a request; in the backend's words where they are newer than this page. */
  fault({ code, detail, skill = '' }: Fault): string {
    const key = `fault.${code ?? ''}`;
    return isTextKey(key) ? this.text(key, { skill }) : detail;
  }

  /** Why somebody may not edit; in the backend's words where its rule is newer than this page. */
  whyReadOnly({ reason, reasonCode = '', usedBy }: Readable): string {
    if (reasonCode === 'outside-scope' && usedBy) return this.count('profiles.why-outside', usedBy.outsideScope);
    const key = `rule.${reasonCode}`;
    if (isTextKey(key)) return this.text(key);
    return reason === undefined || reason === '' ? this.text('profiles.why-unknown') : reason;
  }

  value(value: SkillValue | null, enumSkillValues: readonly EnumSkillValue[] = []): string {
    if (value === null) return this.text('value.none');
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'boolean') return this.text(value ? 'value.true' : 'value.false');
    if (typeof value === 'string')
      return value === '' ? this.text('value.empty') : this.text('value.text', { text: value });
    const names = new Map(enumSkillValues.map(({ id, name }) => [id, name]));
    return this.list(value.map((id) => names.get(id) ?? this.text('value.unknown')));
  }

  list(parts: readonly string[]): string {
    return parts.length === 1 ? (parts[0] ?? '') : listFormat(this.locale).format(parts);
  }

  /** Without an “and” before the last. */
  enumeration(parts: readonly string[]): string {
    return parts.join(this.text('value.between'));
  }

  time(iso: string): string {
    const time = new Date(iso);
    if (Number.isNaN(time.getTime())) return iso;
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
  }

  /** “in 35 minutes, 10:30” or “in 3 days, 24 Nov 2026, 10:30”. */
  when(time: number, now: number): string {
    const sameDay = new Date(time).toDateString() === new Date(now).toDateString();
    const clock = new Intl.DateTimeFormat(
      this.locale,
      sameDay ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
    );
    return this.text('time.in', { relative: this.relative(time, now), time: clock.format(time) });
  }

  /** The time of the day. */
  clock(time: number, timeStyle: 'short' | 'medium' = 'short'): string {
    return new Intl.DateTimeFormat(this.locale, { timeStyle }).format(time);
  }

  /** “in 45 minutes”, “in 2 hours”. */
  duration(minutes: number): string {
    return minutes % 60 === 0 ? this.count('end.hours', minutes / 60) : this.count('end.minutes', minutes);
  }

  /** “in 90 minutes”, “in 1 hour”, as the choices of an end say it. */
  relative(time: number, now: number): string {
    const minutes = Math.round((time - now) / 60_000);
    const format = new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' });
    if (Math.abs(minutes) < 100 && Math.abs(minutes) !== 60) return format.format(minutes, 'minute');
    const hours = Math.round(minutes / 60);
    return Math.abs(hours) < 48 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
  }

  #filled(text: string, filling: Filling): string {
    return text.replace(/\{([\w-]+)\}/g, (whole, name: string) => {
      const value = filling[name] ?? whole;
      return typeof value === 'number' ? this.number(value) : value;
    });
  }
}

/**
 * An undo or an end that found something else than what it takes back, and wrote nothing. An agent's other profile may have been written
 * although no skill of his changed by it: what stood in its way says that it was not.
 */
export const isLeftAlone = ({ outcome, diff, userId, conflict, leftOut, rule }: ChangeItem): boolean =>
  outcome === 'superseded' &&
  diff.length === 0 &&
  (userId === undefined || (conflict ?? leftOut ?? rule) !== undefined);

/** It may have been written where nobody knows of it any more. */
export const isUnsure = ({ outcome, rule }: Standing): boolean => outcome === 'stopped' && rule === 'older-database';

/** How an outcome is coloured and marked. */
export function toneOf(outcome: Outcome): 'success' | 'warning' | 'error' | 'info' {
  if (outcome === 'verified' || outcome === 'unchanged') return 'success';
  if (!isFinal(outcome)) return outcome === 'in-doubt' ? 'warning' : 'info';
  return outcome === 'conflict' || outcome === 'superseded' || outcome === 'stopped' ? 'warning' : 'error';
}

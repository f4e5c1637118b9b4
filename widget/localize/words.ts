import { isFinal, type ChangeItem, type Outcome } from '../../shared/change.ts';
import type { EnumSkillValue, SkillValue } from '../../shared/skill.ts';
import type { FailureCode } from '../api/api-problem.ts';
import { numberFormat, pluralRules } from './intl.ts';
import { en, type CountedKey, type Language, type TextKey } from './en.ts';

type Filling = Readonly<Record<string, string | number>>;

/** The widget's texts in one language. */
export class Words {
  readonly locale: string;
  readonly #language: Language;
  #lists: Intl.ListFormat | undefined;

  constructor(locale: string, language: Language = en) {
    this.locale = locale;
    this.#language = language;
  }

  text(key: TextKey, filling: Filling = {}): string {
    return this.#language[key].replace(/\{([\w-]+)\}/g, (whole, name: string) => String(filling[name] ?? whole));
  }

  /** The form for `n`; a language without a form of its own for it says the general one. */
  count(key: CountedKey, n: number, filling: Filling = {}): string {
    const exact = `${key}.${pluralRules(this.locale).select(n)}`;
    return this.text(this.#has(exact) ? exact : `${key}.other`, {
      n: numberFormat(this.locale).format(n),
      ...filling,
    });
  }

  problem(code: FailureCode): string {
    return this.text(`problem.${code}`);
  }

  /** A rule of the backend; it may be newer than this page. */
  rule(rule: string): string {
    const key = `rule.${rule}`;
    return this.#has(key) ? this.text(key) : this.text('rule.unknown', { rule });
  }

  /** Who made a Change when no person did; it may be newer than this page. */
  via(via: string): string {
    const key = `via.${via}`;
    return this.#has(key) ? this.text(key) : this.text('via.unknown', { via });
  }

  outcome({ outcome, userId }: ChangeItem): string {
    if (outcome === 'verified' && userId !== undefined) return this.text('outcome.verified-assignment');
    const key = `outcome.${outcome}`;
    return this.text(this.#has(key) ? key : 'outcome.unknown');
  }

  /** Why somebody may not edit: a rule by its name, or a sentence of the backend's. */
  whyReadOnly(reason: string | undefined): string {
    if (reason === undefined || reason === '') return this.text('profiles.why-unknown');
    const key = `rule.${reason}`;
    return this.#has(key) ? this.text(key) : reason;
  }

  value(value: SkillValue | null, enumSkillValues: readonly EnumSkillValue[] = []): string {
    if (value === null) return this.text('value.none');
    if (typeof value === 'number') return numberFormat(this.locale).format(value);
    if (typeof value === 'boolean') return this.text(value ? 'value.true' : 'value.false');
    if (typeof value === 'string') return value === '' ? this.text('value.empty') : `“${value}”`;
    const names = new Map(enumSkillValues.map(({ id, name }) => [id, name]));
    return this.list(value.map((id) => names.get(id) ?? this.text('value.unknown')));
  }

  list(parts: readonly string[]): string {
    // Making a formatter costs more than everything else in a row.
    this.#lists ??= new Intl.ListFormat(this.locale, { type: 'conjunction' });
    return parts.length === 1 ? (parts[0] ?? '') : this.#lists.format(parts);
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
  clock(time: number): string {
    return new Intl.DateTimeFormat(this.locale, { timeStyle: 'short' }).format(time);
  }

  /** “in 45 minutes”, “in 2 hours”. */
  duration(minutes: number): string {
    return minutes % 60 === 0 ? this.count('end.hours', minutes / 60) : this.count('end.minutes', minutes);
  }

  relative(time: number, now: number): string {
    const minutes = Math.round((time - now) / 60_000);
    const format = new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' });
    if (Math.abs(minutes) < 100) return format.format(minutes, 'minute');
    const hours = Math.round(minutes / 60);
    return Math.abs(hours) < 48 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
  }

  #has(key: string): key is TextKey {
    return Object.hasOwn(this.#language, key);
  }
}

/** How an outcome is coloured and marked. */
export function toneOf(outcome: Outcome): 'success' | 'warning' | 'error' | 'info' {
  if (outcome === 'verified' || outcome === 'unchanged') return 'success';
  if (!isFinal(outcome)) return outcome === 'in-doubt' ? 'warning' : 'info';
  return outcome === 'conflict' || outcome === 'superseded' || outcome === 'stopped' ? 'warning' : 'error';
}

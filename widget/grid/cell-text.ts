import type { Skill, SkillValue } from '../../shared/skill.ts';
import { misfit } from '../../shared/skill.ts';
import type { Words } from '../localize/words.ts';
import { inQuotes, type TextCell } from './table-text.ts';

/** Stands for "not in the profile", on screen and in copied text. */
export const absent = '–';
const absences = new Set([absent, '-', '—']);
const unread = '?';

/** A value as it stands in a cell. */
export function shownText(value: SkillValue | null | undefined, skill: Skill, words: Words): string {
  if (value === undefined) return unread;
  if (value === null) return absent;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value === '' ? words.text('value.text', { text: '' }) : value;
  if (typeof value === 'boolean') return words.value(value);
  return words.enumeration(enumNames(value, skill, words));
}

/** A value as it is copied: what is read from it again is the same value. */
export function copiedText(value: SkillValue | null | undefined, skill: Skill, words: Words): string {
  if (typeof value === 'object' && value !== null) return enumNames(value, skill, words).join('; ');
  if (typeof value !== 'string') return shownText(value, skill, words);
  return value === '' || value.trim() !== value || absences.has(value) || /["\t\r\n]/.test(value)
    ? inQuotes(value)
    : value;
}

/** What a text means for a skill: null is "not in the profile", undefined nothing that fits. */
export function valueIn({ text, quoted }: TextCell, skill: Skill, words: Words): SkillValue | null | undefined {
  if (!quoted && absences.has(text)) return null;
  const value = readAs(skill, text, words);
  return value === undefined || misfit(skill, value) !== undefined ? undefined : value;
}

function readAs(skill: Skill, text: string, words: Words): SkillValue | undefined {
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return /^\d{1,2}$/.test(text) ? Number(text) : undefined;
    case 'BOOLEAN':
      return [true, false].find((value) => sameWord(text, words.value(value)) || sameWord(text, String(value)));
    case 'TEXT':
      return text;
    case 'ENUM':
      return enumIds(text, skill);
  }
}

function enumIds(text: string, { enumSkillValues }: Skill): string[] | undefined {
  const idOf = (name: string) => enumSkillValues.find((known) => sameWord(known.name, name))?.id;
  const whole = idOf(text);
  if (whole !== undefined) return [whole];
  const ids = text.split(/[;,]/).map(idOf);
  return ids.includes(undefined) ? undefined : [...new Set(ids as string[])];
}

const enumNames = (ids: readonly string[], { enumSkillValues }: Skill, words: Words): string[] =>
  ids.map((id) => enumSkillValues.find((known) => known.id === id)?.name ?? words.text('value.unknown'));

const sameWord = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

import type { SkillValue } from '../../shared/skill.ts';

/** The person wants this value of the skill. */
export class ValueChosen extends Event {
  static readonly eventName = 'skilldesk-value-chosen';
  readonly value: SkillValue;

  constructor(value: SkillValue) {
    super(ValueChosen.eventName);
    this.value = value;
  }
}

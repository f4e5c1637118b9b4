import { html, nothing, type TemplateResult } from 'lit';
import type { Named, PolicyState } from '../../../shared/admin-api.ts';
import type { EditPolicy, Policy, ShiftEnd } from '../../../shared/policy.ts';
import { words } from '../words.ts';

const texts = words.policy;
const edits = ['strict', 'acknowledge', 'open'] as const satisfies EditPolicy[];
const stages = ['preview', 'named', 'all'] as const;
const limits = ['sessionExchangesPerMinute', 'changesPerMinute', 'refusedExchangesPerMinute'] as const;

type Change = (changed: Partial<Policy>) => void;

/** The form over a policy that is not saved yet. */
export const policyFields = (policy: Policy, stored: PolicyState, change: Change): TemplateResult => html`
  ${editFields(policy, stored, change)} ${stageFields(policy, stored, change)}
  ${group(
    texts.members.protectedSkills,
    choices(stored.names.skills, policy.protectedSkills, (protectedSkills) => change({ protectedSkills })),
  )}
  ${group(
    texts.members.defaultEndMinutes,
    html`<label>
      ${texts.minutes}
      <input
        type="number"
        min="1"
        .value=${policy.defaultEndMinutes === null ? '' : String(policy.defaultEndMinutes)}
        @change=${(event: Event) => {
          const text = valueOf(event);
          change({ defaultEndMinutes: text === '' ? null : Number(text) });
        }}
      />
    </label>`,
  )}
  ${shiftFields(policy, stored, change)}
  ${group(
    texts.members.limits,
    html`${limits.map((name) =>
      number(texts.limitNames[name], policy.limits[name], (value) =>
        change({ limits: { ...policy.limits, [name]: value } }),
      ),
    )}`,
  )}
  ${group(
    texts.members.retentionDays,
    number(texts.days, policy.retentionDays, (retentionDays) => change({ retentionDays })),
  )}
`;

const group = (legend: string, content: TemplateResult) => html`
  <fieldset class="stack">
    <legend>${legend}</legend>
    ${content}
  </fieldset>
`;

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

const number = (label: string, value: number, change: (value: number) => void) => html`
  <label>
    ${label}
    <input
      type="number"
      min="1"
      required
      .value=${String(value)}
      @change=${(event: Event) => change(Number(valueOf(event)))}
    />
  </label>
`;

function editFields({ edit }: Policy, { editByEnvironment }: PolicyState, change: Change): TemplateResult {
  return group(
    texts.members.edit,
    html`${editByEnvironment === undefined ? nothing : html`<p class="note">${texts.fixed(editByEnvironment)}</p>`}
    ${edits.map(
      (one) =>
        html`<label class="choice">
          <input
            type="radio"
            name="edit"
            value=${one}
            .checked=${one === (editByEnvironment ?? edit)}
            ?disabled=${editByEnvironment !== undefined}
            @change=${() => change({ edit: one })}
          />
          ${texts.edits[one]}
        </label>`,
    )}`,
  );
}

function stageFields({ stage }: Policy, { names }: PolicyState, change: Change): TemplateResult {
  const now = typeof stage === 'object' ? 'named' : stage;
  const named = typeof stage === 'object' ? stage.named : { persons: [], teams: [] };
  const choose = (one: (typeof stages)[number]) => change({ stage: one === 'named' ? { named } : one });
  return group(
    texts.members.stage,
    html`${stages.map(
      (one) =>
        html`<label class="choice">
          <input type="radio" name="stage" value=${one} .checked=${one === now} @change=${() => choose(one)} />
          ${texts.stages[one]}
        </label>`,
    )}
    ${
      now === 'named'
        ? html`<h4>${texts.teams}</h4>
            ${choices(names.teams, named.teams, (teams) => change({ stage: { named: { ...named, teams } } }))}
            <h4>${texts.persons}</h4>
            ${choices(names.persons, named.persons, (persons) => change({ stage: { named: { ...named, persons } } }))}`
        : nothing
    }`,
  );
}

/** What is chosen and not known stays in the list, by its id. */
function choices(known: readonly Named[], chosen: readonly string[], change: (ids: string[]) => void): TemplateResult {
  const unknown = chosen.filter((id) => !known.some((one) => one.id === id)).map((id) => ({ id, name: id }));
  if (unknown.length + known.length === 0) return html`<p class="weak">${texts.nothingKnown}</p>`;
  const toggle = (id: string) => change(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return html`<div class="choices">
    ${[...unknown, ...known].map(
      ({ id, name }) =>
        html`<label class="choice">
          <input type="checkbox" .checked=${chosen.includes(id)} @change=${() => toggle(id)} /> ${name}
        </label>`,
    )}
  </div>`;
}

function shiftFields({ shiftEnds }: Policy, { names }: PolicyState, change: Change): TemplateResult {
  const replace = (at: number, changed: Partial<ShiftEnd>) =>
    change({ shiftEnds: shiftEnds.map((one, index) => (index === at ? { ...one, ...changed } : one)) });
  const [first] = names.teams;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const add = () => change({ shiftEnds: [...shiftEnds, { teamId: first?.id ?? '', time: '17:00', zone }] });
  return group(
    texts.members.shiftEnds,
    html`${shiftEnds.map(
        (one, at) =>
          html`<div class="row">
            <label>
              ${texts.team}
              <select @change=${(event: Event) => replace(at, { teamId: valueOf(event) })}>
                ${withUnknown(names.teams, one.teamId).map(
                  ({ id, name }) => html`<option value=${id} ?selected=${id === one.teamId}>${name}</option>`,
                )}
              </select>
            </label>
            <label>
              ${texts.time}
              <input
                type="time"
                required
                .value=${one.time}
                @change=${(event: Event) => replace(at, { time: valueOf(event) })}
              />
            </label>
            <label>
              ${texts.zone}
              <input
                type="text"
                required
                .value=${one.zone}
                @change=${(event: Event) => replace(at, { zone: valueOf(event) })}
              />
            </label>
            <button
              type="button"
              class="quiet"
              aria-label=${texts.removeShift(at + 1)}
              @click=${() => change({ shiftEnds: shiftEnds.filter((_, index) => index !== at) })}
            >
              ✕
            </button>
          </div>`,
      )}
      <div><button type="button" @click=${add}>${texts.addShift}</button></div>`,
  );
}

const withUnknown = (known: readonly Named[], id: string): readonly Named[] =>
  known.some((one) => one.id === id) ? known : [{ id, name: id }, ...known];

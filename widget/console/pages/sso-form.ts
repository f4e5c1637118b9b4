import { html, nothing, type TemplateResult } from 'lit';
import { consoleRoles, type MappingRule, type SsoSettingsRequest } from '../../../shared/console-api.ts';
import { words } from '../words.ts';

const texts = words.sso;
const ops = ['equals', 'includes'] as const;

export const emptyRule: MappingRule = { claim: '', op: 'includes', value: '', role: 'admin' };

interface Shown {
  issuer: string;
  clientId: string;
  rules: readonly MappingRule[];
  redirectUri: string;
  hasSecret: boolean;
  change: (rules: MappingRule[]) => void;
  submit: (event: SubmitEvent) => void;
}

/** The settings of the sign-in, for whoever sets them up first and for whoever changes them. */
export const ssoForm = (shown: Shown): TemplateResult => html`
  <form @submit=${shown.submit}>
    <p>${texts.register} <code>${shown.redirectUri}</code></p>
    <label>
      ${texts.issuer}<input type="url" name="issuer" required .value=${shown.issuer} aria-describedby="issuer-hint" />
    </label>
    <p id="issuer-hint" class="small weak">${texts.issuerHint}</p>
    <label
      >${texts.clientId}<input type="text" name="clientId" required .value=${shown.clientId} autocomplete="off"
    /></label>
    <label>
      ${texts.clientSecret}
      <input type="password" name="clientSecret" ?required=${!shown.hasSecret} autocomplete="off" />
    </label>
    ${shown.hasSecret ? html`<p class="small weak">${texts.keepSecret}</p>` : nothing} ${ruleFields(shown)}
    <div><button class="primary">${texts.save}</button></div>
  </form>
`;

function ruleFields({ rules, change }: Shown): TemplateResult {
  const replace = (at: number, rule: MappingRule) => change(rules.map((one, index) => (index === at ? rule : one)));
  return html`<fieldset class="stack">
    <legend>${texts.rules}</legend>
    <p class="small weak">${texts.rulesHint}</p>
    ${rules.map((rule, at) => ruleRow(rule, at, replace, () => change(rules.filter((_, index) => index !== at))))}
    <div><button type="button" @click=${() => change([...rules, emptyRule])}>${texts.addRule}</button></div>
  </fieldset>`;
}

function ruleRow(
  rule: MappingRule,
  at: number,
  replace: (at: number, rule: MappingRule) => void,
  remove: () => void,
): TemplateResult {
  const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;
  return html`<div class="row" data-rule=${at}>
    <label>
      ${texts.claim}
      <input
        type="text"
        required
        .value=${rule.claim}
        @change=${(event: Event) => replace(at, { ...rule, claim: valueOf(event) })}
      />
    </label>
    <label>
      ${texts.op}
      <select
        .value=${rule.op}
        @change=${(event: Event) => replace(at, { ...rule, op: ops.find((op) => op === valueOf(event)) ?? rule.op })}
      >
        ${ops.map((op) => html`<option value=${op} ?selected=${op === rule.op}>${texts.ops[op]}</option>`)}
      </select>
    </label>
    <label>
      ${texts.value}
      <input
        type="text"
        required
        .value=${rule.value}
        @change=${(event: Event) => replace(at, { ...rule, value: valueOf(event) })}
      />
    </label>
    <label>
      ${texts.role}
      <select
        .value=${rule.role}
        @change=${(event: Event) =>
          replace(at, { ...rule, role: consoleRoles.find((role) => role === valueOf(event)) ?? rule.role })}
      >
        ${consoleRoles.map((role) => html`<option value=${role} ?selected=${role === rule.role}>${role}</option>`)}
      </select>
    </label>
    <button type="button" class="quiet" aria-label=${texts.removeRule(at + 1)} @click=${remove}>✕</button>
  </div>`;
}

/** What the form holds. */
export function settingsIn(form: HTMLFormElement, rules: readonly MappingRule[]): SsoSettingsRequest {
  const fields = new FormData(form);
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const clientSecret = text('clientSecret');
  return {
    issuer: text('issuer'),
    clientId: text('clientId'),
    ...(clientSecret !== '' && { clientSecret }),
    rules: [...rules],
  };
}

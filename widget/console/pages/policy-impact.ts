import { html, nothing, type TemplateResult } from 'lit';
import type { MemberImpact, PolicyImpact } from '../../../shared/admin-api.ts';
import { words } from '../words.ts';

const texts = words.policy;

/** What a policy that is not saved yet would do, and to whom. */
export const policyImpact = ({ asOf, members, warnings }: PolicyImpact): TemplateResult => html`
  <section aria-labelledby="impact" data-impact>
    <h3 id="impact" tabindex="-1">${texts.impact}</h3>
    ${members.length === 0 ? html`<p>${texts.nothing}</p>` : nothing}
    ${asOf === null && members.length > 0 ? html`<p class="note">${texts.unknownImpact}</p>` : nothing}
    <ul class="cards">
      ${members.map(
        (one) =>
          html`<li data-member=${one.member}>
            <strong>${texts.members[one.member]}</strong>: ${texts.from(one.before, one.after)}
            ${one.effects.map((effect) => html`<p>${effect}</p>`)} ${list(texts.profiles, one.profiles)}
            ${list(texts.teams, one.teams)} ${list(texts.persons, one.persons)}
          </li>`,
      )}
    </ul>
    ${
      warnings.length === 0
        ? nothing
        : html`<h4>${texts.warnings}</h4>
            <ul>
              ${warnings.map((warning) => html`<li class="state open">${warning}</li>`)}
            </ul>`
    }
  </section>
`;

function list(label: string, { count, named }: MemberImpact['profiles']): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  const names = named.map(({ name }) => name).join(', ');
  return html`<details>
    <summary>${label}: ${count}</summary>
    <p>${names}${count > named.length ? ` ${texts.more(count - named.length)}` : ''}</p>
  </details>`;
}

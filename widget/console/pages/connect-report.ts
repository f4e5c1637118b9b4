import { html, nothing, type TemplateResult } from 'lit';
import type { ConnectReport } from '../../../shared/admin-api.ts';
import { words } from '../words.ts';

const texts = words.connection;
const tones = { ok: 'good', failed: 'bad', waiting: 'open', 'not-tried': 'weak' } as const;

/** How a way in ended, step by step; what is not good says what to do next. */
export const connectReport = ({ kind, state, steps }: ConnectReport): TemplateResult => html`
  <section aria-labelledby="result" data-report=${state}>
    <h3 id="result" tabindex="-1">${texts.result}: ${words.credentialKinds[kind]}</h3>
    <p class="note ${state === 'active' ? 'good' : 'bad'}">${texts.states[state]}</p>
    <ol class="steps">
      ${steps.map(
        ({ name, state: standing, says, next }) =>
          html`<li data-step=${name}>
            <span class="state ${tones[standing]}">${texts.stepStates[standing]}</span> ·
            <strong>${texts.stepNames[name]}</strong>
            <p>${says}</p>
            ${next === undefined ? nothing : html`<p>${next}</p>`}
          </li>`,
      )}
    </ol>
  </section>
`;

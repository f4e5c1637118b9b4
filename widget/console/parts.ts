import { html, nothing, type TemplateResult } from 'lit';
import type { ConsoleProblem } from './console-client.ts';
import type { Doing } from './doing.ts';
import type { ConsoleRoom } from './room.ts';
import { words } from './words.ts';

type Shown = TemplateResult | typeof nothing;

/** What became of the last thing that the page did: said aloud as well. */
export const outcome = ({ problem, done, busy }: Doing): TemplateResult => html`
  <div role="status" class="small weak">${busy ? words.working : nothing}</div>
  <div role="status">${done === undefined ? nothing : html`<p class="note good">${done}</p>`}</div>
  <div role="alert">${problem ? trouble(problem) : nothing}</div>
`;

function trouble({ message, code, faults, requestId }: ConsoleProblem): TemplateResult {
  const others = faults.filter(({ path, detail }) => !message.includes(path) || !message.includes(detail));
  return html`
    <div class="note bad">
      <p class="lines">${message}</p>
      ${
        others.length > 0
          ? html`<ul>
              ${others.map(({ path, detail }) => html`<li><code>${path}</code> ${detail}</li>`)}
            </ul>`
          : nothing
      }
      ${code === 'sign-in-again' ? html`<p>${signInAgain()}</p>` : nothing}
      ${requestId === undefined ? nothing : html`<p class="small weak">${words.requestId} ${requestId}</p>`}
    </div>
  `;
}

/** Above a form that only a recent sign-in may send: told before somebody has filled it in, since what he typed would be lost. */
export const recency = ({ me }: ConsoleRoom): Shown =>
  Date.parse(me.recentUntil) > Date.now() ? nothing : html`<p class="note">${words.notRecent} ${signInAgain()}</p>`;

const signInAgain = () =>
  html`<a href=${`/admin/login?again=1&return_to=${location.pathname}`}>${words.signInAgain}</a>`;

/** Names and values, one below the other. */
export const facts = (rows: readonly (readonly [name: string, value: unknown])[]): TemplateResult => html`
  <dl class="facts">
    ${rows
      .filter(([, value]) => value !== undefined)
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>
`;

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** In the browser's zone, with the instant itself for machines and for whoever points at it. */
export const time = (iso: string | undefined): Shown =>
  iso === undefined ? nothing : html`<time datetime=${iso} title=${iso}>${dates.format(new Date(iso))}</time>`;

/** Gives the browser a file to keep. */
export function keepFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

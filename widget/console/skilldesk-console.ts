import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { consoleEndpoints, type ConsoleMe } from '../../shared/console-api.ts';
import { controls } from '../styles/controls.ts';
import { tokens } from '../styles/tokens.ts';
import { ConsoleClient, ConsoleProblem } from './console-client.ts';
import { forgetEntered } from './entered-settings.ts';
import { mayAs, type ConsoleRoom } from './room.ts';
import { addressOf, pageAt, pages, type PagePath } from './routing.ts';
import { signInProblem } from './sign-in-problem.ts';
import { words } from './words.ts';

/** The console: who is there, the list of its pages, and the one that is shown. */
export class SkilldeskConsole extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      .frame {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: auto 1fr;
        min-height: 100vh;
        background: var(--sd-ground);
        color: var(--sd-text);
        font: 14px/20px var(--sd-font);
      }

      header {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        align-items: center;
        justify-content: space-between;
        padding: 12px 24px;
        border-bottom: 1px solid var(--sd-line);
      }

      h1 {
        margin: 0;
        font-size: 16px;
        line-height: 24px;
      }

      .body {
        display: grid;
        grid-template-columns: 200px minmax(0, 1fr);
      }

      nav {
        padding: 16px;
        border-right: 1px solid var(--sd-line);
      }

      nav a {
        display: block;
        padding: 6px 12px;
        border-radius: 8px;
        color: var(--sd-text);
        text-decoration: none;
      }

      nav a:hover {
        background: var(--sd-hover);
      }

      nav a[aria-current='page'] {
        background: var(--sd-accent-weak);
        color: var(--sd-info);
        font-weight: 600;
      }

      main {
        padding: 24px;
        max-width: 1040px;
      }

      main:focus {
        outline: none;
      }

      main > [role='alert'] {
        margin: 0 0 16px;
        padding: 8px 12px;
        border-radius: 8px;
        background: var(--sd-error-weak);
        color: var(--sd-error);
      }

      .skip {
        position: absolute;
        left: -999px;
      }

      .skip:focus {
        position: static;
      }

      @media (max-width: 760px) {
        .body {
          grid-template-columns: minmax(0, 1fr);
        }

        .body {
          grid-template-rows: auto 1fr;
        }

        header {
          padding: 8px 16px;
        }

        nav {
          padding: 8px 4px;
          border-right: 0;
          border-bottom: 1px solid var(--sd-line);
        }

        nav ul {
          display: flex;
          flex-wrap: wrap;
        }

        main {
          padding: 16px;
        }
      }
    `,
  ];

  readonly #client = new ConsoleClient();
  readonly #darkness = matchMedia('(prefers-color-scheme: dark)');

  /** `nobody`: not signed in · `setup`: came by a setup code, and sets up the sign-in. */
  @state() private who: ConsoleMe | 'unknown' | 'nobody' | 'setup' | ConsoleProblem = 'unknown';
  @state() private page = pageAt(location.pathname);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#darkness.addEventListener('change', this.#redraw);
    addEventListener('popstate', this.#show);
    if (signInProblem() === undefined) forgetEntered();
    void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#darkness.removeEventListener('change', this.#redraw);
    removeEventListener('popstate', this.#show);
  }

  override render(): TemplateResult {
    return html`<div class="frame ${this.#darkness.matches ? 'dark' : ''}">${this.#content()}</div>`;
  }

  #content(): TemplateResult {
    const { who } = this;
    if (who === 'unknown') return html`<main><p role="status">${words.loading}</p></main>`;
    if (who instanceof ConsoleProblem) return html`<main><p role="alert">${who.message}</p></main>`;
    if (who === 'nobody' || who === 'setup') {
      return html`<header><h1>${words.title}</h1></header>
        <main>
          <console-entry
            .client=${this.#client}
            .isSetup=${who === 'setup'}
            @entered=${() => void this.#look()}
          ></console-entry>
        </main>`;
    }
    return this.#signedIn(who);
  }

  #signedIn(me: ConsoleMe): TemplateResult {
    const room: ConsoleRoom = {
      client: this.#client,
      me,
      go: (path) => this.#go(path),
      signedOut: () => (this.who = 'nobody'),
    };
    const told = signInProblem();
    return html`
      <header>
        <button class="skip" @click=${this.#toMain}>${words.skip}</button>
        <h1>${words.title}</h1>
        <div>
          <span>${me.person?.name ?? words.operator} · ${words.roles[me.role]}</span>
          <button class="quiet" @click=${() => void this.#signOut()}>${words.signOut}</button>
        </div>
      </header>
      <div class="body">
        <nav aria-label=${words.pagesLabel}>
          <ul>
            ${pages.filter(({ least }) => mayAs(room, least)).map(({ path }) => this.#link(path))}
          </ul>
        </nav>
        <main tabindex="-1">
          ${told === undefined ? nothing : html`<p role="alert">${told}</p>`} ${this.#page(room)}
        </main>
      </div>
    `;
  }

  #link(path: PagePath): TemplateResult {
    const isHere = this.page.path === path;
    return html`<li>
      <a
        href=${addressOf(path)}
        aria-current=${isHere ? 'page' : 'false'}
        @click=${(event: MouseEvent) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          this.#go(path);
        }}
        >${words.pages[path]}</a
      >
    </li>`;
  }

  #page(room: ConsoleRoom): TemplateResult {
    if (!mayAs(room, this.page.least)) return html`<p>${words.notForYou(words.roles[this.page.least])}</p>`;
    switch (this.page.tag) {
      case 'console-overview':
        return html`<console-overview .room=${room}></console-overview>`;
      case 'console-connection':
        return html`<console-connection .room=${room}></console-connection>`;
      case 'console-token':
        return html`<console-token .room=${room}></console-token>`;
      case 'console-doctor':
        return html`<console-doctor .room=${room}></console-doctor>`;
      case 'console-policy':
        return html`<console-policy .room=${room}></console-policy>`;
      case 'console-layout':
        return html`<console-layout .room=${room}></console-layout>`;
      case 'console-deviations':
        return html`<console-deviations .room=${room}></console-deviations>`;
      case 'console-audit':
        return html`<console-audit .room=${room}></console-audit>`;
      case 'console-sessions':
        return html`<console-sessions .room=${room}></console-sessions>`;
      case 'console-sso':
        return html`<console-sso .room=${room}></console-sso>`;
      case 'console-stop':
        return html`<console-stop .room=${room}></console-stop>`;
    }
  }

  async #look(): Promise<void> {
    try {
      this.who = await this.#client.call(consoleEndpoints.readMe);
    } catch (error) {
      if (!(error instanceof ConsoleProblem)) throw error;
      const nobody = error.code === 'session-missing' || error.code === 'session-expired';
      this.who = nobody ? 'nobody' : error.code === 'not-allowed' ? 'setup' : error;
    }
  }

  #go(path: PagePath): void {
    history.pushState(null, '', addressOf(path));
    this.#show();
  }

  readonly #redraw = (): void => this.requestUpdate();

  readonly #show = (): void => {
    this.page = pageAt(location.pathname);
    document.title = `${words.pages[this.page.path]} · ${words.title}`;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('main')?.focus());
  };

  readonly #toMain = (): void => {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  };

  async #signOut(): Promise<void> {
    const { signOutAt } = await this.#client.call(consoleEndpoints.signOut);
    if (signOutAt === undefined) this.who = 'nobody';
    else location.assign(signOutAt);
  }
}

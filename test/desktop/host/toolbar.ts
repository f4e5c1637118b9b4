import type { AgentDesktop } from './agent-desktop.ts';

const languages = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'ja-JP', 'ko-KR', 'pt-BR', 'zh-CN', 'zh-TW'];
const sizes = ['fill', '500x500', '900x600', '1400x800'];

/** The strip above the desktop: what a person at the demo does by hand and a test by `window.agentDesktop`. */
export class Toolbar {
  readonly #desktop: AgentDesktop;
  readonly #strip = document.createElement('div');
  readonly #told = document.createElement('span');

  constructor(desktop: AgentDesktop) {
    this.#desktop = desktop;
    this.#strip.className = 'toolbar';
    this.#strip.setAttribute('role', 'group');
    this.#strip.setAttribute('aria-label', 'Controls of the stand-in desktop');
    this.#told.setAttribute('role', 'status');
    document.body.prepend(this.#strip);
  }

  async fill(): Promise<void> {
    const desktop = this.#desktop;
    const { options } = desktop;
    const people = await desktop.people.list();
    const current = (await desktop.people.find(options.person)).ciUserId;
    const start = document.createElement('a');
    start.href = '/';
    start.textContent = 'Start page';

    this.#strip.append(start);
    const names = people.map(({ ciUserId, name }) => [ciUserId, name] as const);
    this.#choice('Person', names, current, (person) => desktop.becomePerson(person));
    this.#choice('Language', languages.map(same), options.language, (language) => desktop.setLanguage(language));
    this.#choice('Size', sizes.map(same), options.size, (size) => {
      const [width, height] = size.split('x').map(Number);
      if (size === 'fill') desktop.resize();
      else desktop.resize(width, height);
    });
    let dark = options.dark;
    this.#button('Dark / light', () => desktop.setDarkMode((dark = !dark)));
    this.#button('Rotate token', () => desktop.rotateToken(), 'The desktop has a new token; the old one has expired.');
    this.#button('Expire token', () => desktop.expireToken(), 'The token has expired; the desktop still hands it out.');
    this.#button('Accept a task', () => desktop.navigateAway(), 'A task has come, and has taken the page away.');
    this.#strip.append(this.#told);
  }

  #choice(
    label: string,
    choices: (readonly [value: string, text: string])[],
    chosen: string,
    act: (value: string) => void | Promise<void>,
  ): void {
    const element = document.createElement('label');
    const select = document.createElement('select');
    const known = choices.some(([value]) => value === chosen);
    for (const [value, text] of known ? choices : [[chosen, chosen] as const, ...choices]) {
      select.add(new Option(text, value, false, value === chosen));
    }
    select.addEventListener('change', () => void this.#run(() => act(select.value)));
    element.append(`${label} `, select);
    this.#strip.append(element);
  }

  #button(text: string, act: () => void | Promise<void>, told = ''): void {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => void this.#run(act, told));
    this.#strip.append(button);
  }

  async #run(act: () => void | Promise<void>, told = ''): Promise<void> {
    try {
      await act();
      this.#told.textContent = told;
    } catch (fault) {
      this.#told.textContent = String(fault);
    }
  }
}

function same(value: string): readonly [string, string] {
  return [value, value];
}

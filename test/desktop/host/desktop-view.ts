import type { DesktopOptions, LayoutPage } from './desktop-config.ts';
import type { Notification } from './desktop-services.ts';
import { shellSheet, widgetSheet } from './desktop-styles.ts';
import { themeSheet } from './theme.ts';

const sheet = (css: string) => {
  const styles = new CSSStyleSheet();
  styles.replaceSync(css);
  return styles;
};

function host(tag: string, ...sheets: CSSStyleSheet[]): { element: HTMLElement; root: ShadowRoot } {
  const element = document.createElement(tag);
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = sheets;
  return { element, root };
}

/** The desktop's own look: `md-theme > router-view > uuip-dynamic-widget`, each with an open shadow root. */
export class DesktopView {
  readonly #theme = sheet('');
  readonly #root: ShadowRoot;
  readonly #router: ShadowRoot;
  readonly #options: DesktopOptions;
  readonly #layout: LayoutPage;

  constructor(options: DesktopOptions, layout: LayoutPage, navigate: (toWidget: boolean) => void) {
    this.#options = options;
    this.#layout = layout;
    const theme = host('md-theme', this.#theme, sheet(shellSheet));
    const router = host('router-view', sheet(widgetSheet));
    theme.root.innerHTML = `
      <header><strong>Agent Desktop</strong><span class="stand-in">stand-in</span><span class="person"></span></header>
      <nav aria-label="Pages"><button type="button" class="home">Home</button><button type="button" class="widget"></button></nav>
      <main></main>
      <aside role="status" aria-label="Notifications"></aside>`;
    theme.root.querySelector('main')?.append(router.element);
    const [home, widget] = theme.root.querySelectorAll('nav button');
    home?.addEventListener('click', () => navigate(false));
    widget?.addEventListener('click', () => navigate(true));
    if (widget) widget.textContent = layout.nav.label;
    this.#root = theme.root;
    this.#router = router.root;
    document.body.append(theme.element);
    this.setDark(options.dark);
    this.resize(options.size);
  }

  /** Makes the place of one widget and returns what its element goes into. */
  placeWidget(title: string | undefined): { place: HTMLElement; content: HTMLElement } {
    const { element: place, root } = host('uuip-dynamic-widget', sheet(widgetSheet));
    const wrapper = document.createElement('div');
    wrapper.className = 'dynamic-widget-wrapper';
    root.append(wrapper);
    if (title !== undefined) {
      wrapper.innerHTML = '<div class="title-bar"><h1></h1><button type="button">Maximize</button></div>';
      const button = wrapper.querySelector('button');
      const heading = wrapper.querySelector('h1');
      if (heading) heading.textContent = title;
      button?.addEventListener('click', () => {
        const maximized = place.classList.toggle('maximized');
        button.textContent = maximized ? 'Restore' : 'Maximize';
      });
    }
    const content = document.createElement('div');
    content.className = 'content';
    wrapper.append(content);
    return { place, content };
  }

  showWidgets(places: HTMLElement[]): void {
    this.#mark(this.#layout.nav.navigateTo);
    this.#router.replaceChildren(...places);
  }

  showHome(): void {
    this.#mark('home');
    const home = document.createElement('p');
    home.className = 'home';
    home.textContent = 'Another page of the desktop. The widget is not in the document now.';
    this.#router.replaceChildren(home);
  }

  showPerson(name: string, title: string): void {
    const person = this.#root.querySelector('.person');
    if (person) person.textContent = `${name} · ${title}`;
  }

  setDark(dark: boolean): void {
    this.#theme.replaceSync(themeSheet(this.#options.theme, dark));
    (this.#root.host as HTMLElement).classList.toggle('dark', dark);
  }

  /** `fill`, or width and height such as `900x600`. */
  resize(size: string): void {
    const [width, height] = size === 'fill' ? [] : size.split('x');
    const { style } = this.#router.host as HTMLElement;
    style.width = width ? `${width}px` : '';
    style.height = height ? `${height}px` : '';
    style.flex = width ? 'none' : '';
  }

  notify({ mode, type, title, text }: Notification): void {
    const card = document.createElement('div');
    card.className = type;
    const heading = document.createElement('strong');
    heading.textContent = title;
    card.append(heading, ` ${text} `);
    const note = document.createElement('small');
    note.textContent = mode;
    card.append(note);
    this.#root.querySelector('aside')?.append(card);
    setTimeout(() => card.remove(), 8000);
  }

  #mark(page: string): void {
    this.#root.querySelector('nav .home')?.toggleAttribute('aria-current', page === 'home');
    this.#root.querySelector('nav .widget')?.toggleAttribute('aria-current', page !== 'home');
  }
}

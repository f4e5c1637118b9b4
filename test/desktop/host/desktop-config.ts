/** What the server writes into the page; everything else comes from the query. */
export interface DesktopConfig {
  layout: LayoutPage;
  simulatorUrl: string;
}

/** One entry of `area.navigation`, as customers paste it into their layout. */
export interface LayoutPage {
  nav: { label: string; navigateTo: string };
  page: { id: string; widgets: Record<string, WidgetOptions> };
}

export interface WidgetOptions {
  comp: string;
  script: string;
  properties?: Record<string, unknown>;
  attributes?: Record<string, string>;
  wrapper?: { title: string };
}

export const sdkStates = [
  'healthy',
  'undeclared',
  'undefined',
  'empty',
  'slow',
  'late',
  'silent',
  'rejecting',
] as const;
export type SdkState = (typeof sdkStates)[number];

/** `opaque` throws on storage; `shimmed` has storage in memory; `same-origin` is the mildest sandbox Cisco may choose. */
export const frameKinds = ['opaque', 'shimmed', 'same-origin'] as const;
export type FrameKind = (typeof frameKinds)[number];

const themes = ['momentum', 'lumos', 'none'] as const;
export type Theme = (typeof themes)[number];

export interface DesktopOptions {
  /** `ciUserId` of who is signed in; empty: the first supervisor whom the simulator names. */
  person: string;
  persona: 'supervisor' | 'supervisorAgent';
  mode: 'page' | 'iframe';
  frame: FrameKind;
  sdk: SdkState;
  upgrade: 'before' | 'after';
  order: 'json' | 'reversed';
  late: boolean;
  attributes: boolean;
  wrapper: boolean;
  dedupe: boolean;
  instances: number;
  scriptDelay: number;
  dark: boolean;
  language: string;
  theme: Theme;
  /** `fill`, or `900x600`. */
  size: string;
  /** Life of the desktop token in seconds; absent: as long as the simulator likes. */
  expires: number | undefined;
  toolbar: boolean;
  /** A property that this customer's layout lacks. */
  without: string;
  /** Properties that this customer's layout gives otherwise, such as `value.teamId=$STORE.agent.nothing`. */
  values: Record<string, string>;
  /** Milliseconds until a slow SDK is there. */
  slow: number;
}

export function readOptions(query: URLSearchParams): DesktopOptions {
  const oneOf = <T extends string>(name: string, choices: readonly [T, ...T[]]): T => {
    const asked = query.get(name) ?? choices[0];
    const choice = choices.find((known) => known === asked);
    if (choice === undefined) throw new Error(`The desktop knows no ${name}=${asked}; it knows ${choices.join(', ')}.`);
    return choice;
  };
  const flag = (name: string, preset: boolean) => oneOf(name, preset ? ['1', '0'] : ['0', '1']) === '1';
  const expires = query.get('expires');

  return {
    person: query.get('person') ?? '',
    persona: oneOf('persona', ['supervisor', 'supervisorAgent']),
    mode: oneOf('mode', ['page', 'iframe']),
    frame: oneOf('frame', frameKinds),
    sdk: oneOf('sdk', sdkStates),
    upgrade: oneOf('upgrade', ['before', 'after']),
    order: oneOf('order', ['json', 'reversed']),
    late: flag('late', false),
    attributes: flag('attributes', false),
    wrapper: flag('wrapper', true),
    dedupe: flag('dedupe', true),
    instances: Number(oneOf('instances', ['1', '2'])),
    scriptDelay: Number(query.get('scriptDelay') ?? 0),
    dark: flag('dark', false),
    language: query.get('language') ?? 'en-US',
    theme: oneOf('theme', themes),
    size: query.get('size') ?? 'fill',
    expires: expires === null ? undefined : Number(expires),
    toolbar: flag('toolbar', true),
    without: query.get('without') ?? '',
    values: Object.fromEntries(
      [...query].flatMap(([name, value]) => (name.startsWith('value.') ? [[name.slice('value.'.length), value]] : [])),
    ),
    slow: Number(query.get('slow') ?? 2_000),
  };
}

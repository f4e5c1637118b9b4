import type { Theme } from './desktop-config.ts';

type Pair = readonly [dark: string, light: string];

// Read from @momentum-ui's published sheets; only what a widget can be expected to use.
const momentum: Record<string, Pair> = {
  '--md-primary-bg-color': ['#121212', '#FFFFFF'],
  '--md-secondary-bg-color': ['#121212', '#F7F7F7'],
  '--md-tertiary-bg-color': ['#292929', '#EDEDED'],
  '--md-primary-text-color': ['rgba(255,255,255,.95)', 'rgba(0,0,0,.95)'],
  '--md-secondary-text-color': ['rgba(255,255,255,.7)', 'rgba(0,0,0,.7)'],
  '--md-disabled-text-color': ['rgba(255,255,255,.4)', 'rgba(0,0,0,.4)'],
  '--md-hyperlink-text-color': ['#64b4fa', '#0353a8'],
  '--md-primary-seperator-color': ['rgba(255,255,255,.4)', 'rgba(0,0,0,.46)'],
  '--md-focus-border-color': ['#64b4fa', '#1170cf'],
  '--md-alert-error-text-color': ['#fc8b98', '#ab0a15'],
  '--md-alert-warning-text-color': ['#f2990a', '#7d4705'],
  '--md-alert-success-text-color': ['#3cc29a', '#185e46'],
  '--md-alert-info-text-color': ['#64b4fa', '#0353a8'],
};

const lumos: Record<string, Pair> = {
  ...momentum,
  '--md-primary-text-color': ['#F7F7F7', '#121212'],
  '--md-hyperlink-text-color': ['#07C1F5', '#005E7D'],
  '--md-button-primary-bg-color': ['#007AA3', '#007AA3'],
};

const palettes: Record<Theme, Record<string, Pair>> = { momentum, lumos, none: {} };

/** The theme's custom properties, as they stand on the shadow `:host` of `md-theme` and are inherited below it. */
export function themeSheet(theme: Theme, dark: boolean): string {
  const variables = Object.entries(palettes[theme]).map(
    ([name, [inDark, inLight]]) => `${name}:${dark ? inDark : inLight};`,
  );
  const fixed =
    theme === 'none'
      ? ''
      : '--brand-font-regular:"Inter Regular","Helvetica Neue",Helvetica,Arial;--input-border-radius:8px;';
  return `:host{${variables.join('')}${fixed}}`;
}

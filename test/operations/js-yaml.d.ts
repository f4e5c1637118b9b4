/** The parser brings no types; what it finds is unknown until a test says what it expects. */
declare module 'js-yaml' {
  export function load(text: string): unknown;
  export function loadAll(text: string): unknown[];
}

import { ReferenceElement } from './reference-element.ts';

customElements.define(
  'bench-windowed-rows',
  class extends ReferenceElement {
    constructor() {
      super(true);
    }
  },
);

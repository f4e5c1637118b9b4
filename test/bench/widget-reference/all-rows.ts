import { ReferenceElement } from './reference-element.ts';

customElements.define(
  'bench-all-rows',
  class extends ReferenceElement {
    constructor() {
      super(false);
    }
  },
);

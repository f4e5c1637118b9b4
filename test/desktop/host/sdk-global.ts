import { agentxService, type ServiceParts } from './agentx-service.ts';
import type { SdkState } from './desktop-config.ts';

const lateMilliseconds = 1000;

/** Puts `AGENTX_SERVICE` into this document in the state that is to be played. */
export function declareSdkGlobal(state: SdkState, parts: ServiceParts): void {
  const declare = (value: unknown) => Object.assign(globalThis, { AGENTX_SERVICE: value });
  switch (state) {
    case 'undeclared':
      return;
    case 'undefined':
      return void declare(undefined);
    case 'empty':
      return void declare({});
    case 'late':
      setTimeout(() => declare(agentxService(parts)), lateMilliseconds);
      return;
    default:
      declare(agentxService(parts));
  }
}

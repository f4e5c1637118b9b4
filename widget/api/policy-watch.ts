import type { Blocked } from './api-problem.ts';

/** The browser tells of it in a task of its own, shortly after the call has failed. */
const shortly = 50;

/** What is known of a call that did not get through; `blocked` answers shortly after it failed. */
export interface PolicyWatch {
  blocked(): Promise<Blocked | undefined>;
  end(): void;
}

/** Looks, until `end`, for a content security policy of this page that blocks calls to `base`. */
export function watchPolicy(base: string): PolicyWatch {
  const { origin } = new URL(base);
  let found: Blocked | undefined;
  const listen = ({ blockedURI, effectiveDirective, disposition }: SecurityPolicyViolationEvent) => {
    if (disposition === 'enforce' && blockedURI.startsWith(origin))
      found = { host: origin, directive: effectiveDirective };
  };
  document.addEventListener('securitypolicyviolation', listen);
  return {
    blocked: () => new Promise((resolve) => setTimeout(() => resolve(found), shortly)),
    end: () => document.removeEventListener('securitypolicyviolation', listen),
  };
}

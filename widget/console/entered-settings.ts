import type { SsoSettingsRequest } from '../../shared/console-api.ts';

type Entered = Omit<SsoSettingsRequest, 'clientSecret'>;

const name = 'skilldesk-sign-in-settings';

/** Settings of the sign-in survive the way to the provider and back, in this tab, for whoever has to correct them; the secret does not. */
export function keepEntered({ issuer, clientId, rules }: SsoSettingsRequest): void {
  const entered: Entered = { issuer, clientId, rules };
  sessionStorage.setItem(name, JSON.stringify(entered));
}

export function readEntered(): Entered | undefined {
  const kept = sessionStorage.getItem(name);
  return kept === null ? undefined : (JSON.parse(kept) as Entered);
}

export const forgetEntered = (): void => sessionStorage.removeItem(name);

import type { CredentialKind } from './ports.ts';

const inControlHub: Record<CredentialKind, string[]> = {
  'service-app': [
    'In Control Hub, Apps > Service Apps: open the Service App, switch “Authorize” off and save. Otherwise its owner can have new tokens made.',
  ],
  integration: [
    'In Control Hub, Apps > Integrations: open the integration and take its access away. Otherwise the next consent connects it again.',
  ],
  direct: ['The direct access token cannot be revoked by us: sign its owner out in Control Hub, or wait for its end.'],
  'token-manager': [
    'In Control Hub, Apps > Integrations: take the access of the token manager away, unless it serves something else.',
  ],
};

/** What only a person can do once these were disconnected. `variables`: where this process still holds credentials. */
export const stepsAfterDisconnect = (kinds: readonly CredentialKind[], variables: readonly string[]): string[] => [
  ...[...new Set(kinds)].flatMap((kind) => inControlHub[kind]),
  ...(variables.length > 0
    ? [
        `Remove ${variables.join(', ')} from the environment. Until then these values are ignored, also after a restart.`,
      ]
    : []),
];

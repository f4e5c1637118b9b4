import type { CredentialProbe, TokenEndpoint } from '../../admin-token/ports.ts';
import type { RequestBudget } from './request-budget.ts';

/** A renewal is never kept waiting by what others ask of Webex; it is counted, and room is left for it. */
export function notedEndpoint(endpoint: TokenEndpoint, budget: RequestBudget): TokenEndpoint {
  return {
    exchangeRefreshToken(...given) {
      void budget.note('custody');
      return endpoint.exchangeRefreshToken(...given);
    },
    mint(...given) {
      void budget.note('custody');
      return endpoint.mint(...given);
    },
  };
}

export function notedProbe(probe: CredentialProbe, budget: RequestBudget): CredentialProbe {
  return {
    probe(...given) {
      void budget.note('custody');
      return probe.probe(...given);
    },
  };
}

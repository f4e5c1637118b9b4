import type { TokenPair, TokenVault } from '../admin-token/ports.ts';

/** Keeps the tokens in this process only: they come from the environment and are refreshed again after a restart. */
export class MemoryTokenVault implements TokenVault {
  #pair: TokenPair | undefined;

  load(): Promise<TokenPair | undefined> {
    return Promise.resolve(this.#pair);
  }

  save(pair: TokenPair): Promise<void> {
    this.#pair = pair;
    return Promise.resolve();
  }
}

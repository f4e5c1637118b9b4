import { given } from '../host-values.ts';

/** The part of @wxcc-desktop/sdk that is used. The SDK is a file of its own and is not imported: it throws where the desktop's global is missing. */
export interface DesktopSdk {
  Desktop: {
    config: { init(about: { widgetName: string; widgetProvider: string }): Promise<void> };
    actions: { getToken(): Promise<unknown> };
  };
}

export interface DesktopSurroundings {
  /** `AGENTX_SERVICE`, or undefined where it is not declared. */
  service(): unknown;
  loadSdk(): Promise<DesktopSdk>;
  wait(ms: number): Promise<void>;
}

export const patience = { global: 5_000, poll: 100, load: 10_000, init: 3_000, token: 3_000 };

/** Agent Desktop as the widget sees it. Absent, silent or late, it costs a wait with an end and nothing else. */
export class DesktopSession {
  readonly #around: DesktopSurroundings;
  #waitedForGlobal: Promise<void> | undefined;
  #sdk: Promise<DesktopSdk> | undefined;
  #ready: Promise<DesktopSdk> | undefined;

  constructor(around: DesktopSurroundings) {
    this.#around = around;
  }

  async getToken(): Promise<string | undefined> {
    try {
      if (!(await this.#hasService())) return undefined;
      const sdk = await this.#within(patience.init + patience.load, this.#initialized());
      return given(await this.#within(patience.token, sdk.Desktop.actions.getToken()));
    } catch {
      return undefined;
    }
  }

  /** The whole wait is spent once; whoever asks later sees what is there by then. */
  async #hasService(): Promise<boolean> {
    this.#waitedForGlobal ??= this.#waitForGlobal();
    await this.#waitedForGlobal;
    return Boolean(this.#around.service());
  }

  async #waitForGlobal(): Promise<void> {
    for (let waited = 0; waited < patience.global && !this.#around.service(); waited += patience.poll) {
      await this.#around.wait(patience.poll);
    }
  }

  /** Once per document: each further init would double the desktop's listeners. A slow one may still be awaited by the next call. */
  async #initialized(): Promise<DesktopSdk> {
    this.#sdk ??= this.#around.loadSdk().catch((error: unknown) => {
      this.#sdk = undefined;
      throw error;
    });
    const sdk = await this.#within(patience.load, this.#sdk);
    this.#ready ??= sdk.Desktop.config.init({ widgetName: 'skilldesk', widgetProvider: 'skilldesk' }).then(() => sdk);
    return this.#within(patience.init, this.#ready);
  }

  #within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
    const tooLate = this.#around.wait(ms).then(() => {
      throw new Error('The desktop did not answer in time.');
    });
    return Promise.race([promise, tooLate]);
  }
}

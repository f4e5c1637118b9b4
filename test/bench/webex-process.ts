import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Credentials } from '../simulator/credentials.ts';
import type { largeOrganization } from '../simulator/large-organization.ts';
import type { RecordedRequest } from '../simulator/recorded-request.ts';

export interface WebexScene {
  size: Parameters<typeof largeOrganization>[0];
  /** So many beside the standard people. */
  supervisors: number;
}

/** What the process says first. */
export interface WebexStarted {
  url: string;
  organizationId: string;
  credentials: Credentials;
  /** Their ids in Common Identity. */
  supervisors: string[];
}

/** One request that Webex was sent. */
export type Call = Pick<RecordedRequest, 'at' | 'took' | 'path' | 'tokenKind'>;

export type WebexQuestion = { signIn: string } | { calls: 'since the last question' };

const script = fileURLToPath(new URL('webex-worker.ts', import.meta.url));

/** A simulated Webex in a process of its own: what it computes delays neither the load nor the clock that measures it. */
export class WebexProcess {
  readonly #child: ChildProcess;
  readonly started: WebexStarted;
  /** One question at a time, so that each has its own answer. */
  #line: Promise<unknown> = Promise.resolve();

  private constructor(child: ChildProcess, started: WebexStarted) {
    this.#child = child;
    this.started = started;
  }

  static async start(scene: WebexScene): Promise<WebexProcess> {
    const child = fork(script, ['webex', JSON.stringify(scene)]);
    const [started] = (await once(child, 'message')) as [WebexStarted];
    return new WebexProcess(child, started);
  }

  /** A desktop token. */
  signIn(ciUserId: string): Promise<string> {
    return this.#ask({ signIn: ciUserId });
  }

  /** What came in since the last time that it was asked. */
  calls(): Promise<Call[]> {
    return this.#ask({ calls: 'since the last question' });
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  #ask<Answer>(question: WebexQuestion): Promise<Answer> {
    const answered = this.#line.then(async () => {
      const message = once(this.#child, 'message');
      this.#child.send(question);
      const [answer] = (await message) as [Answer];
      return answer;
    });
    this.#line = answered;
    return answered;
  }
}

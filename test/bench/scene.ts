import type { ExportedRecord } from '../../server/audit/export-records.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import type { AppliedWrite } from './crash-writes.ts';

export interface Heard {
  method: string;
  path: string;
  status: number;
  took: number;
}

/** Where people work while something is done to the servers, and what is needed to tell afterwards what became of their work. */
export interface Scene {
  /** Of Skilldesk, as clients reach it. */
  readonly url: string;
  readonly webex: WebexSimulator;
  /** How long a client asks again and again before he gives up, in milliseconds. */
  readonly patience: number;
  /** Told of each request that a client made, those after which it asked again among them: its status, 0 where no answer came, and how long it took. */
  heard?(answer: Heard): void;
  /** All that Webex carried out since they were last taken. */
  takeWrites(): AppliedWrite[];
  /** `skilldesk audit verify`; answers what is wrong. */
  verifyChain(): Promise<string[]>;
  /** The audit records behind `seq`, that of this look among them. */
  recordsAfter(seq: number): Promise<ExportedRecord[]>;
}

import type { DesktopReach, LayoutCoverage } from '../../shared/layout-api.ts';
import type { ExportPage, ExportSpan } from '../audit/export-records.ts';
import type { AuditHead } from '../audit/ports.ts';
import type { Verification } from '../audit/verify-chain.ts';
import type { TokenRevoker } from '../admin-token/stop-ports.ts';
import type { ProbeOutcome } from '../changes/journal-probe.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { MadeSetupCode } from '../console/setup-codes.ts';
import type { TokenProbes, TokenToExamine } from '../doctor/ports.ts';
import type { AuthorizationServer, CandidateCredential } from '../onboarding/ports.ts';
import type { ExportedPolicy, ImportedPolicy } from '../policy/import-policy.ts';
import type { Secret } from '../secret.ts';

/** What custody says after a command. Holds no secret. */
export interface Report {
  state: string;
  /** False makes the exit code 1. */
  ok: boolean;
  facts: readonly { name: string; value: string }[];
  /** What a person has to do now, in order. */
  steps?: readonly string[];
}

export interface LayoutReading {
  coverage: LayoutCoverage | { unread: string };
  reach?: DesktopReach;
}

/** The use cases behind the commands. */
export interface Commands {
  /** Stores a candidate as pending, probes it, and makes it active when the probe passed. `reason` says why it did not. */
  acceptCredential(candidate: CandidateCredential): Promise<{ state: string; reason?: string }>;
  /** A token that may mint Service App tokens, when a token manager is connected. */
  managerToken(): Promise<Secret | undefined>;
  /** The token in use, for the doctor. */
  tokenToExamine(): Promise<TokenToExamine | undefined>;
  /** The doctor's write in the journal. */
  beginProbe(skillProfileId: string): Promise<string>;
  endProbe(ended: { changeId: string; outcome: ProbeOutcome }): Promise<void>;
  status(): Promise<Report>;
  refresh(): Promise<Report>;
  disconnect(): Promise<Report>;
  lock(): Promise<Report>;
  pause(): Promise<Report>;
  resume(): Promise<Report>;
  vaultStatus(): Promise<Report>;
  rotateVault(): Promise<Report>;
  exportPolicy(): Promise<ExportedPolicy>;
  /** Takes what a file held, and checks it. */
  importPolicy(input: unknown): Promise<ImportedPolicy>;
  /** What the policy names and is not there any more, for the doctor; undefined when nobody can say. */
  policyDoubts(): Promise<string[] | undefined>;
  verifyAudit(head?: AuditHead): Promise<Verification>;
  /** Records that an export begins, and answers where it ends. */
  beginAuditExport(wanted: ExportSpan & { format: string }): Promise<AuditHead>;
  auditPage(wanted: ExportSpan & { after: number; upTo: number }): Promise<ExportPage>;
  /** Who finds the page in his desktop; how far desktops come only a server that runs can say. */
  readLayouts(): Promise<LayoutReading>;
  /** By id or e-mail; answers how many names that were. */
  forgetPerson(person: string): Promise<number>;
  /** A one-time code that opens the console. */
  makeSetupCode(): Promise<MadeSetupCode>;
}

/** Where the commands find their use cases; what `offers` does not name is not listed and cannot be called. */
export interface CommandSource {
  readonly offers: ReadonlySet<keyof Commands>;
  /** Opens the database, or the socket of the server that runs. */
  open(config: Config): Promise<{ commands: Partial<Commands>; close(): Promise<void> }>;
}

export interface Terminal {
  /** What was asked for: standard output, which a machine may read. */
  print(text: string): void;
  /** Everything said besides: standard error. */
  note(text: string): void;
  /** One line; undefined when the input has ended or the signal came. */
  ask(question: string, signal?: AbortSignal): Promise<string | undefined>;
  /** The same without showing what is typed. */
  askSecret(question: string): Promise<Secret | undefined>;
}

export interface Callback {
  /** The query that the browser brought back; it rejects when the signal comes. */
  answer(accepts: (query: URLSearchParams) => boolean, signal: AbortSignal): Promise<URLSearchParams>;
  close(): Promise<void>;
}

/** The outside of the command line, given so that a test can stand in for it. */
export interface Surroundings {
  variables: Readonly<Record<string, string | undefined>>;
  terminal: Terminal;
  custody: CommandSource;
  clock: Clock;
  probes: (config: Config) => TokenProbes;
  authorizationServer: (config: Config) => AuthorizationServer;
  revoker: (config: Config) => TokenRevoker;
  /** Listens where the browser will be sent; undefined when this machine cannot. */
  listenOn: (redirectUri: URL) => Promise<Callback | undefined>;
  openBrowser: (url: string) => Promise<boolean>;
  serve: () => Promise<void>;
  /** How long a person may take to consent. */
  patience: number;
}

export const exitCodes = { ok: 0, failed: 1, usage: 2, configuration: 78 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Option {
  type: 'boolean' | 'string';
  /** What stands for the value in the help, for example PROFILE. */
  value?: string;
  help: string;
}

export interface Given {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** The one word after the command, where it takes one. */
  operand?: string;
}

export interface Command {
  /** One word, or two: `vault rotate`. */
  name: string;
  summary: string;
  /** Further lines of its help. */
  more?: readonly string[];
  options: Readonly<Record<string, Option>>;
  /** The form of a word that must follow, for example FILE. */
  operand?: string;
  /** Without these the command does not exist. */
  needs: readonly (keyof Commands)[];
  /** Undefined: the process goes on by itself. */
  run(surroundings: Surroundings, given: Given): Promise<ExitCode | undefined>;
}

/** Wrong usage, in words for whoever typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

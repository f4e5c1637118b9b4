import { resolve } from 'node:path';
import { headText } from '../../server/audit/chain.ts';
import type { ExportedRecord, ExportPage } from '../../server/audit/export-records.ts';
import type { AuditHead } from '../../server/audit/ports.ts';
import type { Commands } from '../../server/cli/command.ts';
import { custodyCommands } from '../../server/compose-commands.ts';
import { readConfig } from '../../server/config.ts';
import { defaultPolicy } from '../../shared/policy.ts';

const limits = { sessionExchangesPerMinute: 10_000, changesPerMinute: 10_000, refusedExchangesPerMinute: 10_000 };

/** Gives the commands of `skilldesk` for an installation, from a folder of its own. */
export class Operator {
  readonly #environment: Record<string, string>;
  readonly #folder: string;

  constructor(environment: Record<string, string>, folder: string) {
    this.#environment = environment;
    this.#folder = folder;
  }

  /** So that a load meets no limit that is meant for one person. */
  async liftLimits(): Promise<void> {
    await this.command((commands) => commands.importPolicy?.({ ...defaultPolicy, limits }));
  }

  /** `skilldesk audit verify` with a head that was seen before; answers what is wrong. */
  async verifyChain(head: AuditHead | undefined): Promise<string[]> {
    const found = await this.command((commands) => commands.verifyAudit?.(head));
    if (!found) return ['the chain could not be verified'];
    return found.faults.map(({ detail }) => `${detail} (seen before: ${head ? headText(head) : 'none'})`);
  }

  /** The audit records behind `seq`, that of this look among them. */
  async recordsAfter(seq: number): Promise<ExportedRecord[]> {
    const found = await this.command(async (commands) => {
      const head = await commands.beginAuditExport?.({ format: 'jsonl' });
      const records: ExportedRecord[] = [];
      for (let after: number | undefined = seq; after !== undefined && head;) {
        const page: ExportPage | undefined = await commands.auditPage?.({ after, upTo: head.seq });
        records.push(...(page?.records ?? []));
        after = page?.after;
      }
      return records;
    });
    return found ?? [];
  }

  async command<Result>(
    use: (commands: Partial<Commands>) => Promise<Result> | undefined,
  ): Promise<Result | undefined> {
    const config = readConfig(this.#environment);
    const opened = await custodyCommands.open({ ...config, dataFolder: resolve(this.#folder, config.dataFolder) });
    try {
      return await use(opened.commands);
    } finally {
      await opened.close();
    }
  }
}

import { parseHead } from '../../server/audit/chain.ts';
import type { AuditHead } from '../../server/audit/ports.ts';

/** What a server process says, line by line. */
export class ServerOutput {
  /** The newest head of the audit chain that it said it had committed. */
  head: AuditHead | undefined;
  /** What it said of things that should not be. */
  readonly errors: string[] = [];
  #rest = '';

  hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const { level, head, msg } = JSON.parse(line) as { level: number; head?: string; msg: string };
      if (msg === 'audit record' && head !== undefined) this.head = parseHead(head);
      if (level >= 50) this.errors.push(line);
    }
  }

  hearError(text: string): void {
    this.errors.push(text.trim());
  }
}

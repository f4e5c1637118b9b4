import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { HeadMemory } from '../audit/chain-guard.ts';
import { headText, parseHead } from '../audit/chain.ts';
import type { AuditHead, AuditTrail } from '../audit/ports.ts';
import type { Log } from '../log.ts';

interface Parts {
  trail: Pick<AuditTrail, 'macOf'>;
  /** The key of the chain that makes the file's own MAC. */
  keyId: string;
  folder: string;
  databaseUrl: string;
  organizationId: string;
  log: Pick<Log, 'warn'>;
}

/** Of heads that follow each other sooner only the last is written. In milliseconds. */
const briefly = 100;

/** The head of the chain in a small file of this machine, under a MAC of the chain's key. It may lag behind after a crash, which is harmless. */
export class AuditHeadFile implements HeadMemory {
  readonly isBesideDatabase: boolean;
  readonly #parts: Parts;
  readonly #file: string;
  /** To be written yet. */
  #newest: AuditHead | undefined;
  #isThere = false;
  #later: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.isBesideDatabase = parts.databaseUrl.startsWith('file:');
    this.#file = join(parts.folder, `audit-head-${nameOf(parts)}`);
  }

  read(): AuditHead | 'nothing' | 'unreadable' {
    if (!existsSync(this.#file)) return 'nothing';
    const [text = '', keyId = '', mac] = readFileSync(this.#file, 'utf8').trim().split(' ');
    const head = parseHead(text);
    return head && mac !== undefined && mac === this.#parts.trail.macOf(keyId, this.#chained(text))
      ? head
      : 'unreadable';
  }

  write(head: AuditHead): void {
    this.#newest = head;
    // Where records are and no file, a copy is suspected: that there is one is never left for later.
    if (!this.#isThere) this.end();
    else this.#later ??= setTimeout(() => this.end(), briefly);
  }

  end(): void {
    const head = this.#newest;
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#newest = undefined;
    if (!head) return;
    const { trail, keyId, log } = this.#parts;
    const text = headText(head);
    const mac = trail.macOf(keyId, this.#chained(text)) ?? '';
    const fresh = `${this.#file}.${process.pid}`;
    try {
      if (!existsSync(dirname(fresh))) mkdirSync(dirname(fresh), { recursive: true, mode: 0o700 });
      writeFileSync(fresh, `${text} ${keyId} ${mac}\n`, { mode: 0o600 });
      renameSync(fresh, this.#file);
      this.#isThere = true;
    } catch (error) {
      // What was recorded stands; only the comparison after the next start has less to go by.
      log.warn({ error }, 'the head of the audit chain could not be written beside the database');
    }
  }

  #chained = (text: string) => JSON.stringify(['skilldesk-audit-head-1', this.#parts.organizationId, text]);
}

/** One machine may serve several databases, and one database several organizations. */
function nameOf({ databaseUrl, organizationId }: Parts): string {
  const { host, pathname } = new URL(databaseUrl);
  const place = databaseUrl.startsWith('file:') ? basename(pathname) : host + pathname;
  return createHash('sha256')
    .update(JSON.stringify([place, organizationId]))
    .digest('hex')
    .slice(0, 12);
}

import { createHash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  type RateLimiterAbstract,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import { AppError } from '../../app-error.ts';
import type { Limits } from '../../../shared/policy.ts';
import {
  draftsPerMinute,
  freshReadsPerMinute,
  previewsPerMinute,
  signInsPerMinute,
  wrongSetupCodesPerMinute,
  type Counted,
  type RateLimits,
} from '../../rate-limits.ts';
import type { Database } from './database.ts';
import { isPostgres } from './is-postgres.ts';

/** In seconds. */
const window = 60;

/** By name where it is one of the policy's. */
const limitOf: Record<Counted, number | keyof Limits> = {
  'session-exchange': 'sessionExchangesPerMinute',
  change: 'changesPerMinute',
  'refused-exchange': 'refusedExchangesPerMinute',
  'refused-organization': 'refusedExchangesPerMinute',
  'fresh-read': freshReadsPerMinute,
  preview: previewsPerMinute,
  draft: draftsPerMinute,
  'sign-in': signInsPerMinute,
  'wrong-setup-code': wrongSetupCodesPerMinute,
};

/** Counts in PostgreSQL, where replicas share it; on SQLite, where there is one process, and whenever PostgreSQL is away, in memory. */
export class SharedRateLimits implements RateLimits {
  readonly #counter: RateLimiterAbstract;
  readonly #limits: () => Promise<Limits>;

  constructor(database: Database, limits: () => Promise<Limits>) {
    this.#counter = counterOn(database);
    this.#limits = limits;
  }

  async count(what: Counted, who: string, limits?: Limits): Promise<void> {
    const [{ consumedPoints, msBeforeNext }, limit] = await Promise.all([
      this.#counter.penalty(keyOf(what, who)),
      this.#limitOf(what, limits),
    ]);
    if (consumedPoints > limit) throw tooMany(what, limit, msBeforeNext);
  }

  async check(what: Counted, who: string): Promise<void> {
    const counted: RateLimiterRes | null = await this.#counter.get(keyOf(what, who));
    const limit = await this.#limitOf(what);
    if (counted && counted.consumedPoints >= limit) throw tooMany(what, limit, counted.msBeforeNext);
  }

  async #limitOf(what: Counted, limits?: Limits): Promise<number> {
    const limit = limitOf[what];
    return typeof limit === 'number' ? limit : (limits ?? (await this.#limits()))[limit];
  }
}

function counterOn(database: Database): RateLimiterAbstract {
  // The limits change while it runs, so they are compared here and not by the library.
  const memory = new RateLimiterMemory({ points: 1, duration: window });
  if (!isPostgres(database)) return memory;
  const storeClient = {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const { rows } = await database.executeQuery(CompiledQuery.raw(text, values));
      return { rows, rowCount: rows.length };
    },
  };
  const table = { tableName: 'rate_limits', tableCreated: true };
  return new RateLimiterPostgres({
    ...{ storeClient, storeType: 'pool', points: 1, duration: window, ...table },
    insuranceLimiter: memory,
  });
}

/** Persons, addresses and organizations are not to be read from the table. */
const keyOf = (what: Counted, who: string) => `${what}:${createHash('sha256').update(who).digest('base64url')}`;

function tooMany(what: Counted, limit: number, msBeforeNext: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new AppError('too-many-requests', `${said(what, limit)} Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

function said(what: Counted, limit: number): string {
  switch (what) {
    case 'session-exchange':
      return `You have signed in to Skilldesk ${limit} times within a minute, which is the limit.`;
    case 'change':
      return `You have made ${limit} Changes within a minute, which is the limit. Nothing of this one was taken in.`;
    case 'refused-exchange':
      return `${limit} sign-ins from your network were refused within a minute, so Skilldesk takes no more from there.`;
    case 'refused-organization':
      return `${limit} sign-ins of your organization, which this Skilldesk does not serve, were refused within a minute.`;
    case 'fresh-read':
      return `You have opened ${limit} skill profiles within a minute, which is the limit. The list still shows them all.`;
    case 'preview':
      return `You have had ${limit} previews calculated within a minute, which is the limit. Nothing was changed.`;
    case 'draft':
      return `You have had ${limit} drafts kept within a minute, which is the limit. The last of them is still there.`;
    case 'sign-in':
      return `${limit} sign-ins to the console were begun from your network within a minute, which is the limit.`;
    case 'wrong-setup-code':
      return `${limit} wrong setup codes came from your network within a minute, so Skilldesk takes no more from there.`;
  }
}

import { lastingDb, type WriteDb } from '../db/database.ts';
import type { LoggedEvent } from './contract.ts';

/** Kept of each shard: who is further behind reads the log. */
const maxKept = 256;

/**
 * What this process has moved to a log lately, for those who read the same log in this process: what was committed
 * there stays as it is, so it need not be read again.
 */
export class LandedEvents {
  readonly #shards = new Map<number, LoggedEvent[]>();

  /** @param events - committed, ascending in each shard */
  add(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      const kept = this.#shards.get(event.shard) ?? [];
      this.#shards.set(event.shard, kept);
      if (kept.at(-1)?.pos !== event.pos - 1) kept.length = 0; // others have moved what is between
      kept.push(event);
      if (kept.length > maxKept * 2) kept.splice(0, maxKept);
    }
  }

  /** The events right behind `after`, at most `limit`; empty when they are not known here. */
  after(shard: number, after: number, limit: number): readonly LoggedEvent[] {
    const kept = this.#shards.get(shard);
    const [first] = kept ?? [];
    if (!kept || !first || first.pos > after + 1) return [];
    return kept.slice(after + 1 - first.pos, after + 1 - first.pos + limit);
  }
}

const logs = new WeakMap<WriteDb, LandedEvents>();

/** Of the log in a database. */
export function landedIn(write: WriteDb): LandedEvents {
  const db = lastingDb(write);
  const known = logs.get(db) ?? new LandedEvents();
  logs.set(db, known);
  return known;
}

import { bytesOf } from '@moim/kit/db/replicas/lsn.ts';
import type { Position, ReadDemand } from '@moim/kit/db/replicas/read-demand.ts';
import type { KeyValueStore } from '@moim/kit/live/key-value.ts';
import { z } from 'zod';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { Soon } from '../execution/soon.ts';
import { StoreEpoch } from './store-epoch.ts';

/** Longer than any replica that is read may be behind. */
const keptMs = 60_000;
/** While the store is away nobody knows what was written through other processes. */
const distrustMs = 10_000;
const maxMembers = 50_000;

export type Positions = Readonly<Record<string, string>>;
const stored = z.record(z.string(), z.string());
const none: Positions = {};

export interface FreshnessOptions {
  readonly keyValue: KeyValueStore;
  readonly now?: () => number;
  /** Milliseconds since 1970, for what processes compare with each other, to a few seconds. */
  readonly today?: () => number;
}

/**
 * Remembers for each member how much of each database's log they have reason to expect: their own
 * writes, on whatever device and through whatever process, and what a live event told them of.
 */
export class Freshness {
  readonly #keyValue: KeyValueStore;
  readonly #now: () => number;
  readonly #epoch: StoreEpoch;
  /** Clusters that a subgraph has spoken of. */
  readonly #known = new Set<string>();
  readonly #told = new BoundedCache<{ readonly positions: Positions; readonly atMs: number }>(maxMembers);
  #distrustedUntilMs = 0;

  constructor({ keyValue, now = () => performance.now(), today }: FreshnessOptions) {
    this.#epoch = new StoreEpoch(keyValue, today);
    this.#keyValue = keyValue;
    this.#now = now;
  }

  /**
   * What a query of this member must see; `null` is nobody, who wrote nothing.
   *
   * @param seen - what the client says it has seen; null for nothing. A cluster that no subgraph has
   *   spoken of makes it worthless, and the primary answers
   */
  demandOf(memberId: string | null, seen: Positions | null = null): Soon<ReadDemand> {
    if (seen && !Object.keys(seen).every((cluster) => this.#known.has(cluster))) return 'primary';
    if (memberId === null) return { atLeast: seen ?? none };
    return this.#demandOfMember(memberId, seen);
  }

  async #demandOfMember(memberId: string, seen: Positions | null): Promise<ReadDemand> {
    const written = await this.#find(memberId);
    if (this.#now() < this.#distrustedUntilMs) return 'primary';
    return { atLeast: latest(latest(written, this.#toldTo(memberId)), seen ?? none) };
  }

  /** Before the answer to a change leaves: the next question may come through another process. */
  async wrote(memberId: string, { cluster, lsn }: Position): Promise<void> {
    this.told(memberId, { cluster, lsn });
    try {
      const positions = latest(await this.#read(memberId), { [cluster]: lsn });
      await this.#keyValue.set(keyOf(memberId), JSON.stringify(positions), keptMs);
    } catch {
      this.#distrust();
    }
  }

  /** With a live event: whoever hears of a change and asks must find it. Their socket is in this process. */
  told(memberId: string, { cluster, lsn }: Position): void {
    this.#known.add(cluster);
    const positions = latest(this.#toldTo(memberId), { [cluster]: lsn });
    this.#told.set(memberId, { positions, atMs: this.#now() }, 1);
  }

  #toldTo(memberId: string): Positions {
    const entry = this.#told.get(memberId);
    return entry && this.#now() - entry.atMs < keptMs ? entry.positions : none;
  }

  async #find(memberId: string): Promise<Positions> {
    try {
      const [positions, unsureForMs] = await Promise.all([this.#read(memberId), this.#epoch.unsureForMs()]);
      if (unsureForMs > 0) this.#distrust(unsureForMs);
      return positions;
    } catch {
      this.#distrust();
      return none;
    }
  }

  async #read(memberId: string): Promise<Positions> {
    const text = await this.#keyValue.get(keyOf(memberId));
    return text === null ? none : stored.parse(JSON.parse(text));
  }

  #distrust(forMs: number = distrustMs): void {
    this.#distrustedUntilMs = Math.max(this.#distrustedUntilMs, this.#now() + forMs);
  }
}

const keyOf = (memberId: string): string => `position:${memberId}`;

export function latest(one: Positions, other: Positions): Positions {
  const positions = { ...one };
  for (const [cluster, lsn] of Object.entries(other)) {
    const known = positions[cluster];
    if (known === undefined || (bytesOf(known) ?? 0n) < (bytesOf(lsn) ?? 0n)) positions[cluster] = lsn;
  }
  return positions;
}

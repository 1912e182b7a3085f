import type { Bus, BusMessage } from '../live/bus.ts';
import { pause } from './pause.ts';
import { logTopic } from './wake-up.ts';

interface Waiter {
  readonly shard: number;
  readonly after: number;
  readonly wake: () => void;
}

/** News of before a read that found nothing: it has just missed them, or a message was wrong. */
const justReadMs = 5;

/** The last position of each shard that has any events. */
export type Heads = readonly { readonly shard: number; readonly pos: number }[];

export interface LogHeadsOptions {
  readonly subgraph: string;
  readonly bus: Bus;
  /** Reads all heads at once. */
  readonly look: () => Promise<Heads>;
  /** Wake-ups may get lost: while anybody waits, the heads are read again after this many milliseconds. */
  readonly lookAgainMs: number;
}

/** What this process knows of the heads of one log; all readers share one bus subscription and one look. */
export class LogHeads {
  readonly #options: LogHeadsOptions;
  readonly #heads = new Map<number, number>();
  readonly #waiters = new Set<Waiter>();
  #watching: Promise<unknown> | null = null;
  #isLookDue = false;

  constructor(options: LogHeadsOptions) {
    this.#options = options;
  }

  /** Must be awaited before the read whose emptiness leads to a wait, or the news falls between. */
  async watch(): Promise<void> {
    const { bus, subgraph } = this.#options;
    this.#watching ??= bus.subscribe(logTopic(subgraph), (message) => this.#hear(message));
    try {
      await this.#watching;
    } catch {
      this.#watching = null; // Without news the wait below runs into its timeout.
    }
  }

  /** True when nothing is known to follow: news of it, or the next look, ends a wait. */
  isReached(shard: number, after: number): boolean {
    return this.#heads.get(shard) === after;
  }

  /** Resolves when the head of `shard` is known to be beyond `after`, after `ms`, or on abort. */
  beyond(shard: number, after: number, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    if ((this.#heads.get(shard) ?? 0) > after) return pause(Math.min(ms, justReadMs), signal);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiters.delete(waiter);
        resolve();
      };
      const waiter = { shard, after, wake };
      const timer = setTimeout(wake, ms);
      signal.addEventListener('abort', wake, { once: true });
      this.#waiters.add(waiter);
      this.#lookLater();
    });
  }

  async #look(): Promise<void> {
    this.#isLookDue = false;
    try {
      for (const { shard, pos } of await this.#options.look()) this.#learn(shard, pos);
    } catch {
      // Whoever waits reads by themselves, and meets what is wrong.
      this.#heads.clear();
      for (const { wake } of this.#waiters) wake();
    }
    if (this.#waiters.size > 0) this.#lookLater();
  }

  #lookLater(): void {
    if (this.#isLookDue) return;
    this.#isLookDue = true;
    setTimeout(() => void this.#look(), this.#options.lookAgainMs).unref();
  }

  /** Anything else means that news may have been missed. */
  #hear({ shard, pos }: BusMessage): void {
    if (typeof shard === 'number' && typeof pos === 'number') this.#learn(shard, pos);
    else if (this.#waiters.size > 0) void this.#look();
  }

  #learn(shard: number, pos: number): void {
    this.#heads.set(shard, Math.max(pos, this.#heads.get(shard) ?? 0));
    for (const waiter of this.#waiters) if (waiter.shard === shard && waiter.after < pos) waiter.wake();
  }
}

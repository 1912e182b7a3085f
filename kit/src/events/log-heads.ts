import type { Bus, BusMessage } from '../live/bus.ts';
import { logTopic } from './wake-up.ts';

interface Waiter {
  readonly shard: number;
  readonly after: number;
  readonly wake: () => void;
}

/** What this process has heard of the heads of one log; all readers share one bus subscription. */
export class LogHeads {
  readonly #subgraph: string;
  readonly #bus: Bus;
  readonly #heads = new Map<number, number>();
  readonly #waiters = new Set<Waiter>();
  #watching: Promise<unknown> | null = null;

  constructor(subgraph: string, bus: Bus) {
    this.#subgraph = subgraph;
    this.#bus = bus;
  }

  /** Must be awaited before the read whose emptiness leads to a wait, or the news falls between. */
  async watch(): Promise<void> {
    this.#watching ??= this.#bus.subscribe(logTopic(this.#subgraph), (message) => this.#hear(message));
    try {
      await this.#watching;
    } catch {
      this.#watching = null; // Without news the wait below runs into its timeout.
    }
  }

  /** Resolves when the head of `shard` is known to be beyond `after`, after `ms`, or on abort. */
  beyond(shard: number, after: number, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (this.#heads.get(shard) ?? 0) > after) return Promise.resolve();
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
    });
  }

  #hear({ shard, pos }: BusMessage): void {
    if (typeof shard !== 'number' || typeof pos !== 'number') return;
    this.#heads.set(shard, Math.max(pos, this.#heads.get(shard) ?? 0));
    for (const waiter of this.#waiters) if (waiter.shard === shard && waiter.after < pos) waiter.wake();
  }
}

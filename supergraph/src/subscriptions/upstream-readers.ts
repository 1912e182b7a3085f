import type { Waiter } from './outcome.ts';
import type { RingEntry } from './ring.ts';

/** Those who read an upstream, and how they hear of an event. */
export class UpstreamReaders {
  readonly #all = new Set<Waiter>();
  /** Of them those that hear of an event from whoever announces it. */
  readonly #told = new Set<Waiter>();
  #announce: ((entry: RingEntry) => void) | null = null;

  /** @param announce - called with each event; it wakes those readers that are told by it when there is something for them */
  announceBy(announce: (entry: RingEntry) => void): void {
    this.#announce = announce;
  }

  /** The reader is woken at the end, and after each event unless it is told by who announces it. */
  join(reader: Waiter, isTold: boolean): void {
    this.#all.add(reader);
    if (isTold) this.#told.add(reader);
    else this.#told.delete(reader);
  }

  /** @returns whether it was the last one */
  leave(reader: Waiter): boolean {
    this.#told.delete(reader);
    return this.#all.delete(reader) && this.#all.size === 0;
  }

  hearOf(entry: RingEntry): void {
    this.#announce?.(entry);
    if (this.#all.size === this.#told.size) return;
    for (const reader of [...this.#all]) if (!this.#told.has(reader)) reader.wake();
  }

  hearOfEnd(): void {
    for (const reader of [...this.#all]) reader.wake();
  }
}

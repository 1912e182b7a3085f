import type { LoggedEvent } from './contract.ts';

/** How long events that concern nobody stay in memory alone: after a crash so many are read again. */
const settleAfterMs = 1_000;
/** And how many of them. */
const settleAtCount = 500;

/** What a group has let pass by and not written down yet, in the order of its shard. */
export class PassedEvents {
  readonly #nowMs: () => number;
  #events: LoggedEvent[] = [];
  #sinceMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  add(events: readonly LoggedEvent[]): void {
    if (this.isEmpty) this.#sinceMs = this.#nowMs();
    this.#events.push(...events);
  }

  list(): readonly LoggedEvent[] {
    return [...this.#events];
  }

  /** The first `count` have been written down. */
  forget(count: number): void {
    this.#events.splice(0, count);
  }

  /** Milliseconds until they should be written down; infinite when there are none. */
  leftMs(): number {
    if (this.isEmpty) return Infinity;
    if (this.#events.length >= settleAtCount) return 0;
    return Math.max(0, this.#sinceMs + settleAfterMs - this.#nowMs());
  }
}

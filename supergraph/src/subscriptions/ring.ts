import type { ExecutionResult } from 'graphql';

/** One event of an upstream, as its subgraph sent it. */
export interface RingEntry {
  readonly result: ExecutionResult;
  /** Where the event stands in its stream; null when the stream has no cursor. */
  readonly cursor: number | null;
  readonly bytes: number;
}

export interface RingBounds {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

/** The window within which a subscriber may lag, and a newcomer be served without asking the subgraph. */
export const defaultRingBounds: RingBounds = { maxEvents: 256, maxBytes: 1024 * 1024 };

/**
 * The most recent events of one upstream. Positions count events, those that came from 0 and those that were before
 * backwards from -1, and never change; a reader is only a position, so ten thousand of them cost no copies.
 */
export class Ring {
  readonly #entries: { readonly entry: RingEntry; readonly bytesBefore: number }[] = [];
  readonly #bounds: RingBounds;
  #tail = 0;
  /** Of all events ever appended. */
  #appendedBytes = 0;
  /** Every event after this cursor, up to `#reached`, has been appended and not dropped. */
  #coveredAfter: number | null;
  #reached: number | null;

  /** @param openedAfter - the cursor after which the upstream was opened; null: from now */
  constructor(openedAfter: number | null, bounds: RingBounds = defaultRingBounds) {
    this.#coveredAfter = openedAfter;
    this.#reached = openedAfter;
    this.#bounds = bounds;
  }

  /** The position that the next event will have. */
  get head(): number {
    return this.#tail + this.#entries.length;
  }

  /** The cursor of the newest event, or where the upstream was opened. */
  get reached(): number | null {
    return this.#reached;
  }

  /** Of the events that are held. */
  get bytes(): number {
    const [oldest] = this.#entries;
    return oldest ? this.#appendedBytes - oldest.bytesBefore : 0;
  }

  append(entry: RingEntry): void {
    this.#entries.push({ entry, bytesBefore: this.#appendedBytes });
    this.#appendedBytes += entry.bytes;
    if (entry.cursor !== null) {
      this.#reached = entry.cursor;
      this.#coveredAfter ??= entry.cursor;
    }
    while (this.#isTooLarge()) this.#dropOldest();
  }

  /**
   * Takes over what an older stretch of the same stream knows of the time before, as far as that leaves half of the
   * window to those who lag: whoever comes next from there is served without asking the subgraph.
   */
  extendBack(older: Ring): void {
    const stretch = this.#joining(older);
    let oldest: RingEntry | undefined;
    while ((oldest = stretch.pop()) && this.#hasRoomBackFor(oldest)) {
      const bytesBefore = (this.#entries[0]?.bytesBefore ?? this.#appendedBytes) - oldest.bytes;
      this.#entries.unshift({ entry: oldest, bytesBefore });
      this.#tail -= 1;
      this.#coveredAfter = stretch.at(-1)?.cursor ?? older.#coveredAfter;
    }
  }

  /** The event at a position; `dropped` when the reader is too late, null when it is not there yet. */
  at(position: number): RingEntry | 'dropped' | null {
    if (position < this.#tail) return 'dropped';
    return this.#entries[position - this.#tail]?.entry ?? null;
  }

  /** Where to read on for someone who has seen everything up to `cursor`; null when the ring cannot tell. */
  positionAfter(cursor: number): number | null {
    if (this.#coveredAfter === null || this.#reached === null) return null;
    if (cursor < this.#coveredAfter || cursor > this.#reached) return null;
    const index = this.#entries.findIndex(({ entry }) => entry.cursor !== null && entry.cursor > cursor);
    return index === -1 ? this.head : this.#tail + index;
  }

  /** Whether someone who reads at `position` has more than half of the window still before him. */
  isHalfFullFor(position: number): boolean {
    const { maxEvents, maxBytes } = this.#bounds;
    const next = this.#entries[Math.max(0, position - this.#tail)];
    if (!next) return false;
    return this.head - position >= maxEvents / 2 || this.#appendedBytes - next.bytesBefore >= maxBytes / 2;
  }

  /** What `older` holds of the time up to where this one begins; nothing when it does not reach so far without a gap. */
  #joining(older: Ring): RingEntry[] {
    const [begins, reached] = [this.#coveredAfter, older.#reached];
    if (begins === null || reached === null || reached < begins) return [];
    const entries = older.#entries.map(({ entry }) => entry);
    if (entries.some(({ cursor }) => cursor === null)) return []; // nobody knows where it belongs
    return entries.filter(({ cursor }) => cursor !== null && cursor <= begins);
  }

  #hasRoomBackFor({ bytes }: RingEntry): boolean {
    const { maxEvents, maxBytes } = this.#bounds;
    return this.#entries.length < maxEvents / 2 && this.bytes + bytes <= maxBytes / 2;
  }

  /** A single event larger than the window is kept until the next one. */
  #isTooLarge(): boolean {
    const { maxEvents, maxBytes } = this.#bounds;
    const [oldest] = this.#entries;
    if (!oldest || this.#entries.length === 1) return false;
    return this.#entries.length > maxEvents || this.#appendedBytes - oldest.bytesBefore > maxBytes;
  }

  #dropOldest(): void {
    const cursor = this.#entries.shift()?.entry.cursor ?? null;
    this.#tail += 1;
    if (cursor !== null) this.#coveredAfter = cursor;
  }
}

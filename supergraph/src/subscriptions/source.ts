import type { FormattedExecutionResult } from 'graphql';
import type { Outcome, Reader } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import type { Upstream } from './upstream.ts';

/** Where a subscriber's events come from, and what is made of each for him. */
export interface Source {
  readonly isShared: boolean;
  /** Whether its reader is woken when a result is there that others have too, not already when the event is. */
  readonly isTold: boolean;
  /** Whether whoever turns to it may wait where he is until an event tells his cursor. */
  readonly mayBeAwaited: boolean;
  /**
   * What to read; of a shared one called again when the one before was refused to whoever opened it.
   *
   * @param after - where to open it if nobody has; null: from now
   */
  upstream(after: number | null): Upstream;
  /** Of a shared one: another that can tell what came after the cursor, until its readers meet the shared ring. */
  catchUp(after: number): Upstream;
  /** @param reader - of the subscriber that has it */
  readBy(reader: Reader): void;
  execute(entry: RingEntry): Outcome<FormattedExecutionResult>;
  /** Nothing more will be asked of it. */
  leave(): void;
  /** The same, and its supergraph is held no longer; its upstream is still read, to learn where another begins. */
  letGo(): void;
}

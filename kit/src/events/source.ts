import type { Confirmation } from './confirmation.ts';
import type { LoggedEvent } from './contract.ts';

export interface ReadEvents {
  /** 0 ≤ shard < shardCount. */
  readonly shard: number;
  /** Position of the last event already seen; 0 for none. */
  readonly after: number;
  /** Most events to answer, 1 to `maxReadLimit`. */
  readonly limit: number;
  /** How long an empty answer may wait for an event, 0 to `maxWaitMs`. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Where one shard of a log stands. */
export interface LogHead {
  readonly shard: number;
  /** Of its last event; 0 for none. */
  readonly pos: number;
  /** Of the copies that are of this log; null before it had a leader. */
  readonly epoch: string | null;
}

/** Reads a publisher's event log, from wherever the reader runs. */
export interface EventSource {
  /**
   * The events after a position, ascending and gapless but for what was pruned, which `follows` tells; empty when
   * none came in time.
   *
   * @throws {Error} when the log cannot be reached, or `signal.reason` once it has aborted
   */
  read(request: ReadEvents): Promise<readonly LoggedEvent[]>;
  /**
   * Where each shard stands that has events or a leader.
   *
   * @throws {Error} when the log cannot be reached
   */
  heads(): Promise<readonly LogHead[]>;
  /**
   * Tells the publisher how far groups are: what they have not taken is kept for them.
   *
   * @returns up to which position events were pruned, one a shard; 0 where none were
   * @throws {Error} when the log cannot be reached
   */
  confirm(reading: Confirmation): Promise<readonly number[]>;
}

export const maxReadLimit = 500;
/** Below the time after which intermediaries cut an idle request. */
export const maxWaitMs = 20_000;

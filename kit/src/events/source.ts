import type { LoggedEvent } from './contract.ts';
import type { Heads } from './log-heads.ts';

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

/** Reads a publisher's event log, from wherever the reader runs. */
export interface EventSource {
  /**
   * The events after a position, ascending and gapless; empty when none came in time.
   *
   * @throws {Error} when the log cannot be reached, or `signal.reason` once it has aborted
   */
  read(request: ReadEvents): Promise<readonly LoggedEvent[]>;
  /**
   * The last position of each shard that has events.
   *
   * @throws {Error} when the log cannot be reached
   */
  heads(): Promise<Heads>;
}

export const maxReadLimit = 500;
/** Below the time after which intermediaries cut an idle request. */
export const maxWaitMs = 20_000;

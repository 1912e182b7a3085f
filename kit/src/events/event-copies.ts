import type { LoggedEvent } from './contract.ts';
import type { EventSource } from './source.ts';

/**
 * Where a publisher leaves copies of what its log has, for readers who would otherwise ask the log.
 * A copy may be lost, repeated or late: readers know the gap and read the log.
 */
export interface EventCopies {
  /**
   * Never throws and never waits; the events are committed, ascending in each shard.
   *
   * @param epoch - of the leader, as the log's database says it
   */
  offer(events: readonly LoggedEvent[], epoch: string): void;
  close(): Promise<void>;
}

/** How the events of a publisher reach a group; by itself, from the publisher's log. */
export interface EventTransport {
  /** Copies of what `subgraph` publishes from this process. */
  copiesOf(subgraph: string): EventCopies;
  /** The same events as `log` has them, in the same order, sooner or cheaper. */
  sourceFor(reader: EventReader): EventSource;
}

/** Who reads whose log. */
export interface EventReader {
  /** Of the reader, e.g. `messaging`. */
  readonly subgraph: string;
  /** Unique within the subgraph. */
  readonly group: string;
  readonly publisher: string;
  readonly log: EventSource;
}

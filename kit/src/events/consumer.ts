import type { Tx } from '../db/database.ts';
import type { Services } from '../server/services.ts';
import type { LoggedEvent } from './contract.ts';

/**
 * Reacts to another subgraph's events, or to its own. The handler's effect, the inbox row and the
 * position are one transaction: an event has its effect exactly once inside Postgres.
 */
export interface Consumer {
  /** Name of the group, unique within the subgraph, e.g. `membership-projection`. Stored: permanent. */
  readonly group: string;
  /** Publisher, e.g. `identity`. */
  readonly source: string;
  /**
   * True for events that may share a transaction with their neighbours of the same aggregate while
   * there is a backlog: those for which the handler locks no row that it did not lock for the one
   * before. Otherwise two backlogs that lock rows in different orders would deadlock.
   */
  readonly canShareTransaction?: (event: LoggedEvent) => boolean;
  /** Gets every event of the source in order of each aggregate; ignores the names it does not know. */
  readonly handle: (tx: Tx, event: LoggedEvent, services: Services) => Promise<void>;
}

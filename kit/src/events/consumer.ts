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
   * True when successive events of one aggregate may share a transaction while there is a backlog:
   * only for a handler that locks the same rows for each of them, in an order of its own. Otherwise
   * two backlogs that lock the same rows in different orders would deadlock.
   */
  readonly canShareTransaction?: boolean;
  /** Gets every event of the source in order of each aggregate; ignores the names it does not know. */
  readonly handle: (tx: Tx, event: LoggedEvent, services: Services) => Promise<void>;
}

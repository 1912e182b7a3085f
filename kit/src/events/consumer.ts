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
  /**
   * Does what `handle` does for each of them, for events that may share a transaction, of whatever aggregates; locks
   * rows in one order whatever the events are. With it events that come at the same time share one, also those of
   * other shards.
   */
  readonly handleTogether?: (tx: Tx, events: readonly LoggedEvent[], services: Services) => Promise<void>;
  /**
   * False for events that `handle` would do nothing with: they pass by without a transaction and an
   * inbox row of their own. Absent: none does. Decides by the event alone, always the same.
   */
  readonly concerns?: (event: LoggedEvent) => boolean;
  /** Gets the events that concern it in order of each aggregate; ignores the names it does not know. */
  readonly handle: (tx: Tx, event: LoggedEvent, services: Services) => Promise<void>;
}

/** An event that cannot be read is of concern, so that it fails where failures are dealt with. */
export const isOfConcern = ({ concerns }: Pick<Consumer, 'concerns'>, event: LoggedEvent): boolean =>
  concerns ? judge(concerns, event, true) : true;

/** And shares its transaction with nobody. */
export const mayShare = (
  { canShareTransaction }: Pick<Consumer, 'canShareTransaction'>,
  event: LoggedEvent,
): boolean => (canShareTransaction ? judge(canShareTransaction, event, false) : false);

function judge(rule: (event: LoggedEvent) => boolean, event: LoggedEvent, otherwise: boolean): boolean {
  try {
    return rule(event);
  } catch {
    return otherwise;
  }
}

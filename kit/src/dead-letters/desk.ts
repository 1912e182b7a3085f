import type { Viewer } from '../auth/viewer.ts';

/** Where a letter stands: given up, being tried again, or given up for good by an operator. */
export const letterStates = ['dead', 'retrying', 'discarded'] as const;
export type LetterState = (typeof letterStates)[number];

/** Names a letter within its subgraph: an event by the group that could not take it, or a job by its queue. */
export interface LetterKey {
  readonly group: string;
  readonly eventId: string;
}

/** What an operator did about a letter; `applied`: it had its effect after they asked for another round. */
export interface LetterAction {
  readonly at: Date;
  readonly action: 'reprocess' | 'discard' | 'applied';
  /** Null for `applied`. */
  readonly actorId: string | null;
  /** Null unless discarded. */
  readonly reason: string | null;
}

/** An event that a group could not take, or a job that failed for good. Its data is private and stays where it is. */
export interface Letter extends LetterKey {
  /** Who published the event; `jobs` for a job. */
  readonly source: string;
  readonly eventName: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly state: LetterState;
  readonly attempts: number;
  /** One line, without values of the event. */
  readonly error: string;
  /** Null unless retrying. */
  readonly nextAttemptAt: Date | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** Later events of the same aggregate that wait behind it. */
  readonly parkedCount: number;
  /** Oldest first. */
  readonly actions: readonly LetterAction[];
}

export interface LetterCounts {
  readonly dead: number;
  readonly retrying: number;
  readonly parked: number;
  readonly discarded: number;
  /** How often operators asked for another round, since the beginning. */
  readonly reprocessed: number;
  /** How many of those had their effect. */
  readonly reprocessedSuccessfully: number;
}

/** The last letter of the page before: the list goes from the newest to the oldest. */
export interface LetterCursor extends LetterKey {
  readonly firstSeenAt: Date;
}

export interface LetterQuery {
  readonly state: LetterState;
  /** 1 to `maxLetters`. */
  readonly limit: number;
  readonly after: LetterCursor | null;
}

export const maxLetters = 101;
/** Letters that may be decided on at a time. */
export const maxDecided = 100;

/**
 * What operators may do with the dead letters of one subgraph, from wherever they are asked.
 *
 * @throws {ForbiddenError} each of them, for everybody but an OPERATOR
 */
export interface DeadLetterDesk {
  list(operator: Viewer, query: LetterQuery): Promise<readonly Letter[]>;
  count(operator: Viewer): Promise<LetterCounts>;
  /**
   * Gives dead letters one more round of attempts, in their order and under their ids. A job of which an equal one waits
   * stays dead.
   *
   * @returns those for which it did: the others are not there, or not dead, or wait for an equal job
   * @throws {EqualJobError} when that is why there are none
   */
  reprocess(operator: Viewer, keys: readonly LetterKey[]): Promise<readonly LetterKey[]>;
  /**
   * Gives a dead letter up for good; what waits behind it goes on without it.
   *
   * @param reason - 1 to 500 characters
   * @returns whether there was such a dead letter
   */
  discard(operator: Viewer, key: LetterKey, reason: string): Promise<boolean>;
}

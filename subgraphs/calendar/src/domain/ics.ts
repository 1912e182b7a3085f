import type { Override, Timing, WallTime } from './event.ts';

/** Why an entry of a file was not taken. */
export type RefusalReason =
  | 'MALFORMED'
  | 'NOT_AN_EVENT'
  | 'NO_START'
  | 'ENDS_BEFORE_START'
  | 'UNKNOWN_TIME_ZONE'
  | 'INVALID_RULE'
  | 'TOO_MANY_OCCURRENCES'
  | 'NEVER_HAPPENS'
  | 'CANCELLED'
  | 'OUTDATED';

export interface RefusedEntry {
  /** 1-based line of the file where the entry begins. */
  readonly line: number;
  readonly summary: string | null;
  readonly reason: RefusalReason;
  /** For developers, in English. */
  readonly detail: string;
}

/** One event of a file, with the overrides that belong to it. */
export interface IcsEntry extends Timing {
  readonly line: number;
  readonly uid: string;
  /** RFC 5545 SEQUENCE; 0 where none is written. */
  readonly sequence: number;
  readonly title: string;
  readonly description: string | null;
  readonly location: string | null;
  /** The first start as an instant. */
  readonly startsAt: Date;
  readonly recurrenceRule: string | null;
  readonly rdates: readonly WallTime[];
  readonly exdates: readonly WallTime[];
  readonly overrides: readonly Override[];
  readonly blocksTime: boolean;
  readonly reminderMinutes: readonly number[];
  /** jCal: `[properties, components]` of what we have no column for. */
  readonly extra: readonly unknown[];
}

export interface IcsFile {
  readonly entries: readonly IcsEntry[];
  readonly refused: readonly RefusedEntry[];
}

/** Thrown while one entry is read; the others are taken all the same. */
export class UnreadableEntry extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

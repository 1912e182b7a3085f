/**
 * A wall time without a zone, `2026-11-21T15:00:00`. What an event is written in: instants are
 * derived from it, so that a series stays at 15:00 whatever the clocks of its zone do.
 */
export type WallTime = string;

/** One span of time in the zone of an event. */
export interface Span {
  readonly startsWall: WallTime;
  /** Elapsed seconds; for an all-day event whole days of 86 400. */
  readonly durationS: number;
}

/** When an event takes place, as it is written. */
export interface Timing extends Span {
  /** IANA name. */
  readonly timeZone: string;
  readonly isAllDay: boolean;
}

/** One occurrence that differs from its series; null: as in the series. */
export interface Override extends Span {
  /** RFC 5545 RECURRENCE-ID: its start by the rule. */
  readonly recurrenceWall: WallTime;
  readonly title: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly hasOwnRoom: boolean;
  readonly meetingRoomId: string | null;
  /** jCal of what we have no column for. */
  readonly extra: readonly unknown[];
}

/** All that occurrences are derived from. */
export interface Schedule extends Timing {
  /** RFC 5545 RRULE value as written; null when it happens once. */
  readonly recurrenceRule: string | null;
  /** Further starts, and starts that are left out. */
  readonly rdates: readonly WallTime[];
  readonly exdates: readonly WallTime[];
  readonly overrides: readonly Override[];
  readonly meetingRoomId: string | null;
  /**
   * The first start as an instant: tells which of two equal wall times is meant when clocks go
   * back. Only for an event that happens once.
   */
  readonly startsAt?: Date;
}

/** One occurrence as an instant. */
export interface Occurrence {
  /** Start by the rule; names the occurrence for ever. */
  readonly originalStartsAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Null: that of its event. */
  readonly title: string | null;
  readonly meetingRoomId: string | null;
  readonly isException: boolean;
}

export type InvitationAnswer = 'NEEDS_ACTION' | 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';
export type ChangeScope = 'THIS' | 'THIS_AND_FOLLOWING' | 'ALL';
export type ChangeKind = 'SCHEDULED' | 'MOVED' | 'CHANGED' | 'CANCELLED' | 'ANSWERED';

export type PublicationState = 'RUNNING' | 'COMPLETED' | 'CANCELLED';
export type PublicationFailure =
  'ROOM_REFUSED' | 'ENTRY_REFUSED' | 'TIMED_OUT' | 'PLAN_CHANGED' | 'MEMBER_WITHDRAWN';
/** What a publication is made of beside the plan. */
export type PublicationPart = 'ROOM' | 'ENTRY';

/** How long room and entry may take together. */
export const publicationMs = 60_000;

export interface PublicationParts {
  /** Null: not wanted. */
  readonly chatRoomId: string | null;
  readonly calendarEventId: string | null;
  readonly isRoomMade: boolean;
  readonly isEntryMade: boolean;
}

/** Everything that was wanted is there. */
export const isWhole = ({
  chatRoomId,
  calendarEventId,
  isRoomMade,
  isEntryMade,
}: PublicationParts): boolean =>
  (chatRoomId === null || isRoomMade) && (calendarEventId === null || isEntryMade);

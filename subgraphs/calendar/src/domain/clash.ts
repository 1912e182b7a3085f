import { DomainError } from '@moim/kit/errors/domain-error.ts';

export interface OccurrenceClash {
  readonly kind: 'PERSONAL' | 'ROOM';
  /** Of the occurrence that would be saved. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Who is busy; null for a room clash. */
  readonly memberId: string | null;
  /** Which room is taken; null for a personal clash. */
  readonly meetingRoomId: string | null;
  /** What is in the way; null where the viewer may not see it. */
  readonly otherTitle: string | null;
  readonly otherStartsAt: Date;
  readonly otherEndsAt: Date;
}

interface ClashDetails {
  readonly freeRoomIds?: readonly string[];
  /** What in the request could be another: the room, or the time. */
  readonly field?: string;
}

/** A meeting room is taken, or somebody declines when busy. Nothing was changed. */
export class EventClashError extends DomainError {
  readonly clashes: readonly OccurrenceClash[];
  /** Rooms of at least the same capacity that are free for every occurrence. */
  readonly freeRoomIds: readonly string[];

  constructor(clashes: readonly OccurrenceClash[], { freeRoomIds = [], field }: ClashDetails = {}) {
    super('CONFLICT', 'Somebody or something that is needed is taken at that time.', { field });
    this.clashes = clashes;
    this.freeRoomIds = freeRoomIds;
  }
}

/** The room is booked by the event itself: its occurrences run into each other. */
export function overlapsItself(
  occurrences: readonly { startsAt: Date; endsAt: Date; meetingRoomId: string | null }[],
): boolean {
  const ends = new Map<string, number>();
  const inOrder = occurrences.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  for (const { startsAt, endsAt, meetingRoomId } of inOrder) {
    if (meetingRoomId === null) continue;
    if (startsAt.getTime() < (ends.get(meetingRoomId) ?? -Infinity)) return true;
    ends.set(meetingRoomId, Math.max(endsAt.getTime(), ends.get(meetingRoomId) ?? -Infinity));
  }
  return false;
}

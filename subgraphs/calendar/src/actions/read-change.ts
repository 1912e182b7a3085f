import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { EventRow } from '../db/events.ts';
import type { ChangeScope, Timing } from '../domain/event.ts';
import { spanOf } from '../ports/zones.ts';
import { readDescription, readLink, readLocation, readRule, readTitle } from './create-event.ts';
import { readPeople } from './read-people.ts';
import { assertRoomExists } from './read-room.ts';
import { readTiming } from './read-timing.ts';

export interface UpdateEventInput {
  readonly id: string;
  readonly scope: ChangeScope;
  /** Names the occurrence; needed unless the scope is ALL. */
  readonly occurrenceStartsAt?: Date | null | undefined;
  /** What the client saw. */
  readonly expectedVersion?: number | null | undefined;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly location?: string | null | undefined;
  /** Of the named occurrence, else of the first; the others follow by the same wall-clock difference. */
  readonly startsAt?: Date | null | undefined;
  readonly endsAt?: Date | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly isAllDay?: boolean | null | undefined;
  /** An empty text: no longer repeats. */
  readonly recurrenceRule?: string | null | undefined;
  readonly attendeeIds?: readonly string[] | null | undefined;
  /** Null: no room any more; absent: as before. */
  readonly meetingRoomId?: string | null | undefined;
  readonly chatRoomId?: string | null | undefined;
  readonly skipClashing?: boolean;
}

/** What should be different; what is absent stays. */
export interface EventChange {
  readonly texts: Partial<Pick<EventRow, 'title' | 'description' | 'location'>>;
  /** New times, given the old ones; null when no time was named. */
  readonly timing: ((old: Timing) => Timing) | null;
  /** The start as it was asked for. */
  readonly startsAt: Date | null;
  /** Undefined: as before. */
  readonly recurrenceRule: string | null | undefined;
  readonly attendeeIds: readonly string[] | undefined;
  readonly meetingRoomId: string | null | undefined;
  readonly chatRoomId: string | null | undefined;
}

/** @throws {InvalidInputError} naming the field that breaks a rule */
export async function readChange(
  services: Services,
  viewer: Viewer,
  input: UpdateEventInput,
): Promise<EventChange> {
  const { meetingRoomId, chatRoomId, attendeeIds, recurrenceRule } = input;
  const roomId = meetingRoomId === undefined ? undefined : readLink(meetingRoomId, 'input.meetingRoomId');
  await assertRoomExists(services, roomId ?? null);
  return {
    texts: {
      ...(input.title != null && { title: readTitle(input.title) }),
      ...(input.description !== undefined && { description: readDescription(input.description) }),
      ...(input.location !== undefined && { location: readLocation(input.location) }),
    },
    timing: namesTime(input) ? (old) => moved(input, old) : null,
    startsAt: input.startsAt ?? null,
    recurrenceRule: recurrenceRule == null ? undefined : readRule(recurrenceRule),
    attendeeIds: attendeeIds == null ? undefined : await readPeople(services, attendeeIds, viewer.memberId),
    meetingRoomId: roomId,
    chatRoomId: chatRoomId === undefined ? undefined : readLink(chatRoomId, 'input.chatRoomId'),
  };
}

const namesTime = ({ startsAt, endsAt, timeZone, isAllDay }: UpdateEventInput): boolean =>
  startsAt != null || endsAt != null || timeZone != null || isAllDay != null;

/** A start alone keeps the length, an end alone the start, a zone alone both as they are. */
function moved(input: UpdateEventInput, old: Timing): Timing {
  const { timeZone = old.timeZone, isAllDay = old.isAllDay } = withoutNulls(input);
  const before = spanOf(old, old);
  const startsAt = input.startsAt ?? before.startsAt;
  const lengthMs = before.endsAt.getTime() - before.startsAt.getTime();
  const endsAt = input.endsAt ?? new Date(startsAt.getTime() + lengthMs);
  const timing = readTiming({ startsAt, endsAt, timeZone, isAllDay });
  // Whole days keep their number even when one of them has 23 hours.
  const keepsDays = input.endsAt == null && isAllDay && old.isAllDay;
  return keepsDays ? { ...timing, durationS: old.durationS } : timing;
}

function withoutNulls({ timeZone, isAllDay }: UpdateEventInput): { timeZone?: string; isAllDay?: boolean } {
  return { ...(timeZone != null && { timeZone }), ...(isAllDay != null && { isAllDay }) };
}

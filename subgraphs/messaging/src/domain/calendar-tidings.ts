import {
  eventCancelled,
  eventChanged,
  eventMoved,
  eventScheduled,
  reminderDue,
} from '@moim/schema/contracts/calendar.ts';
import type { EntityReference } from './entity.ts';
import { type Payload, tidings, type Tidings, type TidingsEvent } from './tidings.ts';

/** What an event of calendar means to members; null for one that concerns nobody here. */
export function calendarTidings({ name, payload }: TidingsEvent): Tidings | null {
  switch (name) {
    case eventScheduled.name:
      return scheduled(eventScheduled.payload.parse(payload));
    case eventMoved.name:
      return moved(eventMoved.payload.parse(payload));
    case eventChanged.name:
      return changed(eventChanged.payload.parse(payload));
    case eventCancelled.name:
      return cancelled(eventCancelled.payload.parse(payload));
    case reminderDue.name:
      return due(reminderDue.payload.parse(payload));
    default:
      return null;
  }
}

const subjectOf = ({ eventId }: { eventId: string }): EntityReference => ({
  kind: 'CALENDAR_EVENT',
  id: eventId,
});

const scheduled = (event: Payload<typeof eventScheduled>): Tidings =>
  tidings({
    subject: subjectOf(event),
    actorId: event.actorId,
    startsAt: new Date(event.startsAt),
    told: [
      { memberIds: event.participantIds, kind: event.isImported ? null : 'EVENT_INVITED' },
      { memberIds: [event.actorId], kind: null },
    ],
  });

function moved(event: Payload<typeof eventMoved>): Tidings {
  const times = {
    startsAt: new Date(event.startsAt),
    previousStartsAt: new Date(event.previousStartsAt),
  };
  return tidings(
    {
      subject: subjectOf(event),
      actorId: event.actorId,
      ...times,
      told: [
        { memberIds: event.participantIds, kind: 'EVENT_MOVED' },
        { memberIds: [event.actorId], kind: null },
      ],
    },
    { kind: 'EVENT_MOVED', roomId: event.chatRoomId, memberId: event.actorId, ...times },
  );
}

/** Who is no longer a participant is told silently: what they may see of the event has changed. */
const changed = (event: Payload<typeof eventChanged>): Tidings =>
  tidings({
    subject: subjectOf(event),
    actorId: event.actorId,
    startsAt: new Date(event.startsAt),
    told: [
      { memberIds: event.invitedIds, kind: 'EVENT_INVITED' },
      { memberIds: [...event.participantIds, ...event.removedIds, event.actorId], kind: null },
    ],
  });

function cancelled(event: Payload<typeof eventCancelled>): Tidings {
  const startsAt = new Date(event.occurrenceStartsAt ?? event.startsAt);
  return tidings(
    {
      subject: subjectOf(event),
      actorId: event.actorId,
      startsAt,
      told: [
        { memberIds: event.participantIds, kind: 'EVENT_CANCELLED' },
        { memberIds: [event.actorId], kind: null },
      ],
    },
    { kind: 'EVENT_CANCELLED', roomId: event.chatRoomId, memberId: event.actorId, startsAt },
  );
}

const due = (event: Payload<typeof reminderDue>): Tidings =>
  tidings({
    subject: subjectOf(event),
    startsAt: new Date(event.startsAt),
    told: [{ memberIds: [event.memberId], kind: 'REMINDER' }],
  });

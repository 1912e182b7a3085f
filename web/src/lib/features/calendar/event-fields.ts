import type { CreateEventInput } from '#lib/graphql/generated/graphql.ts';

const fieldNames = [
  'title',
  'description',
  'location',
  'timeZone',
  'isAllDay',
  'recurrenceRule',
  'attendeeIds',
  'meetingRoomId',
  'chatRoomId',
  'calendarId',
] as const;

/** What an event is, besides when. */
export type EventFields = Required<Pick<CreateEventInput, (typeof fieldNames)[number]>>;

export function changesOf(before: EventFields, after: EventFields): Partial<EventFields> {
  const isChanged = (name: (typeof fieldNames)[number]) =>
    JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return Object.fromEntries(fieldNames.filter(isChanged).map((name) => [name, after[name]]));
}

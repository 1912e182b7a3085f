import type { CalendarRow } from '../db/calendars.ts';
import type { EventRow } from '../db/events.ts';
import type { MeetingRoomRow } from '../db/meeting-rooms.ts';
import type { OccurrenceRow } from '../db/occurrences.ts';
import { builder } from './builder.ts';

// Apart from their fields, because they speak of each other.
export const Calendar = builder.objectRef<CalendarRow>('Calendar');
export const CalendarEvent = builder.objectRef<EventRow>('CalendarEvent');
export const Occurrence = builder.objectRef<OccurrenceRow>('Occurrence');
export const MeetingRoom = builder.objectRef<MeetingRoomRow>('MeetingRoom');

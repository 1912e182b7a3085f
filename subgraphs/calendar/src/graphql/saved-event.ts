import type { SavedEvent } from '../actions/create-event.ts';
import { builder } from './builder.ts';
import { OccurrenceClash } from './clash.ts';
import { getEvent } from './loaders.ts';
import { CalendarEvent } from './refs.ts';

interface Descriptions {
  /** Of the payload. */
  readonly payload: string;
  readonly event: string;
  readonly clashes: string;
}

/** The payload of a mutation that saves an event: the event, and what it clashes with. */
export const savedEventPayload = (name: string, descriptions: Descriptions) =>
  builder.objectRef<SavedEvent>(name).implement({
    description: descriptions.payload,
    fields: (t) => ({
      event: t.field({
        type: CalendarEvent,
        description: descriptions.event,
        resolve: ({ eventId }, _, context) => getEvent(context, eventId),
      }),
      clashes: t.expose('clashes', { type: [OccurrenceClash], description: descriptions.clashes }),
    }),
  });

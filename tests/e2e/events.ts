import { z } from 'zod';
import { newId, type Person } from './person.ts';

const calendars = z.object({
  me: z.object({ calendars: z.array(z.object({ id: z.string(), isPersonal: z.boolean() })) }),
});
const created = z.object({ createEvent: z.object({ event: z.object({ id: z.string() }) }) });
const updated = z.object({ updateEvent: z.object({ event: z.object({ id: z.string() }) }) });

const day = 86_400_000;

export interface EventOptions {
  readonly title: string;
  readonly attendees?: readonly Person[];
  readonly chatRoomId?: string;
}

/** An hour at 15:00 in Seoul, a week from now, in the personal calendar of `owner`. Answers its id. */
export async function newEvent(owner: Person, { title, attendees = [], chatRoomId }: EventOptions) {
  const { me } = await owner.read(calendars, '{ me { calendars { id isPersonal } } }');
  const startsAt = new Date(Math.floor(Date.now() / day + 7) * day + 6 * 3_600_000);
  const input = {
    id: newId(),
    calendarId: me.calendars.find(({ isPersonal }) => isPersonal)?.id,
    title,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString(),
    timeZone: 'Asia/Seoul',
    attendeeIds: attendees.map(({ memberId }) => memberId),
    ...(chatRoomId ? { chatRoomId } : {}),
  };
  const mutation = `mutation ($input: CreateEventInput!) {
    createEvent(input: $input) { ... on CreateEventPayload { event { id } } ... on UserError { code message } }
  }`;
  const { createEvent } = await owner.read(created, mutation, { input });
  return { id: createEvent.event.id, startsAt };
}

/** Changes the event as whoever may. */
export async function changeEvent(person: Person, id: string, change: object): Promise<void> {
  const mutation = `mutation ($input: UpdateEventInput!) {
    updateEvent(input: $input) { ... on UpdateEventPayload { event { id } } ... on UserError { code message } }
  }`;
  await person.read(updated, mutation, { input: { id, ...change } });
}

import { z } from 'zod';
import type { Person } from '../person.ts';
import { uuidV7 } from './rooms.ts';

const findCity = `query ($search: String!) { cities(search: $search, first: 1) { id } }`;
const foundCity = z.object({ cities: z.tuple([z.object({ id: z.string() })]) });

const createPlan = `mutation ($input: CreateTravelPlanInput!) {
  createTravelPlan(input: $input) { ... on CreateTravelPlanPayload { plan { id } } }
}`;
const created = z.object({ createTravelPlan: z.object({ plan: z.object({ id: z.string() }) }) });

const sharePlan = `mutation ($input: ShareTravelPlanInput!) {
  shareTravelPlan(input: $input) { ... on ShareTravelPlanPayload { plan { id } } }
}`;

/** A private trip in ten days, made by the API. Answers its id. */
export async function newTrip(
  author: Person,
  title: string,
  cityName: string,
  companions: readonly Person[] = [],
): Promise<string> {
  const { cities } = await author.read(foundCity, findCity, { search: cityName });
  const input = {
    id: uuidV7(),
    title,
    cityId: cities[0].id,
    travelOn: dayIn(10),
    groupSize: 1 + companions.length,
    companionIds: companions.map(({ memberId }) => memberId),
  };
  const { createTravelPlan } = await author.read(created, createPlan, { input });
  return createTravelPlan.plan.id;
}

export async function shareTrip(author: Person, id: string, audience: 'PUBLIC' | 'PRIVATE'): Promise<void> {
  await author.data(sharePlan, { input: { id, audience } });
}

/** The day in so many days in UTC, the zone of whoever signs up without naming one. */
export function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

const topUp = `mutation ($input: TopUpInput!) {
  topUp(input: $input) { ... on TopUpPayload { topUp { checkoutUrl } } }
}`;
const opened = z.object({ topUp: z.object({ topUp: z.object({ checkoutUrl: z.string() }) }) });

/** Buys credits at the sandbox provider, as its page's button does. */
export async function buyCredits(baseUrl: string, person: Person, credits: number): Promise<void> {
  const answer = await person.read(opened, topUp, { input: { id: uuidV7(), credits } });
  const response = await fetch(new URL(answer.topUp.topUp.checkoutUrl, baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'decision=pay',
    redirect: 'manual',
  });
  if (response.status !== 303) throw new Error(`The payment answered ${response.status}`);
}

const findCalendar = `{ me { calendars { id isPersonal } } }`;
const foundCalendars = z.object({
  me: z.object({ calendars: z.array(z.object({ id: z.string(), isPersonal: z.boolean() })) }),
});

const createEvent = `mutation ($input: CreateEventInput!) {
  createEvent(input: $input) { ... on CreateEventPayload { event { id } } }
}`;
const createdEvent = z.object({ createEvent: z.object({ event: z.object({ id: z.string() }) }) });

/** An hour at noon (UTC) in five days, made by the API. Answers its id. */
export async function newEvent(
  organizer: Person,
  title: string,
  attendees: readonly Person[],
  location: string,
): Promise<string> {
  const { me } = await organizer.read(foundCalendars, findCalendar);
  const input = {
    id: uuidV7(),
    calendarId: me.calendars.find(({ isPersonal }) => isPersonal)?.id,
    title,
    location,
    startsAt: `${dayIn(5)}T12:00:00.000Z`,
    endsAt: `${dayIn(5)}T13:00:00.000Z`,
    timeZone: 'UTC',
    attendeeIds: attendees.map(({ memberId }) => memberId),
  };
  return (await organizer.read(createdEvent, createEvent, { input })).createEvent.event.id;
}

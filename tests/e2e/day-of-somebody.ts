import { z } from 'zod';
import * as documents from '../../app/src/day/documents.ts';
import { variablesOfToday } from './documents.ts';
import type { Person } from './person.ts';

/** One person with something of today in each of the six subgraphs. */
export interface DayOfSomebody {
  readonly eventId: string;
  readonly roomId: string;
  readonly planId: string;
  readonly policyId: string;
  readonly periodId: string;
  readonly vehicleId: string;
  readonly sessionId: string;
  /** What the web sends with its query of Today. */
  readonly variables: Readonly<Record<string, string>>;
  /** An answer without what differs from run to run. */
  plain(answer: unknown): unknown;
}

/** Texts that stand in private things, to be recognised wherever they turn up. */
export const privateTexts = {
  event: 'Dentist at eleven',
  room: 'The two of us',
  message: 'Do not tell the others',
  plan: 'Surprise in Gangneung',
  details: 'Nobody knows of the sea view',
  legalName: '이민지',
  phone: '010-2345-6789',
  licence: '11-23-456789-01',
} as const;

const hourMs = 3_600_000;
const calendars = z.object({
  me: z.object({ calendars: z.array(z.object({ id: z.string(), isPersonal: z.boolean() })) }),
});
const cities = z.object({ cities: z.array(z.object({ id: z.string() })) });
const result = z.object({ result: z.looseObject({ __typename: z.string() }) });

/** @throws {Error} with the answer of the first step that was refused */
export async function makeDayOf(
  { person, admin, friend }: Readonly<Record<'person' | 'admin' | 'friend', Person>>,
  newId: () => string,
): Promise<DayOfSomebody> {
  const make = async (mutation: string, input: Record<string, unknown>, by = person): Promise<string> => {
    const { result: made } = await by.read(result, mutation, { input });
    if (!made.__typename.endsWith('Payload')) throw new Error(JSON.stringify(made));
    return z.string().catch('').parse(input['id']);
  };
  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  const { me } = await person.read(calendars, documents.findRoom);
  const roomId = await make(documents.createGroupRoom, {
    ...{ id: newId(), kind: 'GROUP', title: privateTexts.room, memberIds: [friend.memberId], groupIds: [] },
  });
  await person.data('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { __typename } }', {
    input: { id: newId(), roomId, text: privateTexts.message },
  });
  const eventId = await make(documents.createEvent, {
    ...{ id: newId(), calendarId: me.calendars.find(({ isPersonal }) => isPersonal)?.id, timeZone: 'UTC' },
    ...{ title: privateTexts.event, startsAt: `${day}T11:00:00.000Z`, endsAt: `${day}T12:00:00.000Z` },
    chatRoomId: roomId,
  });
  const found = await person.read(cities, documents.findCity, { search: 'Gangneung' });
  const travelOn = new Date(now.getTime() + 24 * hourMs).toISOString().slice(0, 10);
  const planId = await make(documents.createTrip, {
    ...{ id: newId(), title: privateTexts.plan, details: privateTexts.details, cityId: found.cities[0]?.id },
    ...{ travelOn, groupSize: 2, calendarEventId: eventId, chatRoomId: roomId },
  });
  const { legalName, phone, licence: licenceNumber } = privateTexts;
  const policyId = await make(documents.openPolicy, { id: newId(), legalName, phone, licenceNumber });
  const periodId = await make(documents.startCover, { id: newId(), travelPlanId: planId });
  const vehicle = { id: newId(), name: 'Ioniq 5', plate: '12가 3456' };
  const vehicleId = await make(documents.registerVehicle, vehicle, admin);
  const sessionId = await make(documents.startParking, {
    ...{ id: newId(), vehicleId, calendarEventId: eventId, coveragePeriodId: periodId },
  });
  return {
    ...{ eventId, roomId, planId, policyId, periodId, vehicleId, sessionId },
    variables: { ...variablesOfToday(day), day: travelOn },
    plain: withoutChance,
  };
}

const changing: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>'],
  [/(?<=_)\d{13}\b/g, '<ms>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>'],
  [/\d{4}-\d\d-\d\d/g, '<day>'],
  [/p[0-9a-f]{12}\b/g, '<handle>'],
  [/"(cursor|startCursor|endCursor)":"[^"]*"/g, '"$1":"<cursor>"'],
  [/"inboxSeq":\d+/g, '"inboxSeq":"<seq>"'],
  [/"avatarColor":"[^"]*"/g, '"avatarColor":"<colour>"'],
  [/MO-[\d-]+|MO-<day>/g, '<number>'],
];

function withoutChance(answer: unknown): unknown {
  const text = changing.reduce(
    (plain, [pattern, word]) => plain.replaceAll(pattern, word),
    JSON.stringify(answer),
  );
  const { errors, ...rest } = answered.parse(JSON.parse(text));
  // Subgraphs are asked side by side: whose failure is told first is chance too.
  return errors ? { ...rest, errors: errors.toSorted(byText) } : rest;
}

const answered = z.looseObject({ errors: z.array(z.unknown()).optional() });

const byText = (one: unknown, other: unknown): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

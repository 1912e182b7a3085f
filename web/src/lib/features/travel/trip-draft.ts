import { minorFrom, plainAmount } from '#lib/format/money.ts';
import type {
  CreateTravelPlanInput,
  EventForTripQuery,
  MemberFieldsFragment,
  TripCityFragment,
  TripDetailsFragment,
  TripRoomFragment,
  UpdateTravelPlanInput,
} from '#lib/graphql/generated/graphql.ts';
import { daysFrom } from './trip-dates.ts';

/** A trip as its form holds it: texts as they were typed. */
export interface TripDraft {
  title: string;
  city: TripCityFragment | null;
  /** Days, `2026-11-21`; empty until chosen. */
  travelOn: string;
  untilOn: string;
  groupSize: string;
  /** In major units, as typed; empty for none. */
  budget: string;
  currency: string;
  details: string;
  companions: readonly MemberFieldsFragment[];
  chatRoom: TripRoomFragment | null;
  calendarEventId: string | null;
}

/** What is looked at before anything is sent. */
export const tripFields = [
  ...(['title', 'cityId', 'travelOn', 'untilOn', 'groupSize', 'budgetMinor', 'details'] as const),
] as const;
export type TripField = (typeof tripFields)[number];

export const longestTitle = 80;
export const longestDetails = 4_000;
/** As long as a trip may last. */
const mostDays = 366;
const mostPeople = 1_000;

export function emptyDraft(currency: string): TripDraft {
  return {
    title: '',
    city: null,
    travelOn: '',
    untilOn: '',
    groupSize: '1',
    budget: '',
    currency,
    details: '',
    companions: [],
    chatRoom: null,
    calendarEventId: null,
  };
}

export function draftOf(trip: TripDetailsFragment, currency: string): TripDraft {
  return {
    title: trip.title,
    city: trip.city,
    travelOn: trip.travelOn,
    untilOn: trip.untilOn,
    groupSize: String(trip.groupSize),
    budget: trip.budgetMinor === null ? '' : plainAmount(trip.budgetMinor, trip.currency ?? currency),
    currency: trip.currency ?? currency,
    details: trip.details ?? '',
    companions: trip.companions.flatMap((member) => member ?? []),
    chatRoom: trip.chatRoom,
    calendarEventId: trip.calendarEvent?.id ?? null,
  };
}

/** The same journey once more: what belongs to the first one alone stays with it. */
export function copyOf(trip: TripDetailsFragment, currency: string): TripDraft {
  const draft = draftOf(trip, currency);
  return { ...draft, travelOn: '', untilOn: '', companions: [], chatRoom: null, calendarEventId: null };
}

type EventForTrip = NonNullable<EventForTripQuery['calendarEvent']>;

/** The days are those of the event where it takes place; whoever organized it goes, who declined does not. */
export function draftOfEvent(event: EventForTrip, viewerId: string, currency: string): TripDraft {
  const going = event.attendees.filter(({ answer }) => answer !== 'DECLINED').map(({ member }) => member);
  const companions = [event.organizer, ...going].flatMap((member) =>
    member && member.id !== viewerId ? [member] : [],
  );
  return {
    ...emptyDraft(currency),
    title: event.title.slice(0, longestTitle),
    ...eventDays(event),
    groupSize: String(companions.length + 1),
    companions,
    chatRoom: event.chatRoom,
    calendarEventId: event.id,
  };
}

/** An end at midnight belongs to the day before. */
export function eventDays({
  startsAt,
  endsAt,
  timeZone,
}: Pick<EventForTrip, 'startsAt' | 'endsAt' | 'timeZone'>): { travelOn: string; untilOn: string } {
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const start = Date.parse(startsAt);
  return { travelOn: day.format(start), untilOn: day.format(Math.max(start, Date.parse(endsAt) - 1)) };
}

/** The fields that the server would refuse. `today` is the viewer's day; an old trip may keep its days. */
export function faultsOf(draft: TripDraft, today: string, original: TripDetailsFragment | null): TripField[] {
  const faults: [TripField, boolean][] = [
    ['title', draft.title.trim() === '' || [...draft.title.trim()].length > longestTitle],
    ['cityId', draft.city === null],
    ['travelOn', draft.travelOn === '' || (draft.travelOn < today && draft.travelOn !== original?.travelOn)],
    ['untilOn', draft.untilOn !== '' && !isLastDay(draft)],
    ['groupSize', !isWhole(draft.groupSize, 1, mostPeople)],
    ['budgetMinor', draft.budget.trim() !== '' && minorFrom(draft.budget, draft.currency) === null],
    ['details', [...draft.details].length > longestDetails],
  ];
  return faults.flatMap(([field, isWrong]) => (isWrong ? [field] : []));
}

export function createInput(draft: TripDraft, id: string): CreateTravelPlanInput {
  return {
    id,
    ...commonInput(draft),
    calendarEventId: draft.calendarEventId,
  };
}

export function updateInput(draft: TripDraft, trip: TripDetailsFragment): UpdateTravelPlanInput {
  return { id: trip.id, expectedVersion: trip.version, ...commonInput(draft) };
}

/** Call it for a draft without faults. */
function commonInput(draft: TripDraft) {
  const budgetMinor = minorFrom(draft.budget, draft.currency);
  return {
    title: draft.title.trim(),
    cityId: draft.city?.id ?? '',
    travelOn: draft.travelOn,
    untilOn: draft.untilOn || draft.travelOn,
    groupSize: Number(draft.groupSize),
    budgetMinor,
    currency: budgetMinor === null ? null : draft.currency,
    details: draft.details.trim() || null,
    companionIds: draft.companions.map(({ id }) => id),
    chatRoomId: draft.chatRoom?.id ?? null,
  };
}

function isLastDay({ travelOn, untilOn }: TripDraft): boolean {
  return untilOn >= travelOn && (travelOn === '' || daysFrom(travelOn, untilOn) < mostDays);
}

function isWhole(text: string, least: number, most: number): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most;
}

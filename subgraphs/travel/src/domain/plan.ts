import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { toNewId } from '@moim/kit/ids/given-id.ts';
import { type City, toCityId } from './city.ts';
import { assertCurrency } from './currency.ts';
import { addDays, dayAt } from './day.ts';
import { cleanDetails, cleanTitle } from './text-rules.ts';

/** What a member says about a trip. */
export interface PlanFacts {
  /** 1 to 80 characters. */
  readonly title: string;
  readonly cityId: number;
  /** First day, in the city's calendar. */
  readonly travelOn: string;
  /** Last day; the same for a day trip. */
  readonly untilOn: string;
  /** 1 to `maxGroupSize`. */
  readonly groupSize: number;
  /** Minor units of the currency. */
  readonly budgetMinor: number | null;
  /** ISO 4217; with a budget only. */
  readonly currency: string | null;
  readonly details: string | null;
  /** Sorted, without the author and without repetition. */
  readonly companionIds: readonly string[];
  readonly chatRoomId: string | null;
}

/** What a plan is created with. */
export interface PlanDraft extends PlanFacts {
  readonly id: string;
  readonly authorId: string;
  readonly calendarEventId: string | null;
}

export interface PlanInput {
  readonly title: string;
  readonly cityId: string;
  readonly travelOn: string;
  readonly untilOn?: string | null | undefined;
  readonly groupSize: number;
  readonly budgetMinor?: number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly details?: string | null | undefined;
  readonly companionIds: readonly string[];
  readonly chatRoomId?: string | null | undefined;
}

export interface CreatePlanInput extends PlanInput {
  /** Made by the client, UUIDv7. */
  readonly id: string;
  readonly calendarEventId?: string | null | undefined;
}

const maxGroupSize = 500;
const maxCompanions = 100;
/** Days from the first to the last day of a trip. */
const maxTripDays = 365;
/** Nobody plans further ahead. */
const maxYearsAhead = 10;

/** @throws {InvalidInputError} naming the field that breaks a rule */
export function draftPlan(authorId: string, input: CreatePlanInput): PlanDraft {
  return {
    id: toNewId(input.id, 'input.id'),
    authorId,
    ...toFacts(authorId, input),
    calendarEventId: toLink(input.calendarEventId, 'input.calendarEventId'),
  };
}

/** @throws {InvalidInputError} naming the field that breaks a rule */
export function toFacts(authorId: string, input: PlanInput): PlanFacts {
  const untilOn = input.untilOn ?? input.travelOn;
  assertSpan(input.travelOn, untilOn);
  assertGroupSize(input.groupSize);
  return {
    title: cleanTitle(input.title),
    cityId: getCityId(input.cityId),
    travelOn: input.travelOn,
    untilOn,
    groupSize: input.groupSize,
    ...toBudget(input),
    details: input.details == null || input.details.trim() === '' ? null : cleanDetails(input.details),
    companionIds: toCompanions(authorId, input),
    chatRoomId: toLink(input.chatRoomId, 'input.chatRoomId'),
  };
}

function getCityId(id: string): number {
  const cityId = toCityId(id);
  if (cityId === null) throw new UnknownCityError();
  return cityId;
}

/** The id is none of the gazetteer's. */
export class UnknownCityError extends InvalidInputError {
  constructor() {
    super('input.cityId', 'There is no city with this id; take one of `cities`.');
  }
}

function assertSpan(travelOn: string, untilOn: string): void {
  if (untilOn < travelOn)
    throw new InvalidInputError('input.untilOn', 'A trip does not end before it begins.');
  if (untilOn > addDays(travelOn, maxTripDays))
    throw new InvalidInputError('input.untilOn', `A trip lasts at most ${maxTripDays} days.`);
}

function assertGroupSize(groupSize: number): void {
  if (groupSize < 1 || groupSize > maxGroupSize)
    throw new InvalidInputError('input.groupSize', `A trip is for 1 to ${maxGroupSize} people.`);
}

function toBudget({ budgetMinor, currency }: PlanInput): Pick<PlanFacts, 'budgetMinor' | 'currency'> {
  if (currency != null) assertCurrency(currency, 'input.currency');
  if (budgetMinor == null && currency == null) return { budgetMinor: null, currency: null };
  if (budgetMinor == null) throw new InvalidInputError('input.budgetMinor', 'A currency needs a budget.');
  if (currency == null) throw new InvalidInputError('input.currency', 'A budget needs its currency.');
  if (budgetMinor < 0) throw new InvalidInputError('input.budgetMinor', 'A budget is 0 or more.');
  return { budgetMinor, currency };
}

function toCompanions(authorId: string, { companionIds, groupSize }: PlanInput): string[] {
  const ids = [...new Set(companionIds.map((id) => toNewId(id, 'input.companionIds')))]
    .filter((id) => id !== authorId)
    .sort();
  if (ids.length > maxCompanions)
    throw new InvalidInputError('input.companionIds', `At most ${maxCompanions} companions are named.`);
  if (ids.length + 1 > groupSize)
    throw new InvalidInputError('input.groupSize', 'The group is smaller than the companions and you.');
  return ids;
}

function toLink(id: string | null | undefined, field: string): string | null {
  return id == null ? null : toNewId(id, field);
}

/**
 * A trip begins today or later where it goes to, and within ten years.
 *
 * @throws {InvalidInputError} naming `input.travelOn`
 */
export function assertAhead(travelOn: string, { timeZone }: City, now: Date): void {
  const today = dayAt(now, timeZone);
  if (travelOn < today)
    throw new InvalidInputError('input.travelOn', `It is ${today} there: this day is in the past.`);
  if (travelOn > addDays(today, maxYearsAhead * 366))
    throw new InvalidInputError('input.travelOn', `A trip is at most ${maxYearsAhead} years ahead.`);
}

/** Equal for equal requests, to tell a retry from another request with the same id. */
export const requestKey = ({ id: _, ...request }: PlanDraft): string => JSON.stringify(request);

/** The plan is not as the editor last saw it. */
export function assertVersion(version: number, expected: number | null | undefined): void {
  if (expected != null && expected !== version)
    throw new ConflictError(`The plan was changed meanwhile: it is at version ${version}.`);
}

import type { City } from './city.ts';

/** A trip that somebody made or plans, as far as suggestions look at it. */
export interface SourceTrip {
  /** Null for the home that stands in when there is no trip. */
  readonly planId: string | null;
  readonly city: City;
  readonly days: number;
  readonly groupSize: number;
  /** Hours between sunrise and sunset there and then. */
  readonly daylightHours: number;
}

export interface CandidateCity {
  readonly city: City;
  /** Hours between sunrise and sunset on the suggested first day. */
  readonly daylightHours: number;
}

export interface Inspiration {
  /** The recommendation's id: the same one is answered the same trip, however often it is made. */
  readonly seed: string;
  /** Of the member, at least one. */
  readonly sources: readonly SourceTrip[];
  readonly candidates: readonly CandidateCity[];
  /** Suggested before: the next one should be different. */
  readonly earlier: readonly City[];
  readonly when: TripDays;
}

export interface TripDays {
  readonly travelOn: string;
  readonly untilOn: string;
  /** Public holidays at home within the trip. */
  readonly holidays: number;
}

export type ReasonCode =
  'SIMILAR_SIZE' | 'NEAR_BY' | 'SIMILAR_LATITUDE' | 'DAYLIGHT' | 'HOLIDAY' | 'NEW_PLACE';

export interface Reason {
  readonly code: ReasonCode;
  /** Inhabitants, km, degrees, hours, days; null for NEW_PLACE. */
  readonly value: number | null;
}

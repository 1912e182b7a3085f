import type { TripCityFragment } from '#lib/graphql/generated/graphql.ts';

export interface MapTrip {
  readonly id: string;
  readonly title: string;
  readonly city: TripCityFragment;
}

/** Where a trip is on the map, in pixels from its upper left corner. */
export interface TripSpot extends MapTrip {
  readonly x: number;
  readonly y: number;
}

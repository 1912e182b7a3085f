import type { Services } from '@moim/kit/server/services.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import type { RecommendationRow } from '../db/recommendations.ts';
import { findEarlierSuggestions, findOwnTrips } from '../db/source-trips.ts';
import type { City } from '../domain/city.ts';
import { dayAt, daysBetween } from '../domain/day.ts';
import type { CandidateCity, Inspiration, SourceTrip } from '../domain/inspiration.ts';
import { chooseDays, median } from '../domain/suggestion.ts';
import type { CityIndex } from '../ports/cities/city-index.ts';
import { loadCityIndex } from '../ports/cities/load-city-index.ts';
import { daylightHours } from '../ports/daylight.ts';
import { findHolidays } from '../ports/holidays.ts';

/** Own trips that are looked at, and suggestions that are not repeated. */
const maxSources = 5;
const maxEarlier = 10;
/** Around each source. */
const surroundings = { radiusKm: 2_500, minPopulation: 50_000, limit: 150 };
/** For somebody without trips: a weekend in a town of this size, from home. */
const firstTrip = { days: 2, groupSize: 1, population: 300_000 };

/** Everything that a suggestion is made of, by the clock and the world as they are now. */
export async function gatherInspiration(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { id, memberId, timeZone }: RecommendationRow,
): Promise<Inspiration> {
  const index = await loadCityIndex();
  const home = homeOf(index, timeZone);
  const today = dayAt(now(), timeZone);
  const trips = await findOwnTrips(db.write, memberId, maxSources);
  const sources = trips.length > 0 ? trips.map(toSource) : [fromHome(home, today)];
  const holidays = await findHolidays(home.countryCode, Number(today.slice(0, 4)));
  const when = chooseDays(today, median(sources.map(({ days }) => days)), holidays, id);
  return {
    ...{ seed: id, sources, when },
    candidates: candidatesAround(index, sources, home, when.travelOn),
    earlier: await findEarlierSuggestions(db.write, memberId, maxEarlier),
  };
}

/** The city that a zone is named after; Seoul when there is none. */
function homeOf(index: CityIndex, timeZone: string): City {
  const name = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
  const found = index.search(name, 5).find((city) => city.timeZone === timeZone);
  const home = found ?? index.search('Seoul', 1)[0];
  if (!home) throw new Error('the city index is empty');
  return home;
}

const toSource = ({ id, city, travelOn, untilOn, groupSize }: PlanRow): SourceTrip => ({
  ...{ planId: id, city, groupSize },
  days: Math.min(daysBetween(travelOn, untilOn) + 1, 14),
  daylightHours: daylightHours(city, travelOn),
});

const fromHome = (home: City, today: string): SourceTrip => ({
  planId: null,
  city: { ...home, population: firstTrip.population },
  days: firstTrip.days,
  groupSize: firstTrip.groupSize,
  daylightHours: daylightHours(home, today),
});

/** Nobody is sent to the town they live in. */
function candidatesAround(
  index: CityIndex,
  sources: readonly SourceTrip[],
  home: City,
  day: string,
): CandidateCity[] {
  const near = sources.flatMap(({ city }) => index.near({ ...surroundings, ...placeOf(city) }));
  const cities = new Map(near.map(({ city }) => [city.id, city]));
  cities.delete(home.id);
  return [...cities.values()].map((city) => ({ city, daylightHours: daylightHours(city, day) }));
}

const placeOf = ({ latitude, longitude }: City) => ({ latitude, longitude });

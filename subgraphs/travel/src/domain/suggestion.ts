import { addDays } from './day.ts';
import type { City } from './city.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import type { Inspiration, Reason, TripDays } from './inspiration.ts';
import { scoreCity, type CityScore } from './similarity.ts';

/** The plan that is made of it once it is paid. */
export interface Suggestion {
  readonly city: City;
  readonly travelOn: string;
  readonly untilOn: string;
  readonly groupSize: number;
  readonly reasons: readonly Reason[];
  readonly basedOn: readonly string[];
}

/** Share of relevance against variety (maximal marginal relevance, Carbonell and Goldstein 1998). */
const lambda = 0.7;
/** One of so many best is drawn, so that a second recommendation is not the first again. */
const drawnFrom = 5;
/** A part of the score that is worth telling. */
const tellable = 0.6;

/** The best new place for the trips of the member; null when there is nowhere to go. */
export function suggestTrip({ seed, sources, candidates, earlier, when }: Inspiration): Suggestion | null {
  const random = seededRandom(seed);
  const visited = new Set(sources.map(({ planId, city }) => (planId === null ? 0 : city.id)));
  const scored = candidates
    .filter(({ city }) => !visited.has(city.id) && earlier.every(({ id }) => id !== city.id))
    .map((candidate) => scoreCity(candidate, sources))
    .map((score) => ({ score, value: marginalValue(score, earlier) }))
    .sort((one, other) => other.value - one.value || one.score.city.id - other.score.city.id);
  const chosen = draw(scored.slice(0, drawnFrom), random);
  if (!chosen) return null;
  const { score } = chosen;
  return {
    city: score.city,
    travelOn: when.travelOn,
    untilOn: when.untilOn,
    groupSize: median(sources.map(({ groupSize }) => groupSize)),
    reasons: reasonsOf(score, when),
    basedOn: score.nearest.flatMap(({ planId }) => planId ?? []).slice(0, 3),
  };
}

/** Relevance less likeness to what was suggested before. */
function marginalValue(score: CityScore, earlier: readonly City[]): number {
  const likeness = earlier.map((city) => likenessOf(score.city, city));
  return lambda * score.total - (1 - lambda) * Math.max(0, ...likeness);
}

/** 1 in the same place, about a third 5 degrees away. */
function likenessOf(one: City, other: City): number {
  const degrees = Math.hypot(one.latitude - other.latitude, one.longitude - other.longitude);
  return Math.exp(-degrees / 5);
}

/** The better one is likelier: the weights halve from place to place. */
function draw<Item>(best: readonly Item[], random: Random): Item | undefined {
  let rest = random() * (2 - 2 ** (1 - best.length));
  for (const [place, item] of best.entries()) {
    rest -= 2 ** -place;
    if (rest < 0) return item;
  }
  return best.at(-1);
}

function reasonsOf({ parts, city }: CityScore, { holidays }: TripDays): Reason[] {
  const told = Object.values(parts)
    .filter(({ score }) => score >= tellable)
    .sort((one, other) => other.score - one.score)
    .map(({ code, value }): Reason => ({ code, value: Math.round(value * 10) / 10 }));
  const holiday: Reason[] = holidays > 0 ? [{ code: 'HOLIDAY', value: holidays }] : [];
  const fresh: Reason[] = city.population > 0 ? [{ code: 'NEW_PLACE', value: null }] : [];
  return [...told, ...holiday, ...fresh];
}

/** The lower one of an even number; 1 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 1;
}

/** How far ahead a trip is suggested, in days. */
const soonest = 14;
const latest = 84;

/**
 * Days with the most free ones among them: weekends, and public holidays at home.
 *
 * @param holidays - days, e.g. of the home country
 */
export function chooseDays(
  today: string,
  days: number,
  holidays: ReadonlySet<string>,
  seed: string,
): TripDays {
  const random = seededRandom(`days ${seed}`);
  const starts = Array.from({ length: latest - soonest }, (_, ahead) => addDays(today, soonest + ahead));
  const rated = starts.map((travelOn) => {
    const span = Array.from({ length: days }, (_, day) => addDays(travelOn, day));
    const free = span.filter((day) => holidays.has(day) || isWeekend(day)).length;
    return { travelOn, free, holidays: span.filter((day) => holidays.has(day)).length, tie: random() };
  });
  const [best] = rated.sort((one, other) => other.free - one.free || one.tie - other.tie);
  const travelOn = best?.travelOn ?? addDays(today, soonest);
  return { travelOn, untilOn: addDays(travelOn, days - 1), holidays: best?.holidays ?? 0 };
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());

import type { City } from './city.ts';
import type { CandidateCity, ReasonCode, SourceTrip } from './inspiration.ts';

export interface ScorePart {
  readonly code: ReasonCode;
  /** 0 to 1. */
  readonly score: number;
  /** For the text of the reason. */
  readonly value: number;
}

export interface CityScore {
  readonly city: City;
  /** 0 to 1. */
  readonly total: number;
  readonly parts: readonly ScorePart[];
  /** The trips it is like, the most alike first. */
  readonly nearest: readonly SourceTrip[];
}

/** Chosen by us: nearness and size say most of what kind of trip it is. */
const weights: Readonly<Partial<Record<ReasonCode, number>>> = {
  SIMILAR_SIZE: 0.35,
  NEAR_BY: 0.3,
  SIMILAR_LATITUDE: 0.15,
  DAYLIGHT: 0.2,
};

/** How much a city is like the trips: by the one that it is most like. */
export function scoreCity(candidate: CandidateCity, sources: readonly SourceTrip[]): CityScore {
  const likenesses = sources
    .map((source) => ({ source, parts: partsOf(candidate, source) }))
    .map((each) => ({ ...each, total: totalOf(each.parts) }))
    .sort((one, other) => other.total - one.total);
  const [best] = likenesses;
  return {
    city: candidate.city,
    total: best?.total ?? 0,
    parts: best?.parts ?? [],
    nearest: likenesses.map(({ source }) => source),
  };
}

const totalOf = (parts: readonly ScorePart[]): number =>
  parts.reduce((sum, { code, score }) => sum + (weights[code] ?? 0) * score, 0);

/** Each falls off by a scale of its own: a factor 4 of inhabitants, 800 km, 8 degrees, 3 hours. */
function partsOf({ city, daylightHours }: CandidateCity, source: SourceTrip): ScorePart[] {
  const sizes = Math.log(Math.max(city.population, 1) / Math.max(source.city.population, 1));
  const km = distanceKm(city, source.city);
  const degrees = Math.abs(city.latitude - source.city.latitude);
  const hours = Math.abs(daylightHours - source.daylightHours);
  return [
    { code: 'SIMILAR_SIZE', score: Math.exp(-Math.abs(sizes) / Math.log(4)), value: city.population },
    { code: 'NEAR_BY', score: Math.exp(-km / 800), value: km },
    { code: 'SIMILAR_LATITUDE', score: Math.exp(-degrees / 8), value: degrees },
    { code: 'DAYLIGHT', score: Math.exp(-hours / 3), value: daylightHours },
  ];
}

/** Mean radius of the earth, km (IUGG). */
const earthKm = 6371.0088;

/** Along the great circle, by the haversine formula. */
export function distanceKm(one: City, other: City): number {
  const [a, b] = [radians(one.latitude), radians(other.latitude)];
  const across = radians(other.longitude - one.longitude);
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(across / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(half)));
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

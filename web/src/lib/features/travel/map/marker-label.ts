import { m } from '#lib/paraglide/messages.js';
import { cityName } from '../trip-place.ts';
import type { Cluster } from './cluster-markers.ts';
import type { TripSpot } from './map-trip.ts';

const latinPx = 7;
const hangulPx = 12.5;
const edgesPx = 8;

/** "Busan", or "Busan +1" for several cities in one marker. */
export function markerLabel({ items }: Pick<Cluster<TripSpot>, 'items'>, locale: string): string {
  const names = [...new Set(items.map(({ city }) => cityName(city, locale)))];
  const [first = ''] = names;
  return names.length > 1 ? m.trip_map_and_more({ name: first, count: names.length - 1 }) : first;
}

/** In pixels, near enough: a Hangul syllable is as wide as it is high, a letter half of it. */
export function labelWidthPx(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[ -~]/.test(letter) ? latinPx : hangulPx), edgesPx);
}

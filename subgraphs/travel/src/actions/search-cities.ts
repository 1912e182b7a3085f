import type { City } from '../domain/city.ts';
import { assertCitySearch } from '../domain/city-search.ts';
import { loadCityIndex } from '../ports/cities/load-city-index.ts';

/**
 * Cities by Korean or own name: those that begin so first, each the most populous first.
 *
 * @throws {InvalidInputError} naming the argument
 */
export async function searchCities(search: string, first: number): Promise<City[]> {
  assertCitySearch(search, first);
  return (await loadCityIndex()).search(search, first);
}

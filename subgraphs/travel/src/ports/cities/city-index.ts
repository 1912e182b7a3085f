import { around, distance } from 'geokdbush';
import KDBush from 'kdbush';
import lookUpZone from 'tz-lookup';
import type { City } from '../../domain/city.ts';
import { searchable } from '../../domain/city-search.ts';
import { joinNames, NameColumn } from './name-column.ts';
import type { PackedCities } from './packed-cities.ts';

export interface NearCity {
  readonly city: City;
  readonly distanceKm: number;
}

export interface Surroundings {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
  readonly minPopulation: number;
  /** Most to answer, nearest first. */
  readonly limit: number;
}

/** 135,000 cities by id, by name and by place. */
export class CityIndex {
  readonly #packed: PackedCities;
  readonly #names: NameColumn;
  readonly #searchableNames: NameColumn;
  /** Rows that have a Korean name, most populous first, and those names. */
  readonly #koreanRows: readonly number[];
  readonly #koreanNames: NameColumn;
  readonly #places: KDBush;

  constructor(packed: PackedCities) {
    const { ids, names, searchableNames, koreanNames, places } = packed;
    this.#packed = packed;
    this.#names = new NameColumn(names, ids.length);
    this.#searchableNames = new NameColumn(searchableNames, ids.length);
    this.#koreanRows = [...koreanNames.keys()]
      .flatMap((id) => this.#rowOf(id) ?? [])
      .sort((one, other) => one - other);
    const inOrder = this.#koreanRows.map((row) => this.#koreanNameAt(row) ?? '');
    this.#koreanNames = new NameColumn(joinNames(inOrder), inOrder.length);
    this.#places = KDBush.from(places);
  }

  find(id: number): City | null {
    const row = this.#rowOf(id);
    return row === null ? null : this.#cityAt(row);
  }

  /**
   * Cities whose Korean or own name begins with the words, then those whose name contains them; each
   * the most populous first, Korean names before others.
   */
  search(words: string, limit: number): City[] {
    const wanted = searchable(words);
    if (wanted === '') return [];
    const inKorean = this.#koreanNames.find(wanted, limit).flatMap((place) => this.#koreanRows[place] ?? []);
    const rows = new Set([...inKorean, ...this.#searchableNames.find(wanted, limit)]);
    return [...rows].slice(0, limit).map((row) => this.#cityAt(row));
  }

  near({ latitude, longitude, radiusKm, minPopulation, limit }: Surroundings): NearCity[] {
    const isLarge = (row: number) => (this.#packed.populations[row] ?? 0) >= minPopulation;
    const rows = around(this.#places, longitude, latitude, limit, radiusKm, isLarge);
    return rows.map((row) => {
      const city = this.#cityAt(row);
      return { city, distanceKm: distance(longitude, latitude, city.longitude, city.latitude) };
    });
  }

  /** Binary search over the rows in ascending order of ids. */
  #rowOf(id: number): number | null {
    const { ids, rowsById } = this.#packed;
    let low = 0;
    let high = rowsById.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ids[rowsById[middle] ?? 0] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    const row = rowsById[low];
    return row !== undefined && ids[row] === id ? row : null;
  }

  #koreanNameAt(row: number): string | null {
    return this.#packed.koreanNames.get(this.#packed.ids[row] ?? 0) ?? null;
  }

  #cityAt(row: number): City {
    const { ids, countryCodes, populations, latitudes, longitudes } = this.#packed;
    const place = { latitude: latitudes[row] ?? 0, longitude: longitudes[row] ?? 0 };
    return {
      id: ids[row] ?? 0,
      name: this.#names.at(row),
      nameKo: this.#koreanNameAt(row),
      countryCode: countryCodes.slice(2 * row, 2 * row + 2),
      population: populations[row] ?? 0,
      ...place,
      timeZone: lookUpZone(place.latitude, place.longitude),
    };
  }
}

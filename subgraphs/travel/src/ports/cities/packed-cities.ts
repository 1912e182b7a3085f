import { z } from 'zod';

/**
 * The gazetteer in columns, most populous first: a hundred thousand objects would cost ten times the
 * memory, and a column crosses threads without being copied. Row n of each column is one city.
 */
export const packedCities = z.object({
  /** GeoNames ids. */
  ids: z.instanceof(Int32Array),
  /** Rows in ascending order of their ids. */
  rowsById: z.instanceof(Int32Array),
  populations: z.instanceof(Int32Array),
  latitudes: z.instanceof(Float32Array),
  longitudes: z.instanceof(Float32Array),
  /** Two letters a city, ISO 3166-1 alpha-2. */
  countryCodes: z.string(),
  /** Names, each between two newlines. */
  names: z.string(),
  /** The same as `searchable` makes them. */
  searchableNames: z.string(),
  /** A KDBush over longitudes and latitudes. */
  places: z.instanceof(ArrayBuffer),
  /** Korean names by GeoNames id. */
  koreanNames: z.map(z.number(), z.string()),
});

export type PackedCities = z.output<typeof packedCities>;

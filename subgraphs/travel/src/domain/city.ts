/** A place of GeoNames with at least 1,000 inhabitants. */
export interface City {
  /** GeoNames id. */
  readonly id: number;
  readonly name: string;
  /** Null for one whose Korean name is not in our table. */
  readonly nameKo: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly population: number;
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** A city id as GraphQL carries it; null when no city can have it. */
export function toCityId(id: string): number | null {
  return /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null;
}

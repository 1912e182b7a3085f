import type { Tx } from '@moim/kit/db/database.ts';
import type { City } from '../domain/city.ts';
import { cities } from './tables.ts';

/** Keeps a city that a plan speaks of. */
export async function insertCity(tx: Tx, city: City): Promise<void> {
  await tx.named('travel.insertCity').insert(cities).values(city).onConflictDoNothing();
}

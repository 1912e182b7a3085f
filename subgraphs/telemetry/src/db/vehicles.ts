import type { ReadDb, WriteDb } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { eq, or, sql } from 'drizzle-orm';
import type { Vehicle } from '../domain/vehicle.ts';
import { vehicles } from './tables.ts';

const columns = { id: vehicles.id, name: vehicles.name, plate: vehicles.plate };

/** Those of the vehicles that exist, in any order. Every member may see and drive every vehicle. */
export function findVehicles(db: ReadDb, ids: readonly string[]): Promise<Vehicle[]> {
  return db
    .named('telemetry.findVehicles')
    .select(columns)
    .from(vehicles)
    .where(sql`${vehicles.id} = any(${idList(ids)})`);
}

/** All, by name; an organisation has few enough for one answer. */
export function findAllVehicles(db: ReadDb, limit: number): Promise<Vehicle[]> {
  return db
    .named('telemetry.findAllVehicles')
    .select(columns)
    .from(vehicles)
    .orderBy(vehicles.name, vehicles.id)
    .limit(limit);
}

export interface NewVehicle extends Vehicle {
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

/** False when the id or the plate is taken. */
export async function insertVehicle(db: WriteDb, vehicle: NewVehicle): Promise<boolean> {
  const { rowCount } = await db
    .named('telemetry.insertVehicle')
    .insert(vehicles)
    .values(vehicle)
    .onConflictDoNothing();
  return rowCount === 1;
}

/** Whoever has the id or the plate. */
export function findVehicleLike(db: ReadDb, { id, plate }: Vehicle): Promise<Vehicle[]> {
  return db
    .named('telemetry.findVehicleLike')
    .select(columns)
    .from(vehicles)
    .where(or(eq(vehicles.id, id), eq(vehicles.plate, plate)));
}

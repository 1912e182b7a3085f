import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ConflictError, ForbiddenError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findVehicleLike, insertVehicle } from '../db/vehicles.ts';
import { draftVehicle, type RegisterVehicleInput, type Vehicle } from '../domain/vehicle.ts';
import { IdTakenError } from '../domain/parking-session.ts';

/**
 * Adds a car to the organisation; for ADMIN. The same request again is the same vehicle.
 *
 * @throws {ForbiddenError} for everybody else
 * @throws {InvalidInputError} naming the field
 * @throws {ConflictError} when the id or the plate is another vehicle's
 */
export async function registerVehicle(
  { db, now }: Services,
  viewer: Viewer,
  input: RegisterVehicleInput,
): Promise<Vehicle> {
  if (!viewer.roles.includes('ADMIN')) throw new ForbiddenError();
  const vehicle = draftVehicle(input);
  const registered = { ...vehicle, registeredBy: viewer.memberId, registeredAt: now() };
  if (await insertVehicle(db.write, registered)) return vehicle;
  const [stored, ...others] = await findVehicleLike(db.write, vehicle);
  if (stored && others.length === 0 && isSame(stored, vehicle)) return stored;
  throw stored?.id === vehicle.id ? new IdTakenError() : new ConflictError('This plate is registered.');
}

const isSame = (a: Vehicle, b: Vehicle): boolean => a.id === b.id && a.name === b.name && a.plate === b.plate;

import { clientWith, logIn } from '@moim/app/drive/moim-client.ts';
import { type ParkingSession, startSession } from '@moim/app/drive/parking-session.ts';
import { type DriveOutcome, runDrive, sendDrive } from '@moim/app/drive/run-drive.ts';
import { startDrive } from '@moim/simulator/drive.ts';
import { type DriverName, drivers } from '@moim/simulator/drivers/drivers.ts';
import { createScenario } from '@moim/simulator/world/scenario.ts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Person } from '../person.ts';
import { houseAdmin } from './house-admin.ts';

const scenario = 'perpendicular';
const seed = 5;
const silently = () => undefined;

/** A car of one's own: two cannot drive the same one at a time. Answers its id. */
export async function newVehicle(url: string, name: string): Promise<string> {
  const admin = await logIn({ url, as: houseAdmin.handle, password: houseAdmin.password });
  const plate = `12가${Math.floor(1_000 + Math.random() * 9_000)}`;
  const input = { id: randomUUID(), name, plate };
  const mutation = `mutation ($input: RegisterVehicleInput!) { registerVehicle(input: $input) {
    ... on RegisterVehiclePayload { vehicle { id } } } }`;
  const registered = z.object({ registerVehicle: z.object({ vehicle: z.object({ id: z.string() }) }) });
  return (await admin.ask(registered, mutation, { input })).registerVehicle.vehicle.id;
}

export interface Driving {
  readonly url: string;
  readonly person: Person;
  readonly vehicle: string;
}

/** A whole drive through the door that a car uses, several times as fast as in life. */
export function driveWhole(
  { url, person, vehicle }: Driving,
  driver: DriverName,
  factor: number,
): Promise<DriveOutcome> {
  const wishes = { vehicle, scenario, driver, seed, rate: 50, 'rate-factor': factor } as const;
  return runDrive(clientWith(url, person.accessToken), wishes, silently);
}

/** The first `seconds` of a drive; then the car says nothing any more. */
export async function driveAway({ url, person, vehicle }: Driving, seconds: number): Promise<ParkingSession> {
  const session = await startSession(clientWith(url, person.accessToken), { vehicle });
  const place = createScenario(scenario, seed);
  const driver = drivers.good(place);
  await sendDrive(url, {
    wishes: { rate: 50, 'rate-factor': 1, mostSteps: seconds * 50 },
    session,
    coach: null,
    drive: startDrive({ scenario: place, seed, driver }),
    say: silently,
  });
  return session;
}

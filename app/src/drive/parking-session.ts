import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { MoimClient } from './moim-client.ts';

export interface ParkingSession {
  readonly id: string;
  /** Where the samples go, and the token that lets them in. */
  readonly ingest: { readonly path: string; readonly token: string };
}

export interface SessionWishes {
  readonly vehicle?: string | undefined;
  readonly event?: string | undefined;
  readonly cover?: string | undefined;
  readonly room?: string | undefined;
}

const refusal = z.object({ code: z.string(), message: z.string() });
const vehicles = z.object({ me: z.object({ vehicles: z.array(z.object({ id: z.string() })).nullable() }) });
const registered = z.object({
  registerVehicle: z.union([z.object({ vehicle: z.object({ id: z.string() }) }), refusal]),
});
const session = z.object({
  id: z.string(),
  ingest: z.object({ path: z.string(), token: z.string() }),
});
const started = z.object({ startParking: z.union([z.object({ session }), refusal]) });

/** With the given vehicle, else the driver's first, else a new one. */
export async function startSession(client: MoimClient, wishes: SessionWishes): Promise<ParkingSession> {
  const vehicleId = wishes.vehicle ?? (await findVehicle(client)) ?? (await registerVehicle(client));
  const input = {
    id: randomUUID(),
    vehicleId,
    calendarEventId: wishes.event,
    coveragePeriodId: wishes.cover,
    shareRoomId: wishes.room,
  };
  const { startParking } = await client.ask(started, startParkingDocument, { input });
  if ('code' in startParking) throw new Error(`The session was refused: ${startParking.message}`);
  return startParking.session;
}

async function findVehicle(client: MoimClient): Promise<string | undefined> {
  const { me } = await client.ask(vehicles, '{ me { vehicles { id } } }');
  return me.vehicles?.[0]?.id;
}

async function registerVehicle(client: MoimClient): Promise<string> {
  const digits = String(1_000 + Math.floor(Math.random() * 9_000));
  const input = { id: randomUUID(), name: '시험차 Test car', plate: `12가 ${digits}` };
  const { registerVehicle } = await client.ask(registered, registerVehicleDocument, { input });
  if ('code' in registerVehicle) throw new Error(`No vehicle: ${registerVehicle.message}`);
  return registerVehicle.vehicle.id;
}

const registerVehicleDocument = `mutation ($input: RegisterVehicleInput!) { registerVehicle(input: $input) {
  ... on RegisterVehiclePayload { vehicle { id } } ... on UserError { code message } } }`;

const startParkingDocument = `mutation ($input: StartParkingInput!) { startParking(input: $input) {
  ... on StartParkingPayload { session { id ingest { path token } } } ... on UserError { code message } } }`;

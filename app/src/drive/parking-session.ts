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
const session = z.object({
  id: z.string(),
  ingest: z.object({ path: z.string(), token: z.string() }),
});
const driver = z.object({
  me: z.object({
    vehicles: z.array(z.object({ id: z.string() })).nullable(),
    currentParkingSession: session
      .extend({ latestFrame: z.object({ seq: z.number() }).nullable() })
      .nullable(),
  }),
});
const registered = z.object({
  registerVehicle: z.union([z.object({ vehicle: z.object({ id: z.string() }) }), refusal]),
});
const started = z.object({ startParking: z.union([z.object({ session }), refusal]) });
const aborted = z.object({
  abortParking: z.union([z.object({ session: z.object({ id: z.string() }) }), refusal]),
});

/**
 * The session that the driver has started in the app and that waits for its car, else a new one: with the given
 * vehicle, the first that the driver may take, or, for an administrator, a new one. A session that somebody
 * drove and left is given up.
 */
export async function startSession(client: MoimClient, wishes: SessionWishes): Promise<ParkingSession> {
  const { me } = await client.ask(driver, driverDocument);
  const current = me.currentParkingSession;
  if (current && !current.latestFrame) return current;
  if (current) await client.ask(aborted, abortParkingDocument, { input: { sessionId: current.id } });
  const free = me.vehicles?.map(({ id }) => id) ?? [];
  const vehicleIds = wishes.vehicle ? [wishes.vehicle] : free;
  if (vehicleIds.length === 0) vehicleIds.push(await registerVehicle(client));
  return startWithOneOf(client, vehicleIds, wishes);
}

/** Somebody else may be driving the first ones. */
async function startWithOneOf(
  client: MoimClient,
  vehicleIds: readonly string[],
  wishes: SessionWishes,
): Promise<ParkingSession> {
  const links = { calendarEventId: wishes.event, coveragePeriodId: wishes.cover, shareRoomId: wishes.room };
  let refused = '';
  for (const vehicleId of vehicleIds) {
    const input = { id: randomUUID(), vehicleId, ...links };
    const { startParking } = await client.ask(started, startParkingDocument, { input });
    if (!('code' in startParking)) return startParking.session;
    refused = startParking.message;
  }
  throw new Error(`The session was refused: ${refused}`);
}

async function registerVehicle(client: MoimClient): Promise<string> {
  const digits = String(1_000 + Math.floor(Math.random() * 9_000));
  const input = { id: randomUUID(), name: '시험차 Test car', plate: `12가 ${digits}` };
  const { registerVehicle } = await client.ask(registered, registerVehicleDocument, { input });
  if ('code' in registerVehicle)
    throw new Error('There is no vehicle yet: an administrator registers one in the app, under Parking.');
  return registerVehicle.vehicle.id;
}

const driverDocument = `{ me { vehicles { id }
  currentParkingSession { id latestFrame { seq } ingest { path token } } } }`;

const abortParkingDocument = `mutation ($input: AbortParkingInput!) { abortParking(input: $input) {
  ... on AbortParkingPayload { session { id } } ... on UserError { code message } } }`;

const registerVehicleDocument = `mutation ($input: RegisterVehicleInput!) { registerVehicle(input: $input) {
  ... on RegisterVehiclePayload { vehicle { id } } ... on UserError { code message } } }`;

const startParkingDocument = `mutation ($input: StartParkingInput!) { startParking(input: $input) {
  ... on StartParkingPayload { session { id ingest { path token } } } ... on UserError { code message } } }`;

import { wordsOf } from '#lib/errors/error-text.ts';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  AbortParkingDocument,
  FinishParkingDocument,
  RegisterVehicleDocument,
  type RegisterVehicleInput,
  StartParkingDocument,
  type StartParkingInput,
  type VehicleFieldsFragment,
} from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

const words = wordsOf({
  name: m.parking_vehicle_name_wrong,
  plate: m.parking_plate_wrong,
  shareRoomId: m.error_chat_room,
});

export async function startParking(
  input: StartParkingInput,
): Promise<{ readonly id: string } | RefusedField> {
  const { data, error } = await graph.mutation(StartParkingDocument, { input }).toPromise();
  const result = data?.startParking;
  if (result?.__typename === 'StartParkingPayload') return result.session;
  if (result?.__typename === 'Conflict') return { text: m.parking_already_running(), field: null };
  return refusalOf(result, error, words);
}

export async function registerVehicle(
  input: RegisterVehicleInput,
): Promise<VehicleFieldsFragment | RefusedField> {
  const { data, error } = await graph.mutation(RegisterVehicleDocument, { input }).toPromise();
  const result = data?.registerVehicle;
  if (result?.__typename === 'RegisterVehiclePayload') return result.vehicle;
  if (result?.__typename === 'Conflict') return { text: m.parking_plate_taken(), field: 'plate' };
  return refusalOf(result, error, words);
}

/** Answers null when done, else what to tell the viewer. */
export async function finishParking(sessionId: string): Promise<string | null> {
  const { data, error } = await graph.mutation(FinishParkingDocument, { input: { sessionId } }).toPromise();
  const result = data?.finishParking;
  return result?.__typename === 'FinishParkingPayload' ? null : refusalOf(result, error).text;
}

/** Answers null when done, else what to tell the viewer. */
export async function abortParking(sessionId: string): Promise<string | null> {
  const { data, error } = await graph.mutation(AbortParkingDocument, { input: { sessionId } }).toPromise();
  const result = data?.abortParking;
  return result?.__typename === 'AbortParkingPayload' ? null : refusalOf(result, error).text;
}

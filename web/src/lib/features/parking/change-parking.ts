import type { CombinedError } from '@urql/core';
import { errorText } from '#lib/errors/error-text.ts';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import {
  AbortParkingDocument,
  FinishParkingDocument,
  RegisterVehicleDocument,
  StartParkingDocument,
  type StartParkingInput,
  type VehicleFieldsFragment,
} from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

type Outcome<Value> =
  | { readonly value: Value; readonly problem: null; readonly field: null }
  | { readonly value: null; readonly problem: string; readonly field: string | null };

export async function startParking(input: StartParkingInput): Promise<Outcome<string>> {
  const { data, error } = await graph.mutation(StartParkingDocument, { input }).toPromise();
  const result = data?.startParking;
  if (result?.__typename === 'StartParkingPayload') return done(result.session.id);
  if (result?.__typename === 'Conflict') return failed(m.parking_already_running());
  return refused(result, error);
}

export async function registerVehicle(
  id: string,
  name: string,
  plate: string,
): Promise<Outcome<VehicleFieldsFragment>> {
  const input = { id, name: name.trim(), plate: plate.trim() };
  const { data, error } = await graph.mutation(RegisterVehicleDocument, { input }).toPromise();
  const result = data?.registerVehicle;
  if (result?.__typename === 'RegisterVehiclePayload') return done(result.vehicle);
  if (result?.__typename === 'Conflict') return failed(m.parking_plate_taken(), 'plate');
  if (result?.__typename === 'InvalidInput') {
    const field = result.field.split('.').at(-1) ?? null;
    return failed(field === 'plate' ? m.parking_plate_wrong() : m.parking_vehicle_name_wrong(), field);
  }
  return refused(result, error);
}

/** Answers null when done, else what to tell the viewer. */
export async function finishParking(sessionId: string): Promise<string | null> {
  const { data, error } = await graph.mutation(FinishParkingDocument, { input: { sessionId } }).toPromise();
  const result = data?.finishParking;
  return result?.__typename === 'FinishParkingPayload' ? null : refused(result, error).problem;
}

/** Answers null when done, else what to tell the viewer. */
export async function abortParking(sessionId: string): Promise<string | null> {
  const { data, error } = await graph.mutation(AbortParkingDocument, { input: { sessionId } }).toPromise();
  const result = data?.abortParking;
  return result?.__typename === 'AbortParkingPayload' ? null : refused(result, error).problem;
}

const done = <Value>(value: Value): Outcome<Value> => ({ value, problem: null, field: null });

const failed = (problem: string, field: string | null = null): Outcome<never> & { value: null } => ({
  value: null,
  problem,
  field,
});

function refused(result: { readonly code?: string } | undefined, error: CombinedError | undefined) {
  return failed(errorText(result?.code ?? (error ? codeOf(error) : 'INTERNAL')));
}

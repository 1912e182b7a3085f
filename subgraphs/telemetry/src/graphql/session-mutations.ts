import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { abortParking } from '../actions/abort-parking.ts';
import { finishParking } from '../actions/finish-parking.ts';
import { startParking } from '../actions/start-parking.ts';
import type { ParkingSession as SessionRow } from '../domain/parking-session.ts';
import { builder } from './builder.ts';
import { ParkingSession } from './refs.ts';

const StartParkingInput = builder.inputType('StartParkingInput', {
  description: 'What to park, and what it belongs to.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same request again is the same session.',
    }),
    vehicleId: t.id({ required: true, description: '`Vehicle.id` of a car that nobody is parking.' }),
    calendarEventId: t.id({ description: 'The appointment that the driver parks for.' }),
    coveragePeriodId: t.id({ description: "Cover of the driver's that ends with the parking." }),
    shareRoomId: t.id({
      description: 'Room of the driver to which the score is posted; absent: nowhere.',
    }),
  }),
});

const FinishParkingInput = builder.inputType('FinishParkingInput', {
  description: 'Which session is finished.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: '`ParkingSession.id` of a session of the viewer.' }),
  }),
});

const AbortParkingInput = builder.inputType('AbortParkingInput', {
  description: 'Which session is given up.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: '`ParkingSession.id` of a session of the viewer.' }),
  }),
});

const payload = (name: string, description: string) =>
  builder.objectRef<{ session: SessionRow }>(name).implement({
    description,
    fields: (t) => ({
      session: t.expose('session', { type: ParkingSession, description: 'As it is now.' }),
    }),
  });
const StartParkingPayload = payload('StartParkingPayload', 'The session runs.');
const FinishParkingPayload = payload('FinishParkingPayload', 'The session has its report.');
const AbortParkingPayload = payload('AbortParkingPayload', 'The session is given up.');

builder.mutationFields((t) => ({
  startParking: t.field({
    type: StartParkingPayload,
    description: 'Starts a parking session. A driver and a vehicle are in one at a time.',
    args: oneInput(t, StartParkingInput, 'The car to park, and what the parking belongs to.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'StartParkingResult', description: 'The session, or why there is none.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      session: await startParking(services, viewer, input),
    }),
  }),
  finishParking: t.field({
    type: FinishParkingPayload,
    description: 'Ends a session with a report.',
    args: oneInput(t, FinishParkingInput, 'The session that has come to its end.'),
    errors: {
      types: [NotFoundError, ConflictError],
      union: {
        name: 'FinishParkingResult',
        description: 'Conflict: it was aborted, or nothing was measured in it.',
      },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      session: await finishParking(services, viewer, input),
    }),
  }),
  abortParking: t.field({
    type: AbortParkingPayload,
    description: 'Gives up a session, without a report.',
    args: oneInput(t, AbortParkingInput, 'The session to give up.'),
    errors: {
      types: [NotFoundError, ConflictError],
      union: { name: 'AbortParkingResult', description: 'Conflict: it was finished.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      session: await abortParking(services, viewer, input),
    }),
  }),
}));

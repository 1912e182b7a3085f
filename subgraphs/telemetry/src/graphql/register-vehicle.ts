import { ConflictError, ForbiddenError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { registerVehicle } from '../actions/register-vehicle.ts';
import type { Vehicle as VehicleRow } from '../domain/vehicle.ts';
import { builder } from './builder.ts';
import { Vehicle } from './vehicle.ts';

const RegisterVehicleInput = builder.inputType('RegisterVehicleInput', {
  description: 'A car of the organisation.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same request again is the same vehicle.',
    }),
    name: t.string({ required: true, description: 'One line of 1 to 50 characters.' }),
    plate: t.string({ required: true, description: '1 to 20 characters; spaces do not count.' }),
  }),
});

const RegisterVehiclePayload = builder
  .objectRef<{ vehicle: VehicleRow }>('RegisterVehiclePayload')
  .implement({
    description: 'The vehicle can be driven by every member.',
    fields: (t) => ({
      vehicle: t.expose('vehicle', { type: Vehicle, description: 'As it is stored.' }),
    }),
  });

builder.mutationField('registerVehicle', (t) =>
  t.field({
    type: RegisterVehiclePayload,
    description: 'Adds a car to the organisation; for ADMIN.',
    args: oneInput(t, RegisterVehicleInput, 'Name and plate of the new car.'),
    errors: {
      types: [InvalidInputError, ForbiddenError, ConflictError],
      union: { name: 'RegisterVehicleResult', description: 'Conflict: the id or the plate is taken.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      vehicle: await registerVehicle(services, viewer, input),
    }),
  }),
);

import { standardProfile } from '../domain/standard-profile.ts';
import type { Vehicle as VehicleRow } from '../domain/vehicle.ts';
import type { SensorMount as Mount, VehicleProfile as Profile } from '../domain/vehicle-profile.ts';
import { builder } from './builder.ts';
import { SensorSide } from './enums.ts';
import { loadVehicle } from './loaders.ts';

const SensorMount = builder.objectRef<Mount>('SensorMount').implement({
  description: 'Where an ultrasonic sensor sits.',
  fields: (t) => ({
    sensorId: t.exposeString('sensorId', { description: 'As in samples, e.g. `rear-left`.' }),
    side: t.expose('side', { type: SensorSide, description: 'On which side of the car it sits.' }),
    xM: t.exposeFloat('xM', { description: "Metres ahead of the rear axle's middle." }),
    yM: t.exposeFloat('yM', { description: "Metres to the left of the rear axle's middle." }),
    bearingRad: t.exposeFloat('bearingRad', {
      description: 'Where it looks: radians, counter-clockwise from straight ahead.',
    }),
    rangeCm: t.exposeFloat('rangeCm', { description: 'Centimetres to the farthest thing that it hears.' }),
  }),
});

const VehicleProfile = builder.objectRef<Profile>('VehicleProfile').implement({
  description: 'Size of a car and where its sensors are.',
  fields: (t) => ({
    lengthM: t.exposeFloat('lengthM', { description: 'Metres from bumper to bumper.' }),
    widthM: t.exposeFloat('widthM', { description: 'Metres across, without mirrors.' }),
    wheelbaseM: t.exposeFloat('wheelbaseM', { description: 'Metres between the axles.' }),
    rearOverhangM: t.exposeFloat('rearOverhangM', { description: 'Metres of the car behind the rear axle.' }),
    maxSteeringRad: t.exposeFloat('maxSteeringRad', {
      description: 'Largest angle of the front wheels, in radians.',
    }),
    sensors: t.expose('sensors', { type: [SensorMount], description: 'Each of its twelve sensors.' }),
  }),
});

export const Vehicle = builder.objectRef<VehicleRow>('Vehicle').implement({
  description: 'A car of the organisation; every member may drive it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that registered it.' }),
    name: t.exposeString('name', { description: '1 to 50 characters.' }),
    plate: t.exposeString('plate', { description: 'Number plate, without spaces.' }),
    profile: t.field({
      type: VehicleProfile,
      description: 'What the coach knows of the car. All cars are the standard sedan for now.',
      resolve: () => standardProfile,
    }),
  }),
});

builder.asEntity(Vehicle, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadVehicle(context, id, undefined),
});

builder.queryField('vehicle', (t) =>
  t.field({
    type: Vehicle,
    nullable: true,
    description: 'A car of the organisation.',
    args: { id: t.arg.id({ required: true, description: '`Vehicle.id`.' }) },
    resolve: (_, { id }, context) => loadVehicle(context, id, undefined),
  }),
);

import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { ingestSamples, type Ingested } from '../actions/ingest-samples.ts';
import { builder } from './builder.ts';
import { Gear } from './enums.ts';

const SensorDistanceInput = builder.inputType('SensorDistanceInput', {
  description: 'What one sensor measured.',
  fields: (t) => ({
    sensorId: t.string({ required: true, description: 'As in the profile of the vehicle.' }),
    distanceCm: t.float({ description: '0 to 1000; null: no echo.' }),
  }),
});

const SampleFrameInput = builder.inputType('SampleFrameInput', {
  description: 'One moment of the car.',
  fields: (t) => ({
    sensorAtMs: t.float({ required: true, description: 'Milliseconds since the epoch, with fractions.' }),
    speedMps: t.float({ required: true, description: 'Metres a second, negative backwards; up to 60.' }),
    steeringRad: t.float({
      required: true,
      description: 'Angle of the front wheels in radians, left positive; up to 1.5.',
    }),
    gear: t.field({ type: Gear, required: true, description: 'Position of the selector.' }),
    brake: t.float({ description: 'How far the brake pedal is down, from 0 to 1.' }),
    throttle: t.float({ description: 'How far the accelerator is down, from 0 to 1.' }),
    xM: t.float({
      description: "Odometry of the rear axle's middle; with `yM` and `headingRad` or not at all.",
    }),
    yM: t.float({ description: "Odometry of the rear axle's middle, as `xM`." }),
    headingRad: t.float({ description: 'Radians, counter-clockwise.' }),
    distances: t.field({
      type: [SensorDistanceInput],
      required: true,
      description: 'By sensor; one that is absent was not measured.',
    }),
  }),
});

const IngestSamplesInput = builder.inputType('IngestSamplesInput', {
  description: 'Some samples of one session.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'A running session of the viewer.' }),
    frames: t.field({
      type: [SampleFrameInput],
      required: true,
      description: '1 to 100, in the order of time.',
    }),
  }),
});

const IngestSamplesPayload = builder.objectRef<Ingested>('IngestSamplesPayload').implement({
  description: 'The samples were assessed and will be stored within a moment.',
  fields: (t) => ({
    acceptedCount: t.exposeInt('acceptedCount', { description: 'Frames that were new.' }),
    repeatedCount: t.exposeInt('repeatedCount', { description: 'Frames that had been taken in before.' }),
  }),
});

builder.mutationField('ingestSamples', (t) =>
  t.field({
    type: IngestSamplesPayload,
    description: 'Takes in samples: all of them or none. A bridge at 50 a second uses the plain route.',
    args: oneInput(t, IngestSamplesInput, 'The running session, and samples of it in the order of time.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'IngestSamplesResult', description: 'Conflict: the session is over.' },
    },
    resolve: (_, { input }, { services, viewer }) =>
      ingestSamples(services, viewer, {
        sessionId: input.sessionId,
        frames: input.frames.map(({ distances, ...frame }) => ({
          ...frame,
          distances: Object.fromEntries(
            distances.map(({ sensorId, distanceCm }) => [sensorId, distanceCm ?? null]),
          ),
        })),
      }),
  }),
);

import type { LiveFrame } from '../actions/live-session.ts';
import type { Guidance as GuidanceValue, Slot } from '../domain/guidance.ts';
import type { Reading } from '../domain/moment.ts';
import type { Point, Pose } from '../domain/pose.ts';
import { builder } from './builder.ts';
import { DangerLevel, Gear, GuidanceStep, SlotKind } from './enums.ts';

const VehiclePose = builder.objectRef<Pose>('VehiclePose').implement({
  description: 'Middle of the rear axle in the coordinates of the session.',
  fields: (t) => ({
    xM: t.exposeFloat('xM', { description: 'Metres along the x axis of the session.' }),
    yM: t.exposeFloat('yM', { description: 'Metres along the y axis of the session.' }),
    headingRad: t.exposeFloat('headingRad', { description: 'Radians, counter-clockwise; 0 is along x.' }),
  }),
});

const SensorReading = builder.objectRef<Reading>('SensorReading').implement({
  description: 'What one sensor says, smoothed.',
  fields: (t) => ({
    sensorId: t.exposeString('sensorId', { description: 'As in the profile of the vehicle.' }),
    distanceCm: t.exposeFloat('distanceCm', {
      nullable: true,
      description: 'Null: no echo within range, or stale.',
    }),
    isStale: t.exposeBoolean('isStale', {
      description: 'Not measured for more than 200 ms: nothing is known here.',
    }),
    danger: t.expose('danger', { type: DangerLevel, description: 'Level of this sensor alone.' }),
  }),
});

const PathPoint = builder.objectRef<Point>('PathPoint').implement({
  description: 'A point in the coordinates of the session.',
  fields: (t) => ({
    xM: t.exposeFloat('xM', { description: 'Metres along the x axis.' }),
    yM: t.exposeFloat('yM', { description: 'Metres along the y axis.' }),
  }),
});

const ParkingSlot = builder.objectRef<Slot>('ParkingSlot').implement({
  description: 'Free space that the coach has measured in passing.',
  fields: (t) => ({
    kind: t.expose('kind', { type: SlotKind, description: 'How a car stands in it.' }),
    centerXM: t.exposeFloat('centerXM', { description: 'Middle of a parked car, metres.' }),
    centerYM: t.exposeFloat('centerYM', { description: 'Middle of a parked car, metres.' }),
    headingRad: t.exposeFloat('headingRad', { description: 'Where the nose of a parked car points.' }),
    lengthM: t.exposeFloat('lengthM', { description: 'Along the parked car.' }),
    widthM: t.exposeFloat('widthM', { description: 'Across the parked car.' }),
    fits: t.exposeBoolean('fits', { description: 'Large enough for this vehicle.' }),
  }),
});

const Guidance = builder.objectRef<GuidanceValue>('Guidance').implement({
  description:
    'What to do next, computed anew from where the car is: who deviates is led back. Warnings come first.',
  fields: (t) => ({
    step: t.expose('step', { type: GuidanceStep, description: 'The next manoeuvre.' }),
    slot: t.expose('slot', {
      type: ParkingSlot,
      nullable: true,
      description: 'Where it leads; null while none is known.',
    }),
    distanceM: t.exposeFloat('distanceM', {
      nullable: true,
      description: 'How far to go; null when it does not apply.',
    }),
    steeringRad: t.exposeFloat('steeringRad', {
      nullable: true,
      description: 'Angle of the front wheels to hold, left positive.',
    }),
    gear: t.expose('gear', { type: Gear, nullable: true, description: 'Gear to be in; null: as it is.' }),
    path: t.expose('path', {
      type: [PathPoint],
      description: "The way of the rear axle's middle, for drawing.",
    }),
    textKo: t.exposeString('textKo', { description: 'One sentence to show or read aloud, Korean.' }),
    textEn: t.exposeString('textEn', { description: 'One sentence to show or read aloud, English.' }),
  }),
});

export const ParkingFrame = builder.objectRef<LiveFrame>('ParkingFrame').implement({
  description: 'One moment: what the sensors said and what the coach makes of it.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: 'Counts the frames of the session from 1.' }),
    sensorAtMs: t.exposeFloat('sensorAtMs', {
      description: 'Time of the sensors, milliseconds since the epoch with fractions.',
    }),
    speedMps: t.exposeFloat('speedMps', { description: 'Metres a second; negative backwards.' }),
    steeringRad: t.exposeFloat('steeringRad', {
      description: 'Angle of the front wheels in radians, left positive.',
    }),
    gear: t.expose('gear', { type: Gear, description: 'Position of the selector at that moment.' }),
    pose: t.expose('pose', {
      type: VehiclePose,
      nullable: true,
      description: 'From odometry where the frames have it, else by dead reckoning.',
    }),
    readings: t.expose('readings', { type: [SensorReading], description: 'One for each sensor.' }),
    danger: t.expose('danger', { type: DangerLevel, description: 'The worst of all.' }),
    nearestCm: t.exposeFloat('nearestCm', {
      nullable: true,
      description: 'The shortest of all distances; null when there is no echo.',
    }),
    timeToCollisionS: t.exposeFloat('timeToCollisionS', {
      nullable: true,
      description: 'Seconds until contact if all stays as it is; null when there will be none.',
    }),
    guidance: t.expose('guidance', {
      type: Guidance,
      nullable: true,
      description: 'The next manoeuvre; null when the car cannot be followed.',
    }),
    receivedAtMs: t.exposeFloat('receivedAtMs', {
      description: 'When it came in, milliseconds since the epoch by our clock.',
    }),
    assessedAtMs: t.exposeFloat('assessedAtMs', {
      description: 'When it was assessed, milliseconds since the epoch by our clock.',
    }),
  }),
});

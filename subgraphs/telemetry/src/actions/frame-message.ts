import type { BusMessage } from '@moim/kit/live/bus.ts';
import { z } from 'zod';
import { gears, type SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';

/** Bus topic of the frames of a session, as the process that took them in tells the others. */
export const framesTopic = (sessionId: string): string => `telemetry.frames:${sessionId}`;

/** A frame that some process took in and assessed. */
export interface ToldFrame {
  /** Which live session told it; nobody folds its own frames twice. */
  readonly by: string;
  /** Frames of the session up to this one: who counts another number has missed some. */
  readonly seq: number;
  readonly receivedAtMs: number;
  readonly frame: SampleFrame;
}

const sensorIds = standardProfile.sensors.map(({ sensorId }) => sensorId);

/** The frame without names, by the order of the profile's sensors: at most 700 of a message's 1,024 bytes. */
export function frameMessage({ by, seq, receivedAtMs, frame }: ToldFrame): BusMessage {
  const { sensorAtMs, speedMps, steeringRad, gear, distances, measuredAtMs } = frame;
  const { brake = null, throttle = null, xM = null, yM = null, headingRad = null } = frame;
  const bySensor = (values: Readonly<Record<string, number | null>>) =>
    sensorIds.map((sensorId) => values[sensorId] ?? (sensorId in values ? null : false));
  const parts = [
    [sensorAtMs, speedMps, steeringRad, gears.indexOf(gear)],
    [brake, throttle, xM, yM, headingRad],
    bySensor(distances),
    measuredAtMs ? bySensor(measuredAtMs) : null,
  ];
  return { by, seq, receivedAtMs, frame: JSON.stringify(parts) };
}

const optional = z.number().nullable();
const measured = z.array(z.union([z.number(), z.null(), z.literal(false)])).length(sensorIds.length);
const parts = z.tuple([
  z.tuple([
    z.number(),
    z.number(),
    z.number(),
    z
      .int()
      .min(0)
      .max(gears.length - 1),
  ]),
  z.tuple([optional, optional, optional, optional, optional]),
  measured,
  measured.nullable(),
]);
const envelope = z.object({ by: z.string(), seq: z.int(), receivedAtMs: z.number(), frame: z.string() });

/** Null for what is not of this kind: the bus promises nothing. */
export function parseFrameMessage(message: BusMessage): ToldFrame | null {
  try {
    const { frame, ...told } = envelope.parse(message);
    return { ...told, frame: frameOf(parts.parse(JSON.parse(frame))) };
  } catch {
    return null;
  }
}

function frameOf([moment, rest, distances, measuredAt]: z.output<typeof parts>): SampleFrame {
  const [sensorAtMs, speedMps, steeringRad, gear] = moment;
  const [brake, throttle, xM, yM, headingRad] = rest;
  return {
    ...{ sensorAtMs, speedMps, steeringRad, gear: gears[gear] ?? 'N' },
    ...{ brake, throttle, xM, yM, headingRad },
    distances: Object.fromEntries(named(distances)),
    ...(measuredAt && { measuredAtMs: Object.fromEntries(named(measuredAt).filter(isMeasured)) }),
  };
}

function named(values: z.output<typeof measured>): [string, number | null][] {
  const entries: [string, number | null][] = [];
  for (const [index, sensorId] of sensorIds.entries()) {
    const value = values[index] ?? null;
    if (value !== false) entries.push([sensorId, value]);
  }
  return entries;
}

const isMeasured = (entry: [string, number | null]): entry is [string, number] => entry[1] !== null;

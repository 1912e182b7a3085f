import type { BusMessage } from '@moim/kit/live/bus.ts';
import { z } from 'zod';
import { dangerLevels } from '../domain/danger.ts';
import { alertPatterns } from '../domain/risk.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';

/** Bus topic of what is told of a session: `{ kind: 'alert', … }` and `{ kind: 'ended' }`. */
export const sessionTopic = (sessionId: string): string => `telemetry.parking:${sessionId}`;

export const endedMessage: BusMessage = { kind: 'ended' };

/** The whole alert, well below the bus's kilobyte: whoever hears it need not read it anywhere. */
export const alertMessage = (alert: StoredAlert): BusMessage => ({ kind: 'alert', ...alert });

const heard = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ended') }),
  z.object({
    kind: z.literal('alert'),
    id: z.uuid(),
    sessionId: z.uuid(),
    seq: z.int().positive(),
    sensorAtMs: z.number(),
    pattern: z.enum(alertPatterns),
    danger: z.enum(dangerLevels),
    sensorId: z.string().nullable(),
    distanceCm: z.number().nullable(),
    speedMps: z.number(),
  }),
]);

/** Null for what is not of this kind: the bus promises nothing. */
export function parseMessage(message: BusMessage): z.output<typeof heard> | null {
  return heard.safeParse(message).data ?? null;
}

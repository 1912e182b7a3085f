import { z } from 'zod';
import { InvalidInputError, UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { bearerToken } from '@moim/kit/server/authenticate.ts';
import type { Route } from '@moim/kit/server/route.ts';
import { ingestWithToken } from '../actions/ingest-samples.ts';
import { gears } from '../domain/sample-frame.ts';

/** A hundred frames of twelve sensors are some 60 KB. */
const maxBytes = 256 * 1024;

const optional = z.number().nullish();
const frame = z.object({
  sensorAtMs: z.number(),
  speedMps: z.number(),
  steeringRad: z.number(),
  gear: z.enum(gears),
  brake: optional,
  throttle: optional,
  xM: optional,
  yM: optional,
  headingRad: optional,
  distances: z.record(z.string(), z.number().nullable()),
});
const record = z.object({ sensor_id: z.string(), distance: z.number().nullable(), timestamp: z.number() });
const framesBody = z.object({ frames: z.array(frame) });
const recordsBody = z.object({ records: z.array(record).min(1).max(2_000) });

/**
 * Takes in `{ frames }` or `{ records }` from a sensor bridge, which shows the session's own token as
 * `Authorization: Bearer`. 200 with `{ accepted, repeated }`, which
 * count frames or records, as sent; a 4xx names the field, and nothing of
 * the batch was taken in.
 */
export const samplesRoute: Route = {
  method: 'POST',
  path: '/telemetry/sessions/:id/samples',
  auth: 'signature',
  handle: async ({ request, params, services }) => {
    const token = bearerToken(request.headers.get('authorization'));
    if (token === null) throw new UnauthenticatedError('Show the token of the session.', 'authorization');
    const batch = { sessionId: params['id'] ?? '', ...readSamples(await request.text()) };
    const { acceptedCount, repeatedCount } = await ingestWithToken(services, token, batch);
    return Response.json({ accepted: acceptedCount, repeated: repeatedCount });
  },
};

function readSamples(text: string): z.output<typeof framesBody> | z.output<typeof recordsBody> {
  const json = parse(text);
  const hasRecords = typeof json === 'object' && json !== null && 'records' in json;
  return hasRecords ? accept(recordsBody, json) : accept(framesBody, json);
}

function accept<Shape extends z.ZodType>(shape: Shape, json: unknown): z.output<Shape> {
  const { success, data, error } = shape.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  const field = issue?.path.map((part) => String(part).slice(0, 40)).join('.');
  throw new InvalidInputError(field || 'body', issue?.message ?? 'This is not what the route takes.');
}

function parse(text: string): unknown {
  if (text.length > maxBytes)
    throw new InvalidInputError('body', `The body is longer than ${maxBytes} bytes.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError('body', 'The body is not JSON.');
  }
}

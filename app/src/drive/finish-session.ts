import { z } from 'zod';
import type { MoimClient } from './moim-client.ts';

const report = z.object({
  score: z.number(),
  durationS: z.number(),
  shuntCount: z.number(),
  parShuntCount: z.number(),
  alertCount: z.number(),
  minimums: z.array(z.object({ sensorId: z.string(), distanceCm: z.number() })),
  deductions: z.array(z.object({ code: z.string(), points: z.number() })),
  practice: z.object({ textKo: z.string(), textEn: z.string() }).nullable(),
});
export type ParkingReport = z.output<typeof report>;

const finished = z.object({
  finishParking: z.union([
    z.object({ session: z.object({ report }) }),
    z.object({ code: z.string(), message: z.string() }),
  ]),
});

/** @throws {Error} in the words of the server where the session does not finish */
export async function finishSession(client: MoimClient, sessionId: string): Promise<ParkingReport> {
  const { finishParking } = await client.ask(finished, document, { input: { sessionId } });
  if ('code' in finishParking) throw new Error(`The session did not finish: ${finishParking.message}`);
  return finishParking.session.report;
}

const document = `mutation ($input: FinishParkingInput!) { finishParking(input: $input) {
  ... on FinishParkingPayload { session { report {
    score durationS shuntCount parShuntCount alertCount
    minimums { sensorId distanceCm } deductions { code points } practice { textKo textEn } } } }
  ... on UserError { code message } } }`;

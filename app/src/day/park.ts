import { z } from 'zod';
import { entity } from './act.ts';
import { coverOf } from './cover-of.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';
import { kindsIn } from './room-kinds.ts';
import type { Visit } from './schedule-visit.ts';
import { waitUntil } from './wait-for.ts';

/** @returns the score */
export async function park(
  { cast, say, pause, drive }: DayOptions,
  visit: Visit,
  periodId: string,
): Promise<number> {
  const { minji } = cast;
  const { me } = await minji.ask(
    z.object({ me: z.object({ vehicles: z.array(entity) }) }),
    documents.vehicles,
  );
  const vehicleId = me.vehicles[0]?.id;
  if (vehicleId === undefined) throw new Error('there is no car to drive');
  const score = await drive({
    ...{ driver: minji, vehicleId, calendarEventId: visit.eventId },
    ...{ coveragePeriodId: periodId, shareRoomId: visit.roomId },
  });
  await waitUntil('the score in the room', async () =>
    (await kindsIn(minji, visit.roomId)).includes('PARKING_FINISHED'),
  );
  await waitUntil('the end of the cover', async () => (await coverOf(minji, periodId)).endedBy === 'PARKING');
  say(`Arrived, parked, score ${score}; the cover has ended with the parking.`);
  await pause();
  return score;
}

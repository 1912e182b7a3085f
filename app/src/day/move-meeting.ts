import { act } from './act.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';
import { kindsIn } from './room-kinds.ts';
import type { Visit } from './schedule-visit.ts';
import { waitUntil } from './wait-for.ts';

const hourMs = 3_600_000;

/** By an hour, whoever asked for it. */
export async function moveMeeting(
  { cast, say, pause }: DayOptions,
  { eventId, roomId, startsAt }: Visit,
): Promise<void> {
  const moved = new Date(startsAt.getTime() + hourMs);
  await act(cast.jiwon, documents.moveEvent, {
    ...{
      id: eventId,
      startsAt: moved.toISOString(),
      endsAt: new Date(moved.getTime() + hourMs).toISOString(),
    },
  });
  await waitUntil('the notice in the room', async () =>
    (await kindsIn(cast.minji, roomId)).includes('EVENT_MOVED'),
  );
  say('The meeting moves by an hour: event, reminder and the notice in the room together, once.');
  await pause();
}

import { z } from 'zod';
import { dayInSeoul } from '../day-in-seoul.ts';
import { act, entity } from './act.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';
import type { Visit } from './schedule-visit.ts';

/** A trip of an event: same day, companion and room. */
export async function makeTrip({ cast, newId, say, pause }: DayOptions, visit: Visit): Promise<string> {
  const { minji, jiwon } = cast;
  const { cities } = await minji.ask(z.object({ cities: z.array(entity) }), documents.findCity, {
    search: '부산',
  });
  const id = newId();
  await act(minji, documents.createTrip, {
    ...{ id, title: '부산 현장 방문 · Busan site visit', cityId: cities[0]?.id ?? '', groupSize: 2 },
    ...{ travelOn: dayInSeoul(visit.startsAt), companionIds: [jiwon.memberId] },
    ...{ calendarEventId: visit.eventId, chatRoomId: visit.roomId },
  });
  say('She makes a trip of it: same day, same companion, same room.');
  await pause();
  return id;
}

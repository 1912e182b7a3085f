import { z } from 'zod';
import { act, entity } from './act.ts';
import type { DayOptions } from './day-options.ts';
import * as documents from './documents.ts';

const hourMs = 3_600_000;

export interface Visit {
  readonly roomId: string;
  readonly eventId: string;
  readonly startsAt: Date;
}

/** Jiwon invites, Minji accepts. */
export async function scheduleVisit({ cast, newId, now, say, pause }: DayOptions): Promise<Visit> {
  const { jiwon, minji } = cast;
  const { me } = await jiwon.ask(
    z.object({ me: z.object({ calendars: z.array(entity.extend({ isPersonal: z.boolean() })) }) }),
    documents.findRoom,
  );
  const calendarId = me.calendars.find(({ isPersonal }) => isPersonal)?.id ?? '';
  const roomId = newId();
  const memberIds = [jiwon.memberId, minji.memberId];
  await act(jiwon, documents.createGroupRoom, {
    ...{ id: roomId, kind: 'GROUP', title: '부산 현장 방문 · Busan site visit', memberIds, groupIds: [] },
  });
  const startsAt = nextHour(now());
  const eventId = newId();
  await act(jiwon, documents.createEvent, {
    ...{ id: eventId, calendarId, title: '부산 현장 방문 · Busan site visit', timeZone: 'Asia/Seoul' },
    ...{ startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + hourMs).toISOString() },
    ...{ attendeeIds: [minji.memberId], chatRoomId: roomId, reminderMinutes: [10] },
  });
  say(`Jiwon schedules the Busan site visit at ${startsAt.toISOString()}, with its room.`);
  await pause();
  await act(minji, documents.answerInvitation, { eventId, answer: 'ACCEPTED' });
  say('Minji accepts.');
  await pause();
  return { roomId, eventId, startsAt };
}

function nextHour(present: Date): Date {
  return new Date(Math.ceil((present.getTime() + 1) / hourMs) * hourMs + hourMs);
}

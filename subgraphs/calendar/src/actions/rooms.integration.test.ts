import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { openDatabase, type OpenDatabase } from '@moim/kit/db/open-database.ts';
import { toPublicError } from '@moim/kit/errors/public-error.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClashError } from '../domain/clash.ts';
import { openStage, type Person, type Stage } from '../testing/stage.ts';
import { answerInvitation } from './answer-invitation.ts';
import { type CreateEventInput, createEvent } from './create-event.ts';
import { createMeetingRoom } from './create-meeting-room.ts';
import { deleteEvent } from './delete-event.ts';
import { previewClashes } from './preview-clashes.ts';
import { setDeclinesWhenBusy } from './set-declines-when-busy.ts';
import { updateEvent } from './update-event.ts';

let stage: Stage;
let crowd: OpenDatabase;
let services: Services;
let minji: Person;
let joon: Person;
let admin: Viewer;

beforeAll(async () => {
  stage = await openStage();
  // As many connections as bookers, so that they meet in the database and not in the pool.
  crowd = openDatabase({ url: stage.url, subgraph: 'calendar', maxConnections: 40 });
  services = { ...stage.services, db: crowd.database };
  minji = await stage.person();
  joon = await stage.person();
  admin = { ...minji.viewer, roles: ['MEMBER', 'ADMIN'] };
});
afterAll(async () => {
  await crowd.close();
  await stage.close();
});

const room = (capacity = 8) =>
  createMeetingRoom(stage.services, admin, {
    ...{ id: newUuid(), name: `Room ${capacity}`, place: 'Seoul, 12F', capacity },
  });

const draft = (person: Person, more: Partial<CreateEventInput> = {}): CreateEventInput => ({
  id: newUuid(),
  calendarId: person.calendarId,
  title: 'Planning',
  startsAt: new Date('2027-01-11T01:00:00Z'),
  endsAt: new Date('2027-01-11T02:00:00Z'),
  timeZone: 'Asia/Seoul',
  ...more,
});

const book = (person: Person, more: Partial<CreateEventInput>) =>
  createEvent(services, person.viewer, draft(person, more));

/** Nothing was decided, and a client is told so: whoever hears it tries again. */
const isBusy = (error: unknown): boolean =>
  ['DATABASE_UNAVAILABLE', 'TIMED_OUT'].includes(toPublicError(error)?.code ?? '');

/** As `book`, by somebody who does not go away before the answer: how fast the machine is decides nothing. */
async function bookPatiently(person: Person, more: Partial<CreateEventInput>): Promise<unknown> {
  try {
    return await book(person, more);
  } catch (error) {
    if (!isBusy(error)) throw error;
    return bookPatiently(person, more);
  }
}

async function clashOf(work: Promise<unknown>): Promise<EventClashError> {
  const error = await work.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof EventClashError) return error;
  throw error;
}

const overlaps = async (roomId: string) =>
  (
    await stage.rows(
      `select 1 from calendar.occurrences a join calendar.occurrences b
       on a.meeting_room_id = b.meeting_room_id and a.during && b.during
         and (a.event_id, a.original_starts_at) < (b.event_id, b.original_starts_at)
       where a.meeting_room_id = $1`,
      [roomId],
    )
  ).length;

describe('a meeting room', () => {
  it('is booked once by 200 who want the same hour at the same time', async () => {
    const meetingRoomId = await room();
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => bookPatiently(minji, { meetingRoomId })),
    );
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(results.length - refused.length).toBe(1);
    expect(refused.filter((reason) => !(reason instanceof EventClashError))).toEqual([]);
    expect(await overlaps(meetingRoomId)).toBe(0);
  });

  it('tells bookers who find no connection that they may try again, and nothing else', async () => {
    const meetingRoomId = await room();
    const narrow = openDatabase({ url: stage.url, subgraph: 'calendar', maxConnections: 1 });
    const busy = { ...services, db: narrow.database };
    const held = narrow.pools.write.query('select pg_sleep(2.5)');
    const heard = await Promise.allSettled(
      Array.from({ length: 200 }, () => createEvent(busy, minji.viewer, draft(minji, { meetingRoomId }))),
    );
    await held;
    const errors = heard.flatMap((each) => (each.status === 'rejected' ? [toPublicError(each.reason)] : []));
    expect(new Set(errors.map((error) => error?.code))).toEqual(new Set(['DATABASE_UNAVAILABLE']));
    expect(errors.every((error) => error?.retryable)).toBe(true);
    expect(errors.length).toBe(200);
    await narrow.close();
  });

  it('holds whole series of 104 weeks or none of them, whoever is quicker', async () => {
    const meetingRoomId = await room();
    const startOf = (index: number) => new Date(Date.UTC(2027, 0, 11, index % 8, (index % 3) * 20));
    const attempt = (index: number) =>
      bookPatiently(index % 2 === 0 ? minji : joon, {
        ...{ meetingRoomId, recurrenceRule: 'FREQ=WEEKLY;COUNT=104' },
        ...{ startsAt: startOf(index), endsAt: new Date(startOf(index).getTime() + 50 * 60_000) },
      });
    const client = async (number: number) => {
      const tries: PromiseSettledResult<unknown>[] = [];
      for (let turn = 0; turn < 4; turn += 1)
        tries.push(...(await Promise.allSettled([attempt(number + turn * 5)])));
      return tries;
    };
    const tries = (await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)))).flat();
    const won = tries.filter(({ status }) => status === 'fulfilled').length;
    const others = tries.flatMap((each) =>
      each.status === 'rejected' && !(each.reason instanceof EventClashError) ? [each.reason] : [],
    );
    const series = await stage.rows<{ count: number }>(
      'select count(*)::int as count from calendar.occurrences where meeting_room_id = $1 group by event_id',
      [meetingRoomId],
    );
    expect(others).toEqual([]);
    expect(series).toEqual(Array.from({ length: won }, () => ({ count: 104 })));
    expect(won).toBeGreaterThan(1);
    expect(won).toBeLessThan(tries.length);
    expect(await overlaps(meetingRoomId)).toBe(0);
  });

  it('names the occurrences that clash, and rooms that are free for all of them', async () => {
    const [small, same, large] = [await room(40), await room(41), await room(42)];
    await book(minji, {
      meetingRoomId: small,
      startsAt: new Date('2027-03-09T01:30:00Z'),
      endsAt: new Date('2027-03-09T02:30:00Z'),
    });
    await book(minji, {
      meetingRoomId: large,
      startsAt: new Date('2027-03-16T01:30:00Z'),
      endsAt: new Date('2027-03-16T02:30:00Z'),
    });
    const series = {
      ...{ meetingRoomId: small, recurrenceRule: 'FREQ=WEEKLY;COUNT=4' },
      ...{ startsAt: new Date('2027-03-02T01:00:00Z'), endsAt: new Date('2027-03-02T02:00:00Z') },
    };
    const { clashes, freeRoomIds } = await clashOf(book(joon, series));
    expect(clashes).toEqual([
      {
        ...{ kind: 'ROOM', memberId: null, meetingRoomId: small, otherTitle: null },
        ...{ startsAt: new Date('2027-03-09T01:00:00Z'), endsAt: new Date('2027-03-09T02:00:00Z') },
        ...{ otherStartsAt: new Date('2027-03-09T01:30:00Z'), otherEndsAt: new Date('2027-03-09T02:30:00Z') },
      },
    ]);
    expect(freeRoomIds).toEqual([same]);
    const report = await previewClashes(services, joon.viewer, { timeZone: 'Asia/Seoul', ...series });
    expect(report).toEqual({ occurrenceCount: 4, clashes, freeRoomIds });
    const { eventId } = await book(joon, { ...series, skipClashing: true });
    expect(
      (await stage.rows('select 1 from calendar.occurrences where event_id = $1', [eventId])).length,
    ).toBe(3);
  });

  it('is free again once its event is cancelled, and may shift back to back with itself', async () => {
    const meetingRoomId = await room();
    const { eventId } = await book(minji, { meetingRoomId, recurrenceRule: 'FREQ=HOURLY;COUNT=5' });
    await updateEvent(services, minji.viewer, {
      ...{ id: eventId, scope: 'ALL', startsAt: new Date('2027-01-11T01:30:00Z') },
    });
    await clashOf(book(joon, { meetingRoomId }));
    await deleteEvent(services, minji.viewer, { id: eventId, scope: 'ALL' });
    await book(joon, { meetingRoomId });
  });

  it('refuses a series that runs into itself', async () => {
    const meetingRoomId = await room();
    await expect(
      book(minji, {
        meetingRoomId,
        recurrenceRule: 'FREQ=DAILY;COUNT=3',
        endsAt: new Date('2027-01-12T01:30:00Z'),
      }),
    ).rejects.toMatchObject({ field: 'input.endsAt' });
  });

  it('is made by administrators only', async () => {
    const input = { id: newUuid(), name: 'x', place: 'y', capacity: 1 };
    await expect(createMeetingRoom(services, joon.viewer, input)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('people', () => {
  const noon = { startsAt: new Date('2031-05-05T03:00:00Z'), endsAt: new Date('2031-05-05T04:00:00Z') };

  it('are told what clashes by occurrence, with titles only where they may see them', async () => {
    await book(joon, { ...noon, title: 'Secret' });
    const weekly = {
      recurrenceRule: 'FREQ=WEEKLY;COUNT=3',
      startsAt: new Date('2031-04-28T03:30:00Z'),
      endsAt: new Date('2031-04-28T04:30:00Z'),
    };
    const { clashes } = await book(minji, { ...weekly, attendeeIds: [joon.id] });
    expect(clashes).toMatchObject([
      { kind: 'PERSONAL', memberId: joon.id, otherTitle: null, startsAt: new Date('2031-05-05T03:30:00Z') },
    ]);
    expect((await book(joon, weekly)).clashes).toMatchObject([{ memberId: joon.id, otherTitle: 'Secret' }]);
  });

  it('who decline when busy are booked once, by however many at the same time', async () => {
    const strict = await stage.person();
    await setDeclinesWhenBusy(services, strict.viewer, true);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => book(strict, { startsAt: noon.startsAt, endsAt: noon.endsAt })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    await clashOf(book(minji, { ...noon, attendeeIds: [strict.id] }));
    const later = { startsAt: new Date('2031-05-05T04:00:00Z'), endsAt: new Date('2031-05-05T05:00:00Z') };
    const { eventId } = await book(minji, { ...later, attendeeIds: [strict.id] });
    await book(strict, later); // an invitation that is not accepted takes no time
    await clashOf(answerInvitation(services, strict.viewer, { eventId, answer: 'ACCEPTED' }));
    await answerInvitation(services, strict.viewer, { eventId, answer: 'DECLINED' });
  });

  it('cannot promise to decline while they clash already', async () => {
    const busy = await stage.person();
    await book(busy, noon);
    await book(busy, noon);
    await clashOf(setDeclinesWhenBusy(services, busy.viewer, true));
    const { data } = await stage.ask(
      busy.viewer,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Viewer { declinesWhenBusy } } }`,
      { r: [{ __typename: 'Viewer', id: busy.id }] },
    );
    expect(data).toEqual({ _entities: [{ declinesWhenBusy: false }] });
  });
});
